"""Inputs of every kind become one immutable source, or one clear error."""

from __future__ import annotations

import hashlib
import io
import os
import socket
from pathlib import Path

import pytest

from contract_scan.errors import SourceNotFoundError, SourceTooLargeError, SourceUnreadableError, UsageError
from contract_scan.sources import TEXT_NAME, Source, as_source, printable

TEXT = "押金299元；不退。"


def test_a_file_is_read_whole(tmp_path):
    path = tmp_path / "协议.txt"
    path.write_text(TEXT, encoding="utf-8")
    for given in (path, str(path), os.fspath(path)):
        source = as_source(given)
        assert source.name == "协议.txt"
        assert source.path == str(path)
        assert source.data == TEXT.encode()
        assert source.size_bytes == len(TEXT.encode())
        assert source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
        assert not source.decoded


def test_bytes_streams_and_sources():
    assert as_source(b"abc").name == "<bytes>"
    assert as_source(bytearray(b"abc"), name="x.pdf").name == "x.pdf"
    assert as_source(memoryview(b"abc")).data == b"abc"
    assert as_source(io.BytesIO(b"abc")).data == b"abc"
    text = as_source(io.StringIO("押金"))
    assert (text.data, text.decoded) == ("押金".encode(), True)
    source = as_source(b"abc")
    assert as_source(source) is source


def test_an_open_file_gives_its_name(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"abc")
    with path.open("rb") as file:
        assert as_source(file).name == "a.txt"


@pytest.mark.parametrize("text", [TEXT, "第一行\n第二行", "押金，不退", "甲方：某某", "长" * 5000 + "。"])
def test_a_string_that_reads_like_a_contract_is_its_text(text):
    source = as_source(text)
    assert source.name == TEXT_NAME
    assert source.decoded
    assert source.data.decode() == text


def test_a_file_of_that_name_wins_over_the_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("押金。txt").write_bytes(b"x")
    assert as_source("押金。txt").path == "押金。txt"


@pytest.mark.parametrize("text", ["missing.pdf", "", "folder/missing.pdf", "a\0b", "x" * 5000])
def test_a_string_that_is_neither(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if "\0" in text or len(text) > 4096:
        assert as_source(text).decoded
        return
    with pytest.raises(SourceNotFoundError):
        as_source(text)


def test_lone_surrogates_in_a_text_do_no_harm():
    assert as_source("押金\ud800。").data.decode() == "押金?。"


def test_folders_pipes_devices_and_sockets_are_refused_unopened(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    place = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place))
        for path in (tmp_path, pipe, place, Path("/dev/zero")):
            with pytest.raises(SourceUnreadableError):
                as_source(path)


def test_no_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    path.chmod(0)
    if os.geteuid() != 0:
        with pytest.raises(SourceUnreadableError, match="permission"):
            as_source(path)
        return
    # The superuser may read every file: drop to an ordinary user in a child, which ends with what it was told.
    child = os.fork()
    if child == 0:
        tmp_path.chmod(0o755)
        for folder in tmp_path.parents:
            if folder != folder.parent and folder.stat().st_uid == 0:
                folder.chmod(folder.stat().st_mode | 0o011)
        os.setuid(65534)
        try:
            as_source(path)
        except SourceUnreadableError as error:
            os._exit(0 if "permission" in str(error) else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_dangling_or_looping_link(tmp_path):
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    with pytest.raises(SourceNotFoundError):
        as_source(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(SourceUnreadableError):
        as_source(tmp_path / "loop")


def test_size_bound_is_named_and_sparse_files_are_not_read(tmp_path):
    sparse = tmp_path / "sparse.pdf"
    with sparse.open("wb") as file:
        file.truncate(20 * 1024**3)
    for given in (sparse, b"x" * 11, io.BytesIO(b"x" * 11), "押金。" * 10):
        with pytest.raises(SourceTooLargeError, match=r"max_bytes="):
            as_source(given, max_bytes=10)
    with pytest.raises(SourceTooLargeError, match="209,715,200"):
        as_source(sparse)


def test_names_are_safe_to_print(tmp_path):
    name = os.fsdecode(b"\xff\xfe\x1b[31m.txt")
    path = tmp_path / name
    path.write_bytes(b"x")
    assert as_source(path).name == "\\xff\\xfe\\x1b[31m.txt"
    assert printable("a\u202eb\n") == "a\\u202eb\\x0a"
    assert printable("协议 (1).pdf") == "协议 (1).pdf"
    with pytest.raises(SourceNotFoundError) as caught:
        as_source(Path(os.fsdecode(b"\xff-missing")))
    str(caught.value).encode("utf-8")


def test_what_cannot_be_read_is_a_usage_error():
    with pytest.raises(UsageError):
        as_source(42)  # type: ignore[arg-type]


def test_a_stream_that_fails_is_unreadable():
    stream = io.BytesIO(b"x")
    stream.close()
    with pytest.raises(SourceUnreadableError):
        as_source(stream)


def test_a_source_cannot_be_changed():
    source = as_source(b"x")
    assert isinstance(source, Source)
    with pytest.raises(AttributeError):
        source.data = b"y"  # type: ignore[misc]
    assert "b'x'" not in repr(source)
