"""Reading the merchant's facts from TOML or JSON, and transactions from CSV."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from contract_scan.errors import FactsError
from contract_scan.model.facts import MerchantFacts, Transaction

__all__ = ["facts_from", "facts_in_json", "load_facts", "load_transactions"]

_MOST_BYTES = 64 * 1024 * 1024
_COLUMNS = {
    "date": ("date", "日期", "交易日期", "交易时间"),
    "amount": ("amount", "金额", "交易金额"),
    "card_type": ("card_type", "卡种", "卡类型", "卡类别"),
    "status": ("status", "状态", "交易状态"),
}
#: What the parsers raise for a number with more digits, or a larger exponent, than Python takes.
_NO_NUMBER = (ValueError, InvalidOperation)
_TOO_LARGE = "有一个数太大，读不了；请核对，金额按元写，如 123.45"
_DATE = re.compile(r"(?P<y>\d{4})(?P<s>[-/.年]?)(?P<m>\d{1,2})(?:(?P=s)|月)(?P<d>\d{1,2})日?(?:[ T].*)?")
_MENDS = {
    "extra_forbidden": "没有这一项；可用的见 docs/facts.md",
    "decimal_parsing": "要写数字，如 123.45",
    "decimal_type": "要写数字，如 123.45",
    "greater_than_equal": "不能小于 0",
    "greater_than": "要大于 0；退款的写在 status 里，金额仍写正数",
    "less_than": "数太大了，请核对；金额按元写，如 123.45",
    "decimal_max_places": "小数位太多，请核对；金额按元写，如 123.45",
    "finite_number": "要写数字，如 123.45",
    "bool_type": "写 true 或 false",
    "bool_parsing": "写 true 或 false",
    "int_type": "要写整数",
    "int_parsing": "要写整数",
    "string_type": "要写文字，加引号",
    "tuple_type": "要写成列表，如 []",
    "dict_type": "要写成表，如 { credit = 100 }",
}


def load_facts(path: Path) -> MerchantFacts:
    """Return the facts of a file; see :meth:`MerchantFacts.load`."""
    text = _decoded(path)
    kind = path.suffix.lower()
    if kind not in (".toml", ".json"):
        raise FactsError(f"{path}：事实文件要用 .toml 或 .json；流水 CSV 写在其中的 transactions 里")
    try:
        data = _toml(text) if kind == ".toml" else _json(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        place = f"{path}:{at[1]}" if at else str(path)
        raise FactsError(f"{place}：不是正确的 TOML；日期、数字不加引号，文字和中文名称要加引号") from error
    except json.JSONDecodeError as error:
        raise FactsError(f"{path}:{error.lineno}：不是正确的 JSON：{error.msg}；检查逗号和引号") from error
    except RecursionError as error:
        raise FactsError(f"{path}：嵌套太深；可用的写法见 docs/facts.md") from error
    except _NO_NUMBER as error:
        raise FactsError(f"{path}：{_TOO_LARGE}") from error
    if not isinstance(data, dict):
        raise FactsError(f"{path}：最外层要是一张表，即“名称 = 值”")
    listed = data.get("transactions")
    if isinstance(listed, str):
        data = {**data, "transactions": load_transactions(path.parent / listed)}
    try:
        return MerchantFacts.model_validate(data)
    except ValidationError as error:
        raise FactsError(_explained(error.errors(include_url=False)[0], path, text)) from error


def facts_from(data: Any) -> MerchantFacts:
    """Return the facts of a mapping as a JSON file holds it. Nothing of it names a file.

    Raises:
        FactsError: says which field is wrong and what to write instead.
    """
    try:
        return MerchantFacts.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = _field(first)
        raise FactsError(f"事实：{field + '：' if field else ''}{_mend(first)}") from error


def facts_in_json(text: str) -> MerchantFacts:
    """Return the facts of a text that holds a JSON object. Nothing of it names a file.

    Raises:
        FactsError: it is no JSON, or a field is wrong; says which, and what to write instead.
    """
    try:
        data = _json(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FactsError("事实：不是正确的 JSON；写法见 docs/facts.md") from error
    except _NO_NUMBER as error:
        raise FactsError(f"事实：{_TOO_LARGE}") from error
    return facts_from(data)


def load_transactions(path: Path) -> tuple[Transaction, ...]:
    """Return the transactions of a CSV file with the columns date, amount, card_type and status.

    The first two are needed; Chinese headings, ``2026/1/5``, times behind the date and ``1,234.50`` are read too.

    Raises:
        FactsError: says file, line, column and what to write.
    """
    rows = csv.reader(io.StringIO(_decoded(path), newline=""))
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        columns = {name: _column(header, names) for name, names in _COLUMNS.items()}
        for name in ("date", "amount"):
            if columns[name] is None:
                raise FactsError(f"{path}:1：缺少 {name} 列；第一行写 date,amount,card_type,status")
        return tuple(_transactions(rows, columns, path))
    except csv.Error as error:
        raise FactsError(f"{path}:{rows.line_num}：不是正确的 CSV：{error}") from error


def _transactions(rows: Any, columns: dict[str, int | None], path: Path) -> Iterator[Transaction]:
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        there = {name: row[at].strip() for name, at in columns.items() if at is not None and at < len(row)}
        cells = {name: cell for name, cell in there.items() if cell}
        data: dict[str, Any] = dict(cells)
        try:
            data["date"] = _day(cells.get("date", ""))
            data["amount"] = Decimal(re.sub(r"[,，¥￥元\s]", "", cells.get("amount", "")))
        except InvalidOperation as error:
            raise FactsError(
                f"{path}:{rows.line_num}：amount：{cells.get('amount', '')!r} 不是金额；写成 123.45"
            ) from error
        except ValueError as error:
            raise FactsError(
                f"{path}:{rows.line_num}：date：{cells.get('date', '')!r} 不是日期；写成 2026-01-31"
            ) from error
        try:
            yield Transaction.model_validate(data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise FactsError(f"{path}:{rows.line_num}：{_field(first)}：{_mend(first)}") from error


def _column(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _day(text: str) -> date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _toml(text: str) -> Any:
    # tomllib wants real line ends; a file saved on Windows has them doubled when read as bytes.
    return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)


def _json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FactsError(f"{path}：超过 {_MOST_BYTES // 1024 // 1024} MB；请按月汇总，写进 volume")
        data = path.read_bytes()
    except OSError as error:
        raise FactsError(f"{path}：打不开：{error.strerror}；请核对文件名和权限") from error
    except ValueError as error:  # a name that no file can have: with a NUL, say
        raise FactsError(f"{str(path)!r}：打不开，文件名写得不对；请核对文件名") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FactsError(f"{path}：不是文本文件；请另存为 UTF-8 编码")


def _explained(error: ErrorDetails, path: Path, text: str) -> str:
    field = _field(error)
    line = _line_of(error["loc"], text)
    return f"{path}{f':{line}' if line else ''}：{field + '：' if field else ''}{_mend(error)}"


def _field(error: ErrorDetails) -> str:
    return ".".join(str(part) for part in error["loc"] if part != "[key]" and not _is_branch(part))


def _is_branch(part: int | str) -> bool:
    """Whether a part of a place names the branch of a union that pydantic tried, not a field."""
    return isinstance(part, str) and bool(re.match(r"literal\[|function-|date$|constrained-", part)) and part != "date"


def _mend(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "literal_error":
        expected = str(error.get("ctx", {}).get("expected", "")).replace(" or ", "、").replace(", ", "、")
        return f"{error['input']!r} 不认识；可用 {expected}"
    if kind == "value_error":
        return str(error.get("ctx", {}).get("error", error["msg"]))
    if kind.startswith("date"):
        return f"{error['input']!r} 不是日期；写成 2026-01-31"
    return _MENDS.get(kind, error["msg"])


def _line_of(loc: tuple[int | str, ...], text: str) -> int | None:
    """The line (from 1) that names the innermost field of a place; found only once something is wrong."""
    for part in reversed(loc):
        if isinstance(part, str):
            wanted = re.compile(rf"^\s*[\[{{]*\s*[\"']?(?:\w+\.)?[\"']?{re.escape(part)}[\"']?\s*[=:\]]")
            for number, line in enumerate(text.splitlines(), 1):
                if wanted.match(line):
                    return number
    return None
