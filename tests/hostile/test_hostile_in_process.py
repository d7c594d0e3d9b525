"""Hostile PDF files read without a guard, in a process that may have two gibibytes and thirty processor seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pdf_files import CLAUSE, FILES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits of processes are those of Linux")

_SCAN = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from contract_scan import ContractScanError, scan
for path in sys.argv[1:]:
    try:
        document = scan(path).document
        told = [document.text, [one.reason for one in document.unread]]
    except ContractScanError as error:
        told = ["", [str(error)]]
    print(json.dumps(told), flush=True)
"""
#: What is not read of each, by the bound that it passes; "" where it is read.
_FILES = {
    "laughing_forms": "stream_bytes",
    "laughing_forms_by_numbers": "stream_bytes",
    "laughing_forms_behind_comments": "stream_bytes",
    "laughing_forms_elsewhere": "stream_bytes",
    "laughing_forms_of_a_kind_elsewhere": "stream_bytes",
    "laughing_forms_under_lock": "stream_bytes",
    "laughing_forms_packed_under_lock": "stream_bytes",
    "laughing_forms_that_speak_of_a_lock": "stream_bytes",
    "objects_packed_under_lock": "stream_bytes",
    "bomb_behind_an_end": "stream_bytes",
    "laughing_glyph": "stream_bytes",
    "laughing_pattern": "stream_bytes",
    "laughing_note": "stream_bytes",
    "one_form_thousands_of_times": "stream_bytes",
    "one_image_millions_of_times": "page_objects",
    "images_in_line": "page_objects",
    "much_to_unpack_for_nothing": "stream_bytes",
    "thirty_million_glyphs_apart": "characters",
    "pattern_of_itself": "",
    # Libraries have something to say about these; it is not for whoever runs a scan.
    "dynamic_form": "",
    "nested_contents": None,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> dict[str, list]:
    folder: Path = tmp_path_factory.mktemp("files")
    for name in _FILES:
        (folder / name).write_bytes(FILES[name]())
    paths = [str(folder / name) for name in _FILES]
    done = subprocess.run([sys.executable, "-c", _SCAN, *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(zip(_FILES, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize(("name", "bound"), _FILES.items())
def test_a_page_over_a_bound_is_named_before_pdfium_opens_it(told, name, bound):
    text, reasons = told[name]
    if bound is None:
        return
    if bound:
        assert f"Bounds({bound}=...)" in "".join(reasons)
    else:
        assert CLAUSE in text
        assert "Bounds" not in "".join(reasons)
