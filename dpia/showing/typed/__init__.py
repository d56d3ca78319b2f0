"""Typed text: what a person writes into a long field, read so that nothing of it is lost or changed.

Whoever answers is no author of Markdown. So the signs that mean something are few, and mean it only where they plainly do:

- a line break is a line break, a blank line begins a paragraph;
- `- ` begins an item of a list, and so do `•`, `*`, `–` and numbers, which are printed as they were typed;
- `**bold**`, `*italic*`, never inside words and numbers;
- `# Title`, a capital letter after the sign, alone between blank lines;
- `[text](https://address)` prints the text and the address behind it;
- tables: rows between `|`, cells with tabs between them (a block that was copied from a spreadsheet), or a table as HTML.

Every other sign is printed. `read_typed` gives the text as blocks, from which HTML and other formats are made.
"""

from dpia.showing.typed.blocks import Block, Heading, Item, Line, Listing, Paragraph, Run, Table
from dpia.showing.typed.inline import is_web_address, read_line
from dpia.showing.typed.reading import read_typed

__all__ = [
    "Block",
    "Heading",
    "Item",
    "Line",
    "Listing",
    "Paragraph",
    "Run",
    "Table",
    "is_web_address",
    "read_line",
    "read_typed",
]
