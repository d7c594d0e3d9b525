"""Writes HTML: the page that a user clicks through, and the sheet that Chromium prints."""

from __future__ import annotations

from html import escape
from itertools import groupby

from .markup import Agreement, Line

_SHEET = """
@page {{ size: A4; margin: 22mm 20mm 20mm;
  @top-right {{ content: "{header}"; font: 8pt "Noto Sans CJK SC"; color: #555; }}
  @bottom-center {{ content: "{footer}第 "
    counter(page) " 页 共 " counter(pages) " 页"; font: 8pt "Noto Sans CJK SC"; }} }}
body {{ font: {size}pt/1.65 "{font}"; margin: 0; text-align: justify; }}
h1 {{ font-size: 16pt; text-align: center; margin: 0 0 8pt; }}
h2 {{ font-size: 1.08em; margin: 8pt 0 3pt; break-after: avoid; }}
h3 {{ font-size: 1em; margin: 5pt 0 2pt; break-after: avoid; }}
h2.title {{ text-align: center; font-size: 1.2em; }}
p {{ margin: 0 0 2.5pt; text-indent: 2em; }}
table {{ width: 100%; border-collapse: collapse; margin: 4pt 0 6pt; }}
th, td {{ border: 0.6pt solid #333; padding: 1.5pt 4pt; text-align: left; font-size: 0.93em; }}
.columns {{ column-count: 2; column-gap: 9mm; }}
.mark {{ position: fixed; left: 12%; top: 44%; width: 76%; text-align: center; font-size: 42pt; white-space: nowrap;
  color: rgba(160,0,0,.14); transform: rotate(-35deg); letter-spacing: .1em; }}
.break {{ break-after: page; }}
"""

_SCREEN = """
body { margin: 0; background: #f4f5f7; color: #222; font: 15px/1.8 "PingFang SC", "Noto Sans CJK SC", sans-serif; }
nav { background: #0b4f8a; color: #fff; padding: 12px 24px; }
main { max-width: 860px; margin: 24px auto; background: #fff; padding: 32px 48px; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #ccc; padding: 4px 8px; }
.agree { position: sticky; bottom: 0; background: #fff; border-top: 1px solid #ddd; padding: 12px 48px; }
.note { display: none; }
"""

_AGREE = """<div class="agree"><label><input type="checkbox" id="ok"> 我已阅读并同意本协议</label>
<button id="next" disabled>下一步</button></div>
<script>
document.getElementById("ok").addEventListener("change", function (event) {
  document.getElementById("next").disabled = !event.target.checked;
});
</script>"""


def sheet(agreement: Agreement) -> str:
    """Return the page that is printed: header, footer, columns and watermark as the source asks for them."""
    options = agreement.options
    style = _SHEET.format(
        header=options.get("header", ""),
        footer=f"{options['footer']}　" if "footer" in options else "",
        size=options.get("size", 10.5),
        font=options.get("font", "Noto Serif CJK SC"),
    )
    mark = f'<div class="mark">{escape(options["watermark"])}</div>' if "watermark" in options else ""
    columns = ' class="columns"' if options.get("columns") == 2 else ""
    body = f"{mark}<h1>{escape(agreement.title)}</h1><div{columns}>{_body(agreement)}</div>"
    return _page(agreement.title, style, body)


def screen(agreement: Agreement) -> str:
    """Return the page that a user clicks through."""
    site = escape(agreement.options.get("header", ""))
    foot = escape(agreement.options.get("footer", ""))
    body = (
        f"<nav>{site}</nav>\n<main>\n<h1>{escape(agreement.title)}</h1>\n{_body(agreement)}\n</main>\n"
        f"{_AGREE}\n<footer><small>{foot}</small></footer>"
    )
    return _page(agreement.title, _SCREEN, body)


def _page(title: str, style: str, body: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _body(agreement: Agreement) -> str:
    lists = agreement.options.get("lists", False)
    parts: list[str] = []
    # Items of the third level become a real list, whose numbers the browser makes, where the source asks for it.
    for listed, group in groupby(agreement.blocks(), lambda block: lists and _is_item(block)):
        if listed:
            items = "\n".join(f"<li>{escape(line.text)}</li>" for line in group if isinstance(line, Line))
            parts.append(f"<ol>\n{items}\n</ol>")
        else:
            parts.extend(_table(block) if isinstance(block, list) else _line(block) for block in group)
    return "\n".join(parts)


def _is_item(block: Line | list[Line]) -> bool:
    return isinstance(block, Line) and block.kind == "clause" and block.level == 2


def _line(line: Line) -> str:
    text = escape(line.number + line.text)
    if line.kind == "page":
        return '<div class="break"></div>'
    if line.kind == "title":
        return f'<h2 class="title">{text}</h2>'
    if line.is_heading:
        return f"<h2>{text}</h2>" if line.level == 0 and line.kind == "clause" else f"<h3>{text}</h3>"
    return f"<p>{text}</p>"


def _table(rows: list[Line]) -> str:
    def cells(row: Line, tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row.cells) + "</tr>"

    body = "\n".join(cells(row, "td") for row in rows[1:])
    return f"<table>\n<thead>{cells(rows[0], 'th')}</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
