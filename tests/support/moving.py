"""One small questionnaire in two versions: what was asked, and what is asked now, with all that can happen in between."""

from __future__ import annotations

from pathlib import Path

from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library, read_definitions
from tests.support.definitions import write_files
from tests.support.forms import LAYERS

OLD = """\
id: door
version: 1.2.0
title: The door
sections:
  - id: all
    title: All
    questions:
      - {id: scope, code: D-1, ask: What does it cover?, type: long, help: A sentence.}
      - {id: scope_out, code: D-2, ask: What does it not cover?, type: long, help: A sentence.}
      - id: encryption
        code: D-3
        ask: Is what is stored encrypted?
        type: choice
        options: [{id: implemented, label: Everywhere}, {id: partial, label: In part}, {id: planned, label: Planned}]
        help: All of it.
      - {id: encryption_how, code: D-4, ask: How is it encrypted?, type: long, help: A sentence.}
      - id: items
        code: D-5
        ask: Which data?
        type: table
        prefix: D
        help: A row for each.
        columns:
          - {id: item, ask: Item, type: text}
          - id: special
            ask: Special?
            type: choices
            options: [{id: health, label: Health}, {id: none, label: None, exclusive: true}]
          - {id: offence, ask: Does it speak of an offence?, type: yes_no}
      - id: dangers
        code: D-6
        ask: Which dangers are there?
        type: choices
        options: [{id: place, label: A place}, {id: child_images, label: Images of children}, {id: loud, label: Loud}]
        help: All.
      - {id: interpreter, code: D-7, ask: Who interprets?, type: text, help: A sentence.}
      - {id: approved_on, code: D-8, ask: When was it approved?, type: date, required: false, help: A day.}
      - {id: frequency, code: D-9, ask: How often?, type: text, required: false, help: A sentence.}
"""

NEW = """\
id: door
version: 2.0.0
title: The door
sections:
  - id: all
    title: All
    questions:
      - {id: scope, code: D-1, ask: "What does it cover, and what not?", type: long, help: A sentence.}
      - id: security
        code: D-10
        ask: What is done?
        type: table
        help: A row for each.
        rows: [{id: encryption, label: Encryption}, {id: backup, label: Backup}]
        columns:
          - id: state
            ask: State
            type: choice
            options: [{id: everywhere, label: Everywhere}, {id: partly, label: In part}, {id: planned, label: Planned}]
      - {id: encryption_how, code: D-4, ask: How is it encrypted?, type: long, help: A sentence.}
      - id: items
        code: D-5
        ask: Which data?
        type: table
        prefix: D
        help: A row for each.
        columns:
          - {id: item, ask: Item, type: text}
          - id: special
            ask: Special?
            type: choices
            options:
              - {id: health, label: Health}
              - {id: offence_data, label: Offences}
              - {id: none, label: None, exclusive: true}
      - id: dangers
        code: D-6
        ask: Which dangers are there?
        type: choices
        options: [{id: place, label: A place}, {id: noise, label: Noise}]
        help: All.
retired:
  - {code: D-2, id: scope_out, type: long, moved_to: scope, note: Asked in D-1 since 2.0.0.}
  - code: D-3
    id: encryption
    ask: Is what is stored encrypted?
    moved_to: {question: security, row: encryption, column: state}
    options: {implemented: everywhere, partial: partly}
    note: A row of D-10 since 2.0.0.
  - {id: items, column: offence, moved_to: {column: special}, options: {yes: offence_data, no: null}}
  - {id: dangers, option: child_images, ask: Images of children, note: Its meaning was wider. Answer anew.}
  - {id: dangers, option: loud, moved_to: {option: noise}}
  - {code: D-7, id: interpreter, type: text, moved_to: house.interpreter}
  - {code: D-8, id: approved_on, ask: When was it approved?, moved_to: house.full, becomes: yes}
"""

HOUSE = """\
id: house
version: 1.0.0
title: The house
sections:
  - id: all
    title: All
    questions:
      - {id: interpreter, code: H-1, ask: Who interprets?, type: text, required: false, help: A sentence.}
      - {id: full, code: H-2, ask: Is every question wanted?, type: yes_no, required: false, help: Yes or no.}
"""

ANSWERS = """\
dpia: 1
id: front-door
title: Front door
created: 2026-11-20
questionnaires:
- {id: door, version: 1.2.0}
answers:
  door:
    scope: The front door.
    scope_out: The garden gate.
    encryption: {value: partial, note: The phone is not.}
    encryption_how: By the disk.
    items:
    - {id: D1, item: Name, special: [health], offence: yes}
    - {id: D2, item: Time, special: [none], offence: yes}
    - {id: D3, item: Shoes, special: [none], offence: no}
    - {id: D4, item: Hat, offence: {unknown: true}}
    dangers: [place, child_images, loud]
    interpreter: A volunteer.
    approved_on: 2026-11-21
    frequency: Each day.
remarks:
- {about: door.scope_out, text: And the cellar?, by: A reviewer, on: 2026-11-22}
"""


def shared() -> list[Path]:
    """The shipped method, catalogue and sources."""
    return [QUESTIONNAIRES / name for name in ("methods", *LAYERS, "sources.yaml", "glossary.yaml")]


def old_folder(folder: Path) -> Path:
    """A folder with the definitions as they were."""
    return write_files(folder / "old", door=OLD, house=HOUSE)


def new_folder(folder: Path, text: str = NEW) -> Path:
    """A folder with the definitions as they are now."""
    return write_files(folder / "new", door=text, house=HOUSE)


def library_of(folder: Path) -> Library:
    """The definitions of a folder with what is shipped beside the questionnaires."""
    return read_definitions([*shared(), folder]).check()
