"""JSON Schema validation by jsonschema-rs, offline and without telling values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs
from singer_sdk.sinks.core import BaseJSONSchemaValidator
from typing_extensions import override

from target_parquet_lake.refusals import InvalidRecordError, SchemaError

if TYPE_CHECKING:
    from collections.abc import Callable

_DRAFTS: dict[str, type[jsonschema_rs.Validator]] = {
    "2020-12": jsonschema_rs.Draft202012Validator,
    "2019-09": jsonschema_rs.Draft201909Validator,
    "draft-06": jsonschema_rs.Draft6Validator,
    "draft-04": jsonschema_rs.Draft4Validator,
}


class RecordValidator(BaseJSONSchemaValidator):
    """Checks records against their stream's schema (Draft 7 unless it names another).

    Formats are not checked: the typed conversion reads dates and decimals itself.

    Args:
        schema: The stream's schema.

    Raises:
        SchemaError: If it is no valid schema, or refers to another document.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        super().__init__(schema)
        named = str(schema.get("$schema", ""))
        drafts = (kind for mark, kind in _DRAFTS.items() if mark in named)
        draft: Callable[..., jsonschema_rs.Validator]
        draft = next(drafts, jsonschema_rs.Draft7Validator)
        try:
            self._validator = draft(
                schema, validate_formats=False, mask="a value", offline=True
            )
        except (jsonschema_rs.ValidationError, ValueError) as error:
            place = "/".join(map(str, getattr(error, "instance_path", [])))
            raise SchemaError(
                what="A schema is not a valid JSON Schema, or not whole in itself.",
                where=f"schema at /{place}",
                next_step="correct the schema in the tap or its catalog",
            ) from None

    @override
    def validate(self, record: dict[str, Any]) -> None:
        """Check one record.

        Raises:
            InvalidRecordError: If it is not valid; the text holds no value of it.
        """
        try:
            self._validator.validate(record)
        except jsonschema_rs.ValidationError as error:
            rule = "/".join(map(str, error.schema_path))
            raise InvalidRecordError(
                what="A record is not valid by its schema.",
                where=f"rule {rule}",
                next_step=(
                    "correct the tap's record or schema, or set validate_records to "
                    "false "
                    "to check types only"
                ),
            ) from None
