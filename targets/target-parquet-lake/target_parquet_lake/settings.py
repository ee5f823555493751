"""The target's settings, every one described."""

from __future__ import annotations

from singer_sdk import typing as th

from target_parquet_lake.dead_letters import DEAD_LETTER, FAIL
from target_parquet_lake.dead_letters_payload import PayloadForm
from target_parquet_lake.evolve import Policy
from target_parquet_lake.names import Identifiers
from target_parquet_lake.table import APPEND_ONLY, OVERWRITE, UPSERT

BULK, RECORDS = "bulk", "records"

STREAM = th.ObjectType(
    th.Property(
        "load_method",
        th.StringType,
        allowed_values=[UPSERT, APPEND_ONLY, OVERWRITE],
    ),
    th.Property("partition_by", th.ArrayType(th.StringType)),
    th.Property("alias", th.StringType),
    th.Property("hard_delete", th.BooleanType),
    th.Property("allow_keyless", th.BooleanType),
    th.Property("validate_records", th.BooleanType),
    th.Property(
        "schema_policy",
        th.StringType,
        allowed_values=[policy.value for policy in Policy],
    ),
    th.Property("on_bad_record", th.StringType, allowed_values=[DEAD_LETTER, FAIL]),
    additional_properties=False,
)
"""What can be set for single streams."""

SETTINGS = th.PropertiesList(
    th.Property(
        "lake_root",
        th.StringType,
        default="storage/lake",
        title="Lake folder",
        description=(
            "Folder of the lake, or its URI in an object store (`s3://bucket/prefix`); "
            "it is made when missing, and must be a lake else."
        ),
    ),
    th.Property(
        "storage_options",
        th.ObjectType(additional_properties=th.StringType),
        secret=True,
        title="Options of the object store",
        description=(
            "For a lake_root such as `s3://bucket/prefix`: what is not in the usual "
            "`AWS_*` variables, e.g. `AWS_ENDPOINT_URL`, `AWS_REGION`, keys."
        ),
    ),
    th.Property(
        "tenant",
        th.StringType,
        default="default",
        title="Tenant",
        description="Whose data it is: first part of every table's folder.",
    ),
    th.Property(
        "source",
        th.StringType,
        default="singer",
        title="Source",
        description=(
            "Name of the source, second part of every table's folder. A leading "
            "`tap-` or "
            "`tap_` is cut, so Meltano's extractor namespace can be given."
        ),
    ),
    th.Property(
        "load_method",
        th.StringType,
        default=UPSERT,
        allowed_values=[UPSERT, APPEND_ONLY, OVERWRITE],
        title="Load method",
        description=(
            "`upsert`: one row a key, the last one wins; streams without a key are "
            "appended. "
            "`append-only`: all rows are kept, readers see the newest of each key. "
            "`overwrite`: the run's rows replace the table at the end of the input."
        ),
    ),
    th.Property(
        "streams",
        th.ObjectType(additional_properties=STREAM),
        title="Settings of streams",
        description=(
            "What holds for single streams, by name or pattern (`*_daily`): a name "
            "goes before patterns, the first pattern before the next."
        ),
    ),
    th.Property(
        "identifiers",
        th.StringType,
        default=Identifiers.SOURCE.value,
        allowed_values=[style.value for style in Identifiers],
        title="Names of columns",
        description=(
            "`source`: as the source names them. `postgres`: a-z, 0-9 and _, at most "
            "63, as the SDK's SQL targets do. Names that would meet get a hash; "
            "columns that a table has keep theirs."
        ),
    ),
    th.Property(
        "default_target_schema",
        th.StringType,
        title="Schema",
        description="Takes the place of `source` in the folders of tables.",
    ),
    th.Property(
        "process_activate_version_messages",
        th.BooleanType,
        default=True,
        title="Take ACTIVATE_VERSION messages",
        description=(
            "Retire the rows that a full load did not bring again, when told to."
        ),
    ),
    th.Property(
        "hard_delete",
        th.BooleanType,
        default=False,
        title="Delete retired rows",
        description=(
            "Delete them from the newest version of the table. Else `_sdc_deleted_at` "
            "is set, and readers leave them out."
        ),
    ),
    th.Property(
        "allow_keyless",
        th.BooleanType,
        default=False,
        title="Allow streams without a key",
        description=(
            "Append streams that have no key_properties. Rows that a tap sends twice, "
            "e.g. "
            "after a crash, are in the lake twice then."
        ),
    ),
    th.Property(
        "schema_policy",
        th.StringType,
        default=Policy.EVOLVE.value,
        allowed_values=[policy.value for policy in Policy],
        title="Schema policy",
        description=(
            "`evolve`: new columns are added and types widened without loss. "
            "`strict`: new "
            "columns are added, a change of type ends the run."
        ),
    ),
    th.Property(
        "on_bad_record",
        th.StringType,
        default=DEAD_LETTER,
        allowed_values=[DEAD_LETTER, FAIL],
        title="What a bad record does",
        description=(
            "`dead_letter`: it is put aside with its reason, the run goes on and ends "
            "with exit code 6. `fail`: it ends the run."
        ),
    ),
    th.Property(
        "max_dead_letters",
        th.IntegerType(minimum=0),
        default=1000,
        title="Most dead letters a run",
        description="A run that refuses more lines than this ends with exit code 5.",
    ),
    th.Property(
        "dead_letter_payload",
        th.StringType,
        default=PayloadForm.MASKED.value,
        allowed_values=[form.value for form in PayloadForm],
        title="What is kept of a bad record",
        description=(
            "`masked`: keys and types. `hashed`: keys and a keyed hash of each value. "
            "`kept`: the line as it came, personal data included, so that it can be "
            "replayed."
        ),
    ),
    th.Property(
        "correlation_id",
        th.StringType,
        title="Correlation id",
        description="Names the pipe's run in dead letters and events.",
    ),
    th.Property(
        "commit_rows",
        th.IntegerType(minimum=1),
        default=100_000,
        title="Rows a commit",
        description="Commit after this many records, all streams together.",
    ),
    th.Property(
        "commit_bytes",
        th.IntegerType(minimum=1),
        default=20 << 20,
        title="Bytes a commit",
        description=(
            "Commit after this many bytes of input; after up to three times as many "
            "where a commit writes 16 tables and more."
        ),
    ),
    th.Property(
        "commit_interval_seconds",
        th.NumberType(minimum=0),
        default=30,
        title="Seconds between commits",
        description=(
            "Commit when the oldest waiting record is this old [s], also while idle. "
            "The first commit of a run comes after a second."
        ),
    ),
    th.Property(
        "engine",
        th.StringType,
        default=BULK,
        allowed_values=[BULK, RECORDS],
        title="Engine",
        description=(
            "`bulk`: records are read together, with equal results. `records`: one by "
            "one."
        ),
    ),
    th.Property(
        "dry_run",
        th.BooleanType,
        default=False,
        title="Dry run",
        description=(
            "Read and check everything, against the tables too, and report; write "
            "nothing and pass no STATE on."
        ),
    ),
    th.Property(
        "fsync",
        th.BooleanType,
        default=True,
        title="Force commits to the disk",
        description=(
            "Force every commit to the disk before its STATE leaves. Without it a "
            "power cut "
            "can take rows that STATE has passed."
        ),
    ),
    th.Property(
        "add_record_metadata",
        th.BooleanType,
        default=True,
        title="Add record metadata",
        description="Add the `_sdc_*` columns and `_lake_run_id` to every record.",
    ),
).to_dict()
