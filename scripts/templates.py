"""Reads the templates, style sheets and scripts as the people do who change them. `make lint` runs it.

Names file and line where a line is too long, a template does not parse, the tags of a template do not pair, or a sentence is
glued from phrases and values, which no other language could put into its own order.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "templates"
MAX_LINE = 160
PATTERNS = ("*.j2", "*.css", "*.js")
VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "wbr"])

JINJA = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TOKEN = re.compile(
    r"""\{#.*?#\}|(?P<shown>\{\{.*?\}\})|(?P<deed>\{%.*?%\})|(?P<tag></?(?P<name>[a-z]\w*)(?:"[^"]*"|'[^']*'|[^<>"'])*>)""",
    re.DOTALL,
)
ALTERNATIVE = re.compile(r"\{%[-+]?(?!\s*(?:if|endif|for|endfor)\b)")
"""Whatever is no beginning or end of a condition or a loop: what stands before it is shown elsewhere, or instead."""
PHRASE = re.compile(r"(?<![\w.])(?:_|C_|say|say_n)\(")
ENDS = (".", ":", "?", "!", "…")
TEXT = re.compile(r"""\{\{-?\s*(?:_|say)\(\s*(?P<sign>["'])(?P<text>.*?)(?P=sign)\s*[,)]""", re.DOTALL)
TAG = re.compile(r"""<(/?)([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>""")


def faults(path: Path) -> Iterator[tuple[int, str]]:
    """What is wrong with a file, each with its line."""
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MAX_LINE:
            yield number, f"{len(line)} characters in a line; break it at a tag, {MAX_LINE} are the most"
        if line != line.rstrip() or "\t" in line:
            yield number, "a tab, or white space at the end of the line"
    if path.suffix == ".j2":
        yield from _parsed(text)


def _parsed(text: str) -> Iterator[tuple[int, str]]:
    try:
        Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, str(error.message)
    else:
        yield from _unpaired(text)
        yield from _glued(text)


def _glued(text: str) -> Iterator[tuple[int, str]]:
    """Phrases that stand beside a value, or beside another phrase, with nothing but white space between: "from" 2 "to" 3.

    Within a run of text, that is: a link goes on with it, a second link and any other element do not.
    """
    before, at, link_ended = "", 0, False
    for match in TOKEN.finditer(text):
        begins_link = match["name"] == "a" and not match["tag"].startswith("</")
        if text[at : match.start()].strip() or _ends_a_run(match) or (link_ended and begins_link):
            before = ""
        if shown := match["shown"]:
            if before and (PHRASE.search(before) or PHRASE.search(shown)) and not _stand_alone(before, shown):
                line = text.count("\n", 0, match.start()) + 1
                yield line, f'{before} {shown} are one sentence: say("... {{n}} ...", n=...)'
            before = shown
        at, link_ended = match.end(), match["name"] == "a" and not begins_link


def _ends_a_run(match: re.Match[str]) -> bool:
    return (match["tag"] is not None and match["name"] != "a") or bool(
        match["deed"] and ALTERNATIVE.match(match["deed"])
    )


def _stand_alone(before: str, shown: str) -> bool:
    """Whether one of the two is a whole sentence, the first a label that ends with its colon, or each has its own number."""
    if all(one.lstrip("{- ").startswith("say_n(") for one in (before, shown)):
        return True
    first, second = TEXT.match(before), TEXT.match(shown)
    return bool(first and first["text"].endswith(ENDS)) or bool(
        second and second["text"].endswith(ENDS) and second["text"][0].isupper()
    )


def _unpaired(text: str) -> Iterator[tuple[int, str]]:
    """Tags that are closed by no other. Where a condition opens an element, one further down may close it."""
    open_tags: list[tuple[str, int]] = []
    for line, closes, tag in _tags(text):
        if not closes:
            open_tags.append((tag, line))
        elif open_tags and open_tags[-1][0] == tag:
            open_tags.pop()
        else:
            beside = (
                f"while <{open_tags[-1][0]}> of line {open_tags[-1][1]} is open" if open_tags else "and none is open"
            )
            yield line, f"</{tag}> {beside}"
            return
    yield from ((line, f"<{tag}> is never closed") for tag, line in open_tags)


def _tags(text: str) -> Iterator[tuple[int, bool, str]]:
    """The tags in the order of the text, without those that close themselves."""
    for match in TAG.finditer(JINJA.sub(_blank, text)):
        if match[2] not in VOID and not match[3].endswith("/"):
            yield text.count("\n", 0, match.start()) + 1, bool(match[1]), match[2]


def _blank(match: re.Match[str]) -> str:
    """As many characters and lines, but none that a tag could be read from."""
    return re.sub(r"[^\n]", " ", match[0])


def ours() -> list[Path]:
    """The files that people change: not what comes minified from elsewhere."""
    return sorted(path for pattern in PATTERNS for path in FOLDER.rglob(pattern) if ".min." not in path.name)


def main() -> int:
    """Prints what is wrong as file:line; 1 if anything is."""
    found = [f"{path.relative_to(ROOT)}:{line}: {said}" for path in ours() for line, said in faults(path)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
