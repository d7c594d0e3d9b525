#!/usr/bin/env python3
"""Build the sample agreements from samples/sources, and the table in samples/README.md from samples/expected.yaml.

Needs python-docx, Pillow, pypdfium2 and PyYAML, and the programs soffice and chromium with the Noto CJK fonts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import yaml
from builder import printing, table, web, word
from builder.markup import Agreement, read

HERE = Path(__file__).resolve().parent


def build(agreement: Agreement, folder: Path) -> Path:
    """Make one agreement's file in `folder` and return its path."""
    make = agreement.make
    if make == "docx":
        path = folder / f"{agreement.name}.docx"
        word.write(agreement, path)
    elif make in ("libreoffice", "scan"):
        path = folder / f"{agreement.name}.pdf"
        with tempfile.TemporaryDirectory() as scratch:
            docx, printed = Path(scratch, f"{agreement.name}.docx"), Path(scratch, "printed.pdf")
            word.write(agreement, docx)
            printing.libreoffice(docx, path if make == "libreoffice" else printed)
            if make == "scan":
                printing.scanner(printed, path)
    elif make == "chromium":
        path = folder / f"{agreement.name}.pdf"
        printing.chromium(web.sheet(agreement), path)
    elif make == "html":
        path = folder / f"{agreement.name}.html"
        path.write_text(web.screen(agreement), encoding="utf-8")
    elif make == "txt":
        path = folder / f"{agreement.name}.txt"
        newline, encoding = agreement.options.get("newline", "\n"), agreement.options.get("encoding", "utf-8")
        path.write_bytes(agreement.plain().replace("\n", newline).encode(encoding))
    else:
        raise ValueError(f"{agreement.name}: make is {make!r}; use docx, libreoffice, scan, chromium, html or txt")
    return path


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", metavar="NAME", action="append", help="build this source only (its name without .md)")
    parser.add_argument("--out", type=Path, default=HERE, help="where the files go (default: this folder)")
    options = parser.parse_args()
    sources = {path.stem: path for path in sorted((HERE / "sources").glob("*.md"))}
    if unknown := set(options.only or ()) - set(sources):
        parser.error(f"no such source: {', '.join(sorted(unknown))}; there are {', '.join(sources)}")
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.only or sources:
        path = build(read(sources[name]), options.out)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    readme = HERE / "README.md"
    expected = yaml.safe_load((HERE / "expected.yaml").read_text(encoding="utf-8"))
    readme.write_text(table.put(readme.read_text(encoding="utf-8"), expected), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
