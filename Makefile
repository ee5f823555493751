# Every target does its own set-up. Python 3.11 or newer and a package index are all it needs.
PYTHON ?= python3
BIN := .venv/bin
# Compiled when installed, as pip does: a first start, or one that may not write, need not.
export UV_COMPILE_BYTECODE := 1
LOCAL := -e taps/tap-kit -e taps/tap-openmeteo[lake] -e taps/tap-googleads -e taps/tap-klaviyo -e taps/tap-metaads -e taps/tap-shopify-wv -e targets/target-parquet-lake -e transforms -e sandbox -e cockpit[apprise]
PYPROJECTS := pyproject.toml $(wildcard */pyproject.toml */*/pyproject.toml)
COMPILED := targets/target-parquet-lake/hatch_build.py $(wildcard targets/target-parquet-lake/target_parquet_lake/native/*.[ch])
PACKAGES := tap_kit tap_googleads tap_klaviyo tap_metaads tap_openmeteo tap_shopify_wv target_parquet_lake wv_transforms wv_sandbox wv tools
FUZZ_SECONDS ?= 150
REPORT := $(CURDIR)/site/report.html

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types sql spark axe schemas bench fuzz sbom audit lock clean

help: ## Show what can be made.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "WeatherVane needs Python 3.11 or newer; '$(PYTHON)' is older. Next: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt uv
	@touch $@

.venv/.demo: .venv/.uv pyproject.toml constraints.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --group demo
	@touch $@

.venv/.dev: .venv/.uv $(PYPROJECTS) $(COMPILED) constraints.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --group dev $(LOCAL)
	@touch $@

# A target of another project, in an environment of its own as every Singer plugin has.
.peers/target-jsonl/.done: .venv/.uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .peers/target-jsonl
	$(BIN)/uv pip install --quiet --python .peers/target-jsonl/bin/python target-jsonl==0.1.4
	@touch $@

# What is shipped and nothing else; the tools that look at it have an environment of their own.
.peers/shipped/.done: .venv/.uv $(PYPROJECTS) $(COMPILED) constraints.txt
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .peers/shipped
	$(BIN)/uv pip install --quiet --python .peers/shipped/bin/python --constraint constraints.txt \
	  $(addprefix ./,$(filter-out -e,$(LOCAL)))
	@touch $@

.peers/supply/.done: .venv/.uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .peers/supply
	$(BIN)/uv pip install --quiet --python .peers/supply/bin/python cyclonedx-bom==7.5.0 pip-audit==2.10.1
	@touch $@

# No install scripts: these run on pages of ours and need none.
.peers/axe/.done:
	npm install --silent --no-audit --no-save --ignore-scripts --fetch-retries=1 --fetch-timeout=60000 --prefix .peers/axe \
	  axe-core@4.14.1 jsdom@29.1.1
	@touch $@

.venv/.spark: .venv/.dev transforms/pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt -e transforms[spark]
	@touch $@

demo: .venv/.demo ## Weather and a shop into the lake, transformed, on one page: no account needed.
	$(BIN)/meltano --environment=demo run demo
	@test -s $(REPORT)
	@echo "The page is ready. Open it in a browser:"
	@echo "$(REPORT)"

test: .venv/.dev .peers/target-jsonl/.done .peers/supply/.done ## Run every test.
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: lint types sql test ## All that a change must pass.

lint: .venv/.dev ## Ruff: rules and format.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev ## Mypy, strict, over every package.
	$(BIN)/mypy $(addprefix -p ,$(PACKAGES))

sql: .venv/.dev ## Style, columns and portability of every model.
	$(BIN)/sqlfluff lint --config pyproject.toml transforms/models transforms/checks
	$(BIN)/python -m wv_transforms lint

spark: .venv/.dev .venv/.spark ## Every model on DuckDB and on Spark over the demo's data: equal tables (Java 17).
	@test -d storage/lake/raw || $(MAKE) demo
	$(BIN)/python -m wv_transforms compare --lake-root storage/lake
	$(BIN)/python -m pytest -q transforms/tests/spark targets/target-parquet-lake/tests/test_engines.py

axe: .venv/.dev .peers/axe/.done ## Hold pages of the tests, and the demo's if there is one, against axe-core's rules (Node 20).
	rm -rf .peers/axe/pages
	$(BIN)/python -m tools.draw_pages .peers/axe/pages
	node cockpit/tests/axe.mjs .peers/axe/pages/*.html $(wildcard $(REPORT))

schemas: .venv/.dev ## Write schemas/, docs/hub/, settings in meltano.yml and facades in READMEs anew from plugins and models.
	$(BIN)/python -m tools.write_schemas
	$(BIN)/python -m wv_transforms contracts
	$(BIN)/python -m wv_transforms metrics
	$(BIN)/python -m tools.write_meltano
	$(BIN)/python -m tools.write_hub
	$(BIN)/python -m tools.write_facades

bench: .venv/.dev ## Measure speed as ratios; nothing else should run meanwhile.
	$(BIN)/python benchmarks/tap.py

fuzz: .venv/.dev ## Fuzz the target by coverage, FUZZ_SECONDS for each of four kinds of input.
	$(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --group fuzz
	for kind in lines values schemas states; do \
	  $(BIN)/python targets/target-parquet-lake/tests/fuzz/fuzz.py $$kind -max_total_time=$(FUZZ_SECONDS) || exit 1; done

sbom: .peers/shipped/.done .peers/supply/.done ## Write dist/sbom.json: all that is shipped, with versions and licences (CycloneDX 1.6).
	@mkdir -p dist
	PYTHONWARNINGS=ignore .peers/supply/bin/cyclonedx-py environment --spec-version 1.6 --output-reproducible --validate \
	  --pyproject pyproject.toml --output-file dist/sbom.json .peers/shipped/bin/python
	$(BIN)/python -m tools.write_sbom dist/sbom.json

audit: .peers/supply/.done ## Ask the network whether a pinned version has a known weakness; one that cannot be told fails too.
	$(BIN)/python -m tools.audit $(AUDIT)

lock: .venv/.uv ## Pin the newest allowed versions in constraints.txt.
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-annotate --no-header \
	  --no-emit-package weathervane-tap-kit --no-emit-package weathervane-transforms --no-emit-package target-parquet-lake \
	  --all-extras --group dev $(PYPROJECTS) --output-file constraints.txt

clean: ## Remove what was made: environments, lake, state, page.
	rm -rf .venv .peers .meltano .state .cache dist storage site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.so' -path '*/native/*' -delete
