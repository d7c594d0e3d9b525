"""Formats that LibreOffice reads for us: DOC, RTF and ODT are turned into DOCX on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

import psutil

from contract_scan.deadline import charge
from contract_scan.errors import CorruptFileError, EncryptedFileError, UnsupportedFormatError
from contract_scan.extract.archive import Archive
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.sniff import Format
from contract_scan.extract.written import lost, written
from contract_scan.model.document import Document, ReadingWarning, Unread
from contract_scan.scratch import scratch_folder
from contract_scan.sources import Source

__all__ = ["office", "read_legacy"]

_LOOK = 0.1  # seconds
# Exit codes by which the office asks to be started again, and how often that is done.
_AGAIN, _STARTS = (79, 81), 3
_SUFFIX = {Format.LEGACY: ".doc", Format.RTF: ".rtf", Format.ODT: ".odt", Format.WORD_XML: ".xml"}
# Without a filter named, the office reads what it does not know as plain text, markup, binary and all.
_FILTER = {
    Format.LEGACY: "MS Word 97",
    Format.RTF: "Rich Text Format",
    Format.ODT: "writer8",
    Format.WORD_XML: "MS Word 2003 XML",
}
_MEDIA = {
    Format.LEGACY: "application/msword",
    Format.RTF: "application/rtf",
    Format.ODT: "application/vnd.oasis.opendocument.text",
    Format.WORD_XML: "application/xml",
}
# Where the text lies, as the report names it.
_TEXT = {Format.LEGACY: "WordDocument", Format.RTF: "正文", Format.ODT: "content.xml", Format.WORD_XML: "正文"}
# Settings of the profile that the office gets: no macro runs, and nothing that the file links to is fetched.
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "2"),
)
_REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>
"""
_ITEM = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'


def office() -> str | None:
    """Return where LibreOffice is installed; None if it is not."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def read_legacy(
    source: Source,
    found: Format,
    *,
    tracked: Literal["final", "original"] = "final",
    bounds: Bounds = DEFAULT_BOUNDS,
) -> Document:
    """Return the text of a DOC, RTF or ODT file, converted by the installed LibreOffice."""
    from dataclasses import replace

    from contract_scan.extract.docx import read_docx

    if found is Format.ODT and _is_locked(Archive(source.data, bounds)):
        raise EncryptedFileError("the ODT file is locked with a password; open it and save it without one")
    text = written(source.data, found, bounds)
    program = office()
    if program is None:
        raise UnsupportedFormatError(
            f"the file is a {found} file, which is read through LibreOffice: install LibreOffice, or save it as DOCX"
        )
    converted = replace(source, data=_convert(program, source.data, found, bounds))
    document = read_docx(converted, tracked=tracked, bounds=bounds)
    note = ReadingWarning("converted", f"{found} 文件先由 LibreOffice 转换，再读取")
    unread = list(document.unread)
    if missing := lost(text, document.text, converted.data, bounds):
        unread.append(Unread(_TEXT[found], f"转换后约少了 {missing} 个字；请用 Word 打开，另存为 DOCX 再读"))
    return replace(document, media_type=_MEDIA[found], unread=tuple(unread), warnings=(note, *document.warnings))


def _is_locked(archive: Archive) -> bool:
    """True if a part of an ODT file is encrypted. Its manifest is not, and says so."""
    manifest = "META-INF/manifest.xml"
    return manifest in archive and b"encryption-data" in archive.read(manifest)


def _convert(program: str, data: bytes, found: Format, bounds: Bounds) -> bytes:
    with scratch_folder() as folder:
        home = Path(folder)
        original = home / f"in{_SUFFIX[found]}"
        original.write_bytes(data)
        user = home / "profile" / "user"
        user.mkdir(parents=True)
        items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
        (user / "registrymodifications.xcu").write_text(_REGISTRY.format(items), encoding="utf-8")
        command = [
            _binary(program),
            # A profile of its own: no setting or lock of the user's LibreOffice takes part.
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            f"--infilter={_FILTER[found]}",
            "--convert-to",
            "docx",
            "--outdir",
            str(home / "out"),
            str(original),
        ]
        # A new profile makes the office ask to be started again; the program around it that would do so is passed by.
        deadline = time.monotonic() + bounds.office_seconds
        for _ in range(_STARTS):
            if _run(command, home, deadline, bounds) not in _AGAIN:
                break
        result = home / "out" / "in.docx"
        if not result.is_file():
            raise CorruptFileError("LibreOffice could not convert the file; open it, repair it and save it as DOCX")
        bounds.check("file_bytes", result.stat().st_size)
        return result.read_bytes()


def _binary(program: str) -> str:
    """Return the office itself: the program around it wants to write to the folder for temporary files."""
    inner = Path(program).resolve().with_name("soffice.bin")
    return str(inner) if inner.is_file() else program


def _charged(pid: int, before: float) -> float:
    """Count the processor time that a program has taken since `before` as that of the scan; return it as it is now."""
    with suppress(psutil.Error):
        times = psutil.Process(pid).cpu_times()
        now = times.user + times.system
        charge(now - before)
        return now
    return before


#: Where programs keep settings, caches and temporary files. All of it goes with the folder of the conversion.
_HOMES: Final = (
    *("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"),
    *("TMPDIR", "TEMP", "TMP"),
)


def _run(command: list[str], home: Path, deadline: float, bounds: Bounds) -> int:
    # In a session of its own, so that the office's own children end with it.
    process = subprocess.Popen(  # noqa: S603 - the program is found on PATH, the arguments are made here
        command,
        cwd=home,
        # Where it may not write to the folder for temporary files, as in a worker, its socket lies in `home`. A whole
        # path is too long for one.
        env=os.environ | dict.fromkeys(_HOMES, str(home)) | {"OSL_SOCKET_PATH": "."},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    taken = 0.0
    try:
        while time.monotonic() < deadline:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(timeout=_LOOK)
            taken = _charged(process.pid, taken)
        raise bounds.exceeded("office_seconds")
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
