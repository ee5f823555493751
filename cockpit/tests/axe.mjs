// Holds pages against axe-core's rules in jsdom: `node axe.mjs report.html …`.
// Contrast is computed in test_contrast.py, because jsdom draws nothing.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/.peers/axe/`);
const { JSDOM, VirtualConsole } = require("jsdom");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

async function held(file) {
  const { window } = new JSDOM(readFileSync(file, "utf8"), {
    runScripts: "outside-only",
    virtualConsole: new VirtualConsole(),
  });
  window.eval(axe);
  const { violations, passes } = await window.axe.run(window.document, {
    rules: { "color-contrast": { enabled: false } },
  });
  for (const { id, impact, help, nodes } of violations) {
    console.log(`${impact} ${id}: ${help}`);
    for (const { target } of nodes.slice(0, 5)) console.log(`  ${target.join(" ")}`);
  }
  console.log(`${file}: ${passes.length} rules hold, ${violations.length} do not`);
  return passes.length > 0 && violations.length === 0;
}

const files = process.argv.slice(2);
let good = files.length > 0;
for (const file of files) good = (await held(file)) && good;
process.exit(good ? 0 : 1);
