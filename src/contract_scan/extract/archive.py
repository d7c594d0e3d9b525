"""Zip archives read with care: every byte is counted while it is inflated."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import suppress

from contract_scan.errors import CorruptFileError, EncryptedFileError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds

__all__ = ["Archive"]

_CHUNK = 1024 * 1024
_UTF8 = 0x800
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
# What these two unpack at a time cannot be limited: so they are given little to unpack.
_UNMEASURED = frozenset({zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_LITTLE = 4096
_LISTED = b"PK\x01\x02"
_READABLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})


class Archive:
    """The members of a zip archive. Nothing is inflated until it is asked for, and nothing is written to disk."""

    def __init__(self, data: bytes, bounds: Bounds = DEFAULT_BOUNDS) -> None:
        self._bounds = bounds
        self._packed = max(len(data), 1)
        self._inflated = 0
        # Each entry of the list begins so: a list of millions is refused before it is read. Fewer may be in archives
        # that lie in this one unpacked.
        bounds.check("members", data.count(_LISTED))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError) as error:
            raise CorruptFileError("the archive is damaged: its list of parts cannot be read") from error
        infos = self._zip.infolist()
        bounds.check("members", len(infos))
        self._members: dict[str, zipfile.ZipInfo] = {}
        #: Part names that stand in the archive more than once; readers differ in which one they show.
        self.duplicates: list[str] = []
        for info in infos:
            if info.is_dir():
                continue
            info.filename = _written(info)
            bounds.check("name_characters", len(info.filename))
            key = _key(info.filename)
            if key in self._members:
                self.duplicates.append(info.filename)
            self._members[key] = info

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> list[str]:
        """Return the names of the members, folders left out."""
        return [info.filename.replace("\\", "/") for info in self._members.values()]

    def read(self, name: str) -> bytes:
        """Return the inflated bytes of a member. Names are compared without regard to case, as the standard says."""
        info = self._members.get(_key(name))
        if info is None:
            raise CorruptFileError(f"the archive has no part {name}")
        if info.flag_bits & 0x1:
            raise EncryptedFileError(f"the archive's part {name} is locked with a password; save it without one")
        if info.compress_type not in _READABLE:
            raise CorruptFileError(f"the archive's part {name} is packed by a method that cannot be read")
        self._count(0, 0)  # what passed a bound with one part is not inflated any further for the next
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as member:
                portion = _LITTLE if info.compress_type in _UNMEASURED else _CHUNK
                while chunk := member.read(portion):
                    size += len(chunk)
                    self._count(len(chunk), size)
                    chunks.append(chunk)
        except _DAMAGE as error:
            raise CorruptFileError(f"the archive's part {name} is damaged") from error
        except Exception as error:  # lzma and bz2 have errors of their own, and may be absent
            if type(error).__module__ in {"lzma", "_lzma", "bz2"}:
                raise CorruptFileError(f"the archive's part {name} is damaged") from error
            raise
        return b"".join(chunks)

    def _count(self, chunk: int, size: int) -> None:
        self._inflated += chunk
        self._bounds.check("member_bytes", size)
        self._bounds.check("inflated_bytes", self._inflated)
        if self._inflated > self._bounds.ratio_floor_bytes:
            self._bounds.check("ratio", self._inflated // self._packed)


def _written(info: zipfile.ZipInfo) -> str:
    """Return a member's name as it was written.

    Only names marked so are UTF-8. The others should be of code page 437, but Chinese systems write their own.
    """
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        data = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return info.filename


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
