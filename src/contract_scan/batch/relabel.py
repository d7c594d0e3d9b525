"""A kept record under the name of another file of the same content."""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING, Any

from contract_scan.model.jsontext import inert_json
from contract_scan.model.report import ScanRecord

if TYPE_CHECKING:
    from contract_scan.redact import Redactor

__all__ = ["redacted", "relabelled"]


def redacted(data: bytes, redactor: Redactor) -> bytes:
    """Return the JSON of a record with what is personal in its path masked; its text was masked as it was read."""
    record = redactor.record(ScanRecord.model_validate_json(data))
    return record.to_json().encode()


def relabelled(packed: bytes, *, origin: str, wanted: str, template: int | None) -> bytes:
    """Return the JSON of a packed record: of the file `origin`, to be called `wanted`, of the form `template`."""
    data = zlib.decompress(packed)
    if origin != wanted:
        record = _renamed(json.loads(data), origin, wanted)
        data = inert_json(json.dumps(record, ensure_ascii=False, separators=(",", ":"))).encode()
    if template is None:
        return data
    # The last field of a record is written as null where it is not known yet.
    return data.removesuffix(b'"template":null}') + b'"template":"T%d"}' % template


def _renamed(record: dict[str, Any], origin: str, wanted: str) -> dict[str, Any]:
    record["path"] = wanted + record["path"].removeprefix(origin)
    old, new = os.path.basename(origin), os.path.basename(wanted)  # noqa: PTH119 - as sources do
    if record["report"] is not None:
        document = record["report"]["document"]
        document["name"] = new + document["name"].removeprefix(old)
        # The one other place where a report calls its file by name: the proof that the merchant holds already.
        for group in record["report"].get("checklist", ()):
            for item in group["items"]:
                if item["why"]:
                    item["why"] = item["why"].replace(old, new)
    if record["error"] is not None:
        message = record["error"]["message"]
        for before, after in ((origin, wanted), (old, new)):
            if message.startswith(before):
                record["error"]["message"] = after + message.removeprefix(before)
                break
    return record
