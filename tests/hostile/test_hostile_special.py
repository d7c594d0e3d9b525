"""Names that are no ordinary file, and the command line on hostile files: outputs, exit codes, nothing left behind."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from pathlib import Path

import office_files as make
import pytest

from support.guarded import Reader, command


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    one = Reader(tmp_path_factory.mktemp("special"))
    yield one
    assert one.close() == []


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory() as short:  # the name of a socket may not be long
        yield Path(short)


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _dangling(path: Path) -> None:
    path.symlink_to("gone")


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("make_special", [_fifo, _socket, _loop, _dangling, _folder, _device])
def test_what_is_no_file_is_refused_and_never_waited_for(reader, home, make_special):
    path = home / "x.pdf"
    make_special(path)
    record = reader.read(str(path))
    assert record.status == "unreadable"
    assert record.error.type in {"SourceUnreadableError", "SourceNotFoundError"}


def test_a_sparse_file_of_twenty_gigabytes(reader, home):
    path = home / "x.pdf"
    with path.open("wb") as file:
        file.truncate(20 << 30)
    record = reader.read(str(path))
    assert record.status == "too_large"
    assert "--limit file_bytes=" in record.error.message


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "a" * 5000, "\udcff\udcfe.pdf", "\x1b[31m.pdf", "\u202efdp.exe"])
def test_names_that_no_file_has(reader, name):
    record = reader.read(f"/nowhere/{name}")
    assert record.status == "unreadable"
    assert not {"\x1b", "\u202e", "\udcff"} & set(record.error.message)


def test_the_command_on_a_folder_that_is_called_like_a_contract(tmp_path):
    (tmp_path / "x.pdf").mkdir()
    code, out, err, left = command(tmp_path / "x.pdf", tmp_path)
    assert (code, json.loads(out)["status"], left) == (3, "unreadable", [])
    assert "Traceback" not in err


def test_the_command_on_a_bomb_and_how_the_bound_is_raised(tmp_path):
    file = tmp_path / "长.txt"
    file.write_bytes(("押金不退。" + "x" * 2000 + "\n").encode() * 10)
    code, out, err, left = command(file, tmp_path, "--limit", "characters=100")
    assert (code, json.loads(out)["status"], left) == (3, "too_large", [])
    assert "--limit characters=" in err
    assert command(file, tmp_path, "--limit", "characters=1M")[0] == 0


def test_the_command_reports_what_it_does_not_fetch(tmp_path):
    file = tmp_path / "外.docx"
    file.write_bytes(make.with_external_parts())
    code, out, _, left = command(file, tmp_path)
    assert (code, left) == (0, [])
    assert "external_content" in {warning["code"] for warning in json.loads(out)["document"]["warnings"]}


def test_a_long_name_of_the_folder_for_temporary_files(tmp_path):
    file = tmp_path / "短.txt"
    file.write_text("收单服务协议\n甲方：某支付公司\n乙方：商户\n第一条 押金300元，概不退还。\n", "utf-8")
    code, out, err, left = command(file, tmp_path / ("深" * 40))
    assert (code, json.loads(out)["refund"]["verdict"], err, left) == (0, "non_refundable", "", [])
