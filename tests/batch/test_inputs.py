"""Archives and mails are opened like folders."""

import io
import json
import zipfile
from email.message import EmailMessage

import pytest
from typer.testing import CliRunner

from contract_scan.batch import scan_folder
from contract_scan.batch.inputs import inputs_of
from contract_scan.cli.app import app
from contract_scan.errors import ContractScanError
from contract_scan.extract.bounds import Bounds

AGREEMENT = (
    "特约商户服务协议\n甲方（收单机构）：\n乙方（特约商户）：\n第一条 押金\n乙方向甲方交纳押金299元，押金不予退还。\n"
)


def archive(members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return stream.getvalue()


def mail(*attachments):
    message = EmailMessage()
    message["Subject"] = "协议"
    message["Message-ID"] = "<1@example.com>"
    message.set_content("请查收附件。")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def found(folder, name, data, bounds=None):
    """Return the paths that a file stands for, from its own name on."""
    path = folder / name
    path.write_bytes(data)
    inputs = list(inputs_of(path, bounds) if bounds else inputs_of(path))
    return [(held.path.removeprefix(f"{folder}/"), held.source) for held in inputs]


def test_each_contract_of_an_archive_has_a_record_of_its_own(tmp_path, scanner):
    (tmp_path / "offers.zip").write_bytes(
        archive({"甲/协议.txt": AGREEMENT, "乙/协议.txt": "押金退还。", "logo.png": "x"})
    )
    records = list(scan_folder(tmp_path, scanner=scanner, jobs=0))
    assert [record.path for record in records] == [f"{tmp_path}/offers.zip!/{name}/协议.txt" for name in "甲乙"]
    assert [record.status for record in records] == ["ok", "ok"]
    assert records[0].report.document.name == "offers.zip!/甲/协议.txt"
    assert records[0].report.refund.verdict == "non_refundable"


def test_containers_in_containers(tmp_path):
    inner = archive({"协议.txt": AGREEMENT, "sub/": "", "~$lock.docx": "x", ".hidden.txt": "x"})
    outer = archive({"a.zip": inner, "b.txt": AGREEMENT})
    assert [path for path, _ in found(tmp_path, "letter.eml", mail(("全部.zip", outer), ("c.txt", b"x")))] == [
        "letter.eml!/全部.zip!/a.zip!/协议.txt",
        "letter.eml!/全部.zip!/b.txt",
        "letter.eml!/c.txt",
    ]


def test_no_deeper_than_three_levels(tmp_path, scanner):
    data = archive({"a.txt": AGREEMENT})
    for _ in range(4):
        data = archive({"a.zip": data})
    ((path, _),) = found(tmp_path, "a.zip", data)
    assert path == "a.zip" + "!/a.zip" * 3
    (record,) = scan_folder(tmp_path, scanner=scanner, jobs=0)
    assert (record.path, record.status) == (f"{tmp_path}/{path}", "unsupported")


def test_attachment_without_a_name(tmp_path):
    message = EmailMessage()
    message["Message-ID"] = "<1@example.com>"
    message.set_content("请查收附件。")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    message.add_attachment(b"\x89PNG\r\n\x1a\n\0", maintype="image", subtype="png")
    assert [path for path, _ in found(tmp_path, "a.eml", message.as_bytes())] == ["a.eml!/attachment-2"]


def test_a_damaged_or_empty_archive_gives_one_typed_record(tmp_path, scanner):
    (tmp_path / "a.zip").write_bytes(archive({"a.txt": AGREEMENT})[:60])
    (tmp_path / "b.zip").write_bytes(archive({"picture.png": "x"}))
    (tmp_path / "c.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    records = list(scan_folder(tmp_path, scanner=scanner, jobs=0))
    assert [(record.path, record.status) for record in records] == [
        (f"{tmp_path}/a.zip", "corrupt"),
        (f"{tmp_path}/b.zip", "unsupported"),
        (f"{tmp_path}/c.zip", "unsupported"),
    ]
    assert records[0].error.type == "CorruptFileError"
    assert "no contract is in it" in records[1].error.message


def test_one_locked_member_does_not_cost_the_others(tmp_path):
    data = bytearray(archive({"a.txt": AGREEMENT, "b.txt": AGREEMENT}))
    data[data.find(b"PK\x03\x04") + 6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    (_, locked), (path, source) = found(tmp_path, "a.zip", bytes(data))
    assert isinstance(locked, ContractScanError)
    assert locked.status == "encrypted"
    assert (path, source.data.decode()) == ("a.zip!/b.txt", AGREEMENT)


@pytest.mark.parametrize("bound", [{"members": 10}, {"inflated_bytes": 3000}])
def test_bounds_hold_for_all_levels_together(tmp_path, bound):
    one = archive({f"{n}.txt": b"x" * 200 for n in range(4)})
    data = archive({f"{n}.zip": one for n in range(20)})
    sources = [source for _, source in found(tmp_path, "a.zip", data, Bounds(**{"members": 25, **bound}))]
    assert [source.status for source in sources if isinstance(source, ContractScanError)][-1] == "too_large"
    assert sum(not isinstance(source, ContractScanError) for source in sources) < 20


def test_command_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.zip").write_bytes(archive({"协议.txt": AGREEMENT}))
    result = CliRunner().invoke(app, ["scan", "a.zip", "--format", "json", "-q"])
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["path"] == "a.zip!/协议.txt"
    (tmp_path / "a.zip").write_bytes(archive({"a.txt": AGREEMENT, "b.txt": AGREEMENT}))
    assert CliRunner().invoke(app, ["scan", "a.zip", "-q"]).stdout.startswith("扫描结果  a.zip!/ · 共 2 份")


def test_an_archive_may_be_given_for_a_folder(tmp_path, scanner):
    path = tmp_path / "offers.zip"
    path.write_bytes(archive({"甲.txt": AGREEMENT, "乙.rar": b"Rar!\x1a\x07\x01\0\xff\xff"}))
    records = list(scan_folder(path, scanner=scanner))
    assert [(record.path.rpartition("!/")[2], record.status) for record in records] == [
        ("甲.txt", "ok"),
        ("乙.rar", "unsupported"),
    ]


def test_what_cannot_be_opened_in_a_mail_is_not_passed_over(tmp_path, scanner):
    path = tmp_path / "a.eml"
    path.write_bytes(mail(("winmail.dat", b"\x78\x9f\x3e\x22\0\0\xff")))
    (record,) = scan_folder(path, scanner=scanner)
    assert record.status == "unsupported"
    assert "Outlook" in record.error.message
