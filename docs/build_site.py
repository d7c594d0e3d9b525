"""Builds the pages as a site that fetches nothing: ``python docs/build_site.py [FOLDER]``, by default ``build/site``.

The pages are those of the repository, no second copy of them is kept: README.md is the home page, and what pages link
to besides pages (schemas, rule files) goes along. A link that leads nowhere, here or in what was built, ends the build.
Needs the extra ``docs``. To read it with its search: ``python -m http.server -d build/site``.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
#: Where pages of the repository go that are not in docs.
MOVED = {
    "README.md": "index.md",
    "README.zh-CN.md": "index.zh-CN.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "LICENSE": "license.md",
    "samples/README.md": "samples/index.md",
    "examples/plugin-template/README.md": "examples/plugin-template/index.md",
    "tests/accuracy/corpus/README.md": "corpus.md",
}
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")
#: A line's end between two Chinese characters, where browsers would show a space; not behind a heading or a row.
_BREAK = re.compile(
    r"^(?P<line>(?![#|]).*[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])\n(?=[\u3008-\u3011\u3400-\u9fff\uff08])",
    re.MULTILINE,
)
_CODE = re.compile(r"^(?P<fence> *`{3,}).*?^(?P=fence) *$", re.MULTILINE | re.DOTALL)


def place_of(path: str) -> str:
    """Return where a file of the repository lies in the site's sources."""
    if path in MOVED:
        return MOVED[path]
    return path.removeprefix("docs/")


def staged(pages: list[str], folder: Path) -> None:
    """Put pages, and what they link to, into a folder as the site has them.

    Raises:
        SystemExit: a link leads to nothing in the repository.
    """
    todo, done = list(pages), set()
    while todo:
        path = todo.pop()
        if path in done:
            continue
        done.add(path)
        target = folder / place_of(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if not path.endswith((".md", "LICENSE")):
            shutil.copy(ROOT / path, target)
            continue
        text, linked = _relinked((ROOT / path).read_text(encoding="utf-8"), path)
        target.write_text(text, encoding="utf-8")
        todo += linked


def _relinked(text: str, path: str) -> tuple[str, list[str]]:
    linked: list[str] = []

    def moved(link: re.Match[str]) -> str:
        target, hash_, fragment = link["target"].partition("#")
        if re.match(r"\w+:", target) or not target:
            return link[0]
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        if not (ROOT / wanted).exists() or wanted.startswith(".."):
            raise SystemExit(f"{path}: {link['target']} leads nowhere")
        if (ROOT / wanted).is_dir():
            # A folder has no page; its words stay.
            return link["words"]
        linked.append(wanted)
        there = posixpath.relpath(place_of(wanted), posixpath.dirname(place_of(path)) or ".")
        return f"[{link['words']}]({there}{hash_}{fragment})"

    def prose(part: str) -> str:
        return _BREAK.sub(r"\g<line>", _LINK.sub(moved, part))

    parts, last = [], 0
    for code in _CODE.finditer(text):
        parts += [prose(text[last : code.start()]), code[0]]
        last = code.end()
    return "".join([*parts, prose(text[last:])]), linked


def faults(site: Path) -> Iterator[str]:
    """Yield each link of a built site that leads nowhere, and each thing that a page would fetch from elsewhere."""
    from lxml import html

    pages = {path: html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot() for path in site.rglob("*.html")}
    anchors = {path: {*page.xpath("//@id"), *page.xpath("//a/@name")} for path, page in pages.items()}
    for path, page in sorted(pages.items()):
        for element in page.xpath("//*[@href or @src]"):
            target = element.get("href", element.get("src"))
            name, parts = path.relative_to(site), urlsplit(target)
            if parts.scheme in ("data", "mailto"):
                continue
            if parts.scheme or parts.netloc:
                if element.tag != "a":
                    yield f"{name}: fetches {target}"
                elif parts.scheme not in ("http", "https") or not parts.hostname:
                    yield f"{name}: {target} is no address"
                continue
            # The page for what is not there is shown at any address, so its links begin at the root.
            start = site if parts.path.startswith("/") else path.parent
            there = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
            there = there / "index.html" if there.is_dir() else there
            if not there.is_file():
                yield f"{name}: {target} leads nowhere"
            elif parts.fragment and there in anchors and unquote(parts.fragment) not in anchors[there]:
                yield f"{name}: {target} leads to no such place in the page"


def main(arguments: list[str]) -> None:
    out = Path(arguments[0] if arguments else ROOT / "build" / "site").resolve()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        pages = [*MOVED, *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md")))]
        staged([path for path in pages if (ROOT / path).is_file()], folder / "pages")
        shutil.copy(ROOT / "mkdocs.yml", folder)
        done = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--clean", "--strict"], cwd=folder, check=False
        )
        if done.returncode:
            raise SystemExit("the site was not built: see above")
        if told := list(faults(folder / "built")):
            raise SystemExit("\n".join(told))
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(folder / "built", out)
    print(out)


if __name__ == "__main__":
    main(sys.argv[1:])
