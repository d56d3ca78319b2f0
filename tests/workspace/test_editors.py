"""Many people edit one assessment at once, in two programs: every save is in the history, or its editor was told.

Nobody's words are written over unseen: played back, the history holds exactly the saves that were acknowledged.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import pytest

from dpia.assessment.model import Assessment
from tests.support.commands import ROOT
from tests.support.workspaces import FULL, create, opened

PROGRAMS = 2
EDITORS, SAVES = (32, 200) if FULL else (8, 10)
"""32 editors with 200 saves each with DPIA_FULL=1, as `make proof` sets it; 8 with 10 otherwise."""

PROGRAM = """
import json, random, sys
from threading import Thread
from dpia.errors import DpiaError, StaleSave
from tests.support.workspaces import AT, opened

address, first, last, saves = sys.argv[1], *map(int, sys.argv[2:])
workspace = opened(address)

def edit(editor, said):
    # Now and then the shared question. Half of the saves are made from what the last one gave back, which others have
    # changed since; the others from what was read just now.
    chance = random.Random(editor)
    stored = workspace.get("together")
    seen, assessment = stored.number, stored.assessment
    for turn in range(saves):
        question = "shared" if chance.random() < 0.25 else f"own{editor}"
        words = f"{editor} {turn}"
        if chance.random() < 0.5:
            stored = workspace.get("together")
            seen, assessment = stored.number, stored.assessment
        line = {"editor": editor, "question": question, "words": words}
        try:
            mine = assessment.with_answer(f"words.{question}", words)
            saved = workspace.save("together", mine, seen=seen, actor=str(editor), at=AT)
            said.append(line | {"number": saved.number, "changed": saved.changed})
            seen, assessment = saved.number, saved.assessment
        except StaleSave as error:
            said.append(line | {"clashes": [[list(one.part), one.mine, one.theirs] for one in error.clashes]})
            stored = workspace.get("together")
            seen, assessment = stored.number, stored.assessment
        except DpiaError as error:
            said.append(line | {"error": str(error)})

said = [[] for _ in range(first, last)]
threads = [Thread(target=edit, args=(editor, said[editor - first])) for editor in range(first, last)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
workspace.close()
json.dump([line for lines in said for line in lines], sys.stdout)
"""


def together() -> Assessment:
    return Assessment.model_validate(
        {"id": "together", "title": "Together", "questionnaires": [{"id": "words", "version": "1.2.0"}]}
    )


def edited(address: str) -> list[dict[str, Any]]:
    """What the editors of both programs were told, each about each save."""
    half = EDITORS // PROGRAMS
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, address, *map(str, (half * part, half * (part + 1), SAVES))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(PROGRAMS)
    ]
    return [line for program in programs for line in json.loads(program.communicate()[0])]


@pytest.mark.slow
def test_no_update_of_many_editors_is_lost(address: str, backend: str) -> None:
    workspace = opened(address)
    create(workspace, together())
    began = time.monotonic()
    told = edited(address)
    seconds = time.monotonic() - began

    assert len(told) == EDITORS * SAVES
    saved = {line["number"]: line for line in told if "number" in line}
    refused = [line for line in told if "clashes" in line]
    assert len(saved) + len(refused) == len(told), [line for line in told if "error" in line][:3]
    assert all(line["changed"] for line in saved.values())

    history = workspace.history("together")
    assert sorted(saved) == list(range(2, len(history) + 1))
    assert workspace.verify("together") == ()
    expected: dict[str, str] = {}
    for line in reversed(history[:-1]):
        acknowledged = saved[line.number]
        assert line.actor == str(acknowledged["editor"])
        expected[acknowledged["question"]] = acknowledged["words"]
        answers = workspace.get("together", line.number).assessment.answers["words"]
        assert {question: answer.value for question, answer in answers.items()} == expected

    words = {line["words"] for line in saved.values()}
    for line in refused:
        ((part, mine, theirs),) = line["clashes"]
        assert (part, mine) == (["answers", "words", "shared"], line["words"])
        assert theirs in words and theirs != mine
    assert not words & {line["words"] for line in refused}
    workspace.close()
    count = Counter("saved" if "number" in line else "refused with the difference" for line in told)
    sys.stdout.write(f"{backend}: {EDITORS} editors x {SAVES} saves, {dict(count)}, 0 lost, {seconds:.0f} s\n")
    assert count["saved"] > count["refused with the difference"]
