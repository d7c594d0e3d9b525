"""Encrypted files: which open, with which password, and what is said of the others."""

from __future__ import annotations

import io

import pytest

from contract_scan.errors import EncryptedFileError, SourceTooLargeError
from contract_scan.extract.bounds import Bounds

pikepdf = pytest.importorskip("pikepdf")

_CLAUSE = "押金不予退还。"
_WAYS = {
    "AES-256": {"R": 6},
    "AES-128": {"R": 4, "aes": True},
    "RC4-128": {"R": 3, "aes": False, "metadata": False},
    "RC4-40": {"R": 2, "aes": False, "metadata": False},
}


@pytest.fixture
def plain(painter) -> bytes:
    painter.text(70, 100, _CLAUSE)
    return painter.data()


def locked(data: bytes, *, user: str, **way) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=user, **way))
    return out.getvalue()


@pytest.mark.parametrize("way", _WAYS.values(), ids=list(_WAYS))
def test_password(plain, read, way):
    data = locked(plain, user="user", **way)
    with pytest.raises(EncryptedFileError, match="--password"):
        read(data)
    with pytest.raises(EncryptedFileError, match="password given does not open"):
        read(data, password="wrong")
    assert read(data, password="user").text == _CLAUSE
    assert read(data, password="owner").text == _CLAUSE


@pytest.mark.parametrize("way", _WAYS.values(), ids=list(_WAYS))
def test_file_that_is_locked_against_changes_only(plain, read, way):
    data = locked(plain, user="", **way)
    assert read(data).text == _CLAUSE
    assert read(data, password="meant for another file").text == _CLAUSE


def test_password_in_chinese(plain, read):
    assert read(locked(plain, user="押金299", R=6), password="押金299").text == _CLAUSE


def test_file_whose_packed_objects_may_come_to_more_than_can_be_held(plain, read):
    packed = b"9 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n"
    sealed = locked(plain, user="", R=6)
    bounds = Bounds(stream_bytes=100_000)
    for size, count in (
        (90, 20),
        (250, 1),
        (120, 3),
    ):  # each to the bound, or all to four times it
        assert read(sealed + packed % (size, bytes(size)) * count, bounds=bounds).text == _CLAUSE
    for size, count in ((400, 1), (120, 4)):
        with pytest.raises(SourceTooLargeError, match="stream_bytes"):
            read(sealed + packed % (size, bytes(size)) * count, bounds=bounds)


@pytest.mark.parametrize("handler", [b"/Adobe.PubSec", b"/SomeRightsService"])
def test_file_that_is_locked_to_certain_readers(plain, read, handler):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    entry = b"trailer << /Encrypt << /Filter %b /SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 >>" % handler
    data = out.getvalue().replace(b"trailer <<", entry)
    for password in (None, "any"):
        with pytest.raises(EncryptedFileError, match="certificate"):
            read(data, password=password)
