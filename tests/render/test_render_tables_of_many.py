"""CSV, XLSX, Parquet and the HTML index: what stands in them, and that nothing in them can do anything."""

import csv
import json
import re
import zipfile
from xml.etree import ElementTree

import pyarrow.parquet
import pytest
import report_factory as make

from contract_scan.model.report import Deposit, Evidence, Finding, Party, RefundAssessment, ScanRecord, Trace
from contract_scan.render import parquet as parquet_module
from contract_scan.render import xlsx as xlsx_module
from contract_scan.render.csv import write_csv
from contract_scan.render.index import report_file_name, write_index
from contract_scan.render.parquet import write_parquet
from contract_scan.render.xlsx import write_xlsx

FORMULA = '=HYPERLINK("http://example.com","x")'
SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def finding(severity="high", title="刷不够量，押金就不退", quote="押金不予退还"):
    return Finding(
        id="f1", rule_id="DEMO", kind="refund", outcome="risk", severity=severity, title=title, message="不退。",
        advice="别签。", evidence=(Evidence(start=0, end=len(quote), quote=quote),), trace=Trace(rule="DEMO"),
    )  # fmt: skip


def contract(path="a.pdf", **changes):
    values = {
        "refund": RefundAssessment(verdict="non_refundable", score=90),
        "deposit": Deposit(exists=True, amounts=("299",)),
        "parties": (Party(role="merchant", label="乙方", name="某商店"),),
        "findings": (finding(), finding("low", "小事")),
    } | changes
    return make.record(path, report=make.report(**values)).model_copy(update={"template": "T1"})


@pytest.fixture
def records():
    """A contract, one whose texts are formulas, and a file that was not read."""
    hostile = contract(
        FORMULA + ".pdf",
        parties=(Party(role="provider", label="甲方", name="@SUM(A1)"),),
        findings=(finding(title="+1", quote="-2+3\x00</script><b>"),),
    )
    return [contract(), hostile, make.unreadable("锁.pdf")]


def cells_of(path, sheet):
    """Return the rows of a sheet as texts; a formula would stand there as one that begins with ƒ."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))
    rows = []
    for row in root.iter(f"{SHEETS}row"):
        cells = [(cell.find(f"{SHEETS}f"), "".join(cell.itertext())) for cell in row]
        rows.append([text if formula is None else f"ƒ{text}" for formula, text in cells])
    return root, rows


def test_csv_has_a_row_for_each_and_no_formula(records, tmp_path):
    write_csv(records, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfpath,status,verdict,")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows] == ["ok", "ok", "encrypted"]
    first = rows[0]
    assert (first["path"], first["verdict"], first["score"]) == ("a.pdf", "non_refundable", "90")
    assert (first["high"], first["low"], first["merchant"], first["template"]) == ("1", "1", "某商店", "T1")
    assert "299" in first["deposit"]
    assert rows[2]["score"] == ""
    assert rows[2]["problem"]
    assert rows[1]["path"] == f"'{FORMULA}.pdf"
    assert rows[1]["provider"] == "'@SUM(A1)"
    assert not [value for row in rows for value in row.values() if value.startswith(("=", "+", "-", "@"))]


def test_a_workbook_has_contracts_and_findings_frozen_and_filtered(records, tmp_path):
    write_xlsx(records, tmp_path / "a.xlsx")
    sheet, contracts = cells_of(tmp_path / "a.xlsx", 1)
    assert contracts[0][:3] == ["结论", "分数", "押金"]
    assert len(contracts) == 4
    assert contracts[1][0] == "不退"
    pane = sheet.find(f".//{SHEETS}pane")
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    assert sheet.find(f"{SHEETS}autoFilter").get("ref") == "A1:K4"
    _, findings = cells_of(tmp_path / "a.xlsx", 2)
    assert [row[1] for row in findings] == ["级别", "高", "低", "高"]
    assert findings[1][3:7] == ["刷不够量，押金就不退", "第三条", "押金不予退还", "不退。"]


def test_a_workbook_runs_no_text_of_a_contract(records, tmp_path):
    write_xlsx(records, tmp_path / "a.xlsx")
    _, contracts = cells_of(tmp_path / "a.xlsx", 1)
    _, findings = cells_of(tmp_path / "a.xlsx", 2)
    texts = [text for row in contracts + findings for text in row]
    assert f"{FORMULA}.pdf" in texts
    assert "+1" in texts
    assert not [text for text in texts if text.startswith("ƒ")]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not [name for name in archive.namelist() if "_rels/sheet" in name], "links are texts"


def test_what_fits_no_sheet_goes_on_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_module, "_MOST_ROWS", 3)
    write_xlsx([contract(f"{at}.pdf") for at in range(5)], tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
    assert names == ["合同", "问题", "问题 2", "合同 2", "问题 3", "问题 4", "合同 3", "问题 5"]
    rows = [len(cells_of(tmp_path / "a.xlsx", 1 + names.index(name))[1]) for name in ("合同", "合同 2", "合同 3")]
    assert rows == [3, 3, 2], "each with its header"


def test_parquet_has_columns_to_ask_and_the_report_whole(records, tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_module, "_ROWS_OF_A_GROUP", 2)
    write_parquet(records, tmp_path / "a.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert table.column("status").to_pylist() == ["ok", "ok", "encrypted"]
    assert table.column("score").to_pylist() == [90, 90, None]
    assert table.column("deposit_amounts").to_pylist() == [["299"], ["299"], None]
    assert table.column("error_type").to_pylist()[2] == "EncryptedFileError"
    assert json.loads(table.column("report")[0].as_py()) == json.loads(records[0].report.to_json())


def test_an_index_holds_every_row_and_nothing_from_outside(records, tmp_path):
    write_index(records, tmp_path / "a.html", reports="reports")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "{{" not in page
    assert not re.search(r'(?:src|href)="', page)
    assert page.count("<script") == 3
    assert page.count("</script>") == 3, "no text of a contract ends a script"
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))
    assert [row[0] for row in data] == ["non_refundable", "non_refundable", "not_assessed"]
    assert [row[6] for row in data] == ["a.pdf", f"{FORMULA}.pdf", "锁.pdf"]
    assert data[0][-1] == f"reports/{report_file_name(records[0])}"
    assert data[2][-1] is None, "there is no report to link to"


def test_the_policy_of_an_index_allows_its_own_script_alone(records, tmp_path):
    import base64
    import hashlib

    write_index(records, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[0]
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'" in page.replace(
        "&#x27;", "'"
    )


def test_the_page_of_a_contract_has_a_name_of_its_own_that_every_system_takes():
    names = {report_file_name(ScanRecord(path=path, status="ok")) for path in ("x/a b?.pdf", "y/a b?.pdf", "店.pdf")}
    assert len(names) == 3
    assert all(re.fullmatch(r"[\w.-]+\.html", name) for name in names)
