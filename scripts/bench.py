"""Times the evaluation and the rendering, and compares them with their targets. `make bench` runs it.

The plain rendering that a report is compared with is WeasyPrint as it comes: the same HTML without tags and PDF/A, the
garbage collector at its default, style sheets and fonts read anew, and dots between a title and its page number in the
contents. Both are timed in turn in one process, and the better of the runs of each counts.
"""

import argparse
import io
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any, TypeVar
from unittest import mock

import pikepdf
from rich.console import Console
from rich.table import Table

import dpia
from dpia.api import report_document
from dpia.data import EXAMPLES, QUESTIONNAIRES
from dpia.questionnaire.library import read_known_definitions
from dpia.report import pdf
from dpia.report.document import ReportDocument
from dpia.report.html import BAND_STYLE, SHIPPED, STYLE, render_html, template_file
from dpia.shipped import shipped_library

ON = date(2026, 11, 24)
ROUNDS = 200
FIRST = ("screening", "gdpr-dpia")
FEW_RISKS = 4
MANY_PAGES = 60
"""The target of the ratio is for a report of about 29 pages."""
WHOLE_MS, CHANGE_MS, RATIO, REST_PERCENT = 5.0, 0.5, 1.0, 5.0
YAML_MS, CACHE_MS = 150.0, 30.0
DOTTED = "\n.contents a::after { content: leader('.') target-counter(attr(href), page); float: none; }\n"

Row = tuple[str, str, str]
T = TypeVar("T")


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of some work."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000


def seconds(work: Callable[..., T], *arguments: Any, **named: Any) -> tuple[float, T]:
    """The time of some work, and what it gave."""
    start = perf_counter()
    result = work(*arguments, **named)
    return perf_counter() - start, result


def judge(form: dpia.Form, assessment: dpia.Assessment, previous: dpia.Evaluation | None = None) -> dpia.Evaluation:
    """An evaluation, with everything of it that a page or a report shows."""
    evaluation = dpia.evaluate(form, assessment, on=ON, previous=previous)
    _ = evaluation.findings, evaluation.risks, evaluation.decision, evaluation.progress, evaluation.missing
    return evaluation


def example(library: dpia.Library) -> tuple[dpia.Form, dpia.Assessment]:
    """The worked example with its form."""
    assessment = dpia.read(EXAMPLES / "lumen-line.yaml", library)
    return library.form([ref.id for ref in assessment.questionnaires]), assessment


def evaluation_rows(library: dpia.Library, form: dpia.Form, assessment: dpia.Assessment) -> list[Row]:
    """The cost of an evaluation: whole, and after each answer of the example was taken away in turn."""
    before = judge(form, assessment)
    whole = milliseconds(lambda: judge(form, assessment))
    fewer = library.form(FIRST)
    part = assessment.change(
        questionnaires=[ref for ref in assessment.questionnaires if ref.id in FIRST],
        answers={file: answers for file, answers in assessment.answers.items() if file in fewer.modules},
    )
    first = milliseconds(lambda: judge(fewer, part))
    changed = [
        assessment.with_answer(f"{file}.{question}", None)
        for file, answers in assessment.answers.items()
        for question in answers
    ]
    each = sorted(milliseconds(partial(judge, form, new, before), ROUNDS // 10) for new in changed)
    what = f"{len(form.questions)} questions, {len(form.findings)} findings"
    return [
        (
            f"evaluate, {' and '.join(FIRST)} ({len(fewer.questions)} questions)",
            f"{first:.2f} ms",
            verdict(first, WHOLE_MS, "ms"),
        ),
        (f"evaluate, whole ({what})", f"{whole:.2f} ms", verdict(whole, WHOLE_MS, "ms")),
        (
            f"evaluate, one answer changed (median of {len(each)})",
            f"{median(each):.2f} ms",
            verdict(median(each), CHANGE_MS, "ms"),
        ),
        ("  nine of ten within", f"{each[len(each) * 9 // 10]:.2f} ms", ""),
        ("  the answer that touches most", f"{each[-1]:.2f} ms", ""),
    ]


def verdict(value: float, target: float, unit: str) -> str:
    """How a value stands to its target."""
    return f"{'ok' if value <= target else 'OVER'}, target {target:g} {unit}".rstrip()


def cached() -> dpia.Library:
    """The definitions as a new program loads them, from the cache."""
    shipped_library.cache_clear()
    return dpia.load_library()


def reading_rows() -> list[Row]:
    """Reading all definitions, from their YAML and from the cache, and the example."""
    cached()
    loaded = milliseconds(cached, 20)
    known = milliseconds(lambda: read_known_definitions([QUESTIONNAIRES]), 20)
    strict, library = seconds(dpia.read_definitions, [QUESTIONNAIRES])
    compiled, _ = seconds(library.check)
    answers, _ = seconds(dpia.read, EXAMPLES / "lumen-line.yaml", library)
    return [
        (
            "read all definitions from YAML, as an installed program does",
            f"{known:.0f} ms",
            verdict(known, YAML_MS, "ms"),
        ),
        ("  strictly, with the place of everything, as in a checkout", f"{strict * 1000:.0f} ms", ""),
        ("  check and compile them", f"{compiled:.2f} s", ""),
        ("load all definitions from the cache", f"{loaded:.0f} ms", verdict(loaded, CACHE_MS, "ms")),
        ("read and check the worked example", f"{answers:.2f} s", ""),
    ]


def plain_pdf(page: str, banded: bool) -> bytes:
    """WeasyPrint as it comes, on the same page."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    names = (STYLE, BAND_STYLE) if banded else (STYLE,)
    style = "\n".join(template_file(name, ()).read_text(encoding="utf-8") for name in names)
    sheet = CSS(string=style + DOTTED, base_url=f"{SHIPPED.as_uri()}/", font_config=fonts)
    return bytes(HTML(string=page, base_url="about:blank").write_pdf(stylesheets=[sheet], font_config=fonts))


def report_rows(name: str, library: dpia.Library, form: dpia.Form, assessment: dpia.Assessment, runs: int) -> list[Row]:
    """The parts of a report in seconds, and the ratio of its PDF to a plain one."""
    engine = Engine()
    best: dict[str, float] = {}
    for _ in range(runs):
        times: dict[str, float] = {}
        times["evaluate"], evaluation = seconds(judge, form, assessment)
        times["document"], document = seconds(make_document, evaluation, library)
        times["html"], page = seconds(render_html, document, standalone=False)
        times["plain"], _ = seconds(plain_pdf, page, bool(document.band))
        times["pdf"], content = seconds(engine.make, document, assessment)
        times["engine"] = engine.seconds
        times["rest"] = times["evaluate"] + times["document"] + times["pdf"] - times["engine"]
        best = {key: min(value, best.get(key, value)) for key, value in times.items()}
    pages = pages_of(content)
    ratio = best["pdf"] / best["plain"]
    share = best["rest"] / (best["evaluate"] + best["document"] + best["pdf"]) * 100
    return [
        (f"{name}, {pages} pages", "", ""),
        ("  evaluate", f"{best['evaluate']:.3f} s", ""),
        ("  build the document", f"{best['document']:.3f} s", ""),
        ("  HTML", f"{best['html']:.3f} s", ""),
        (
            "  PDF/A-3a and PDF/UA-1, HTML included",
            f"{best['pdf']:.2f} s",
            f"{best['pdf'] / pages * 1000:.0f} ms a page",
        ),
        ("  plain PDF of the same HTML", f"{best['plain']:.2f} s", ""),
        ("  ratio", f"{ratio:.2f}", verdict(ratio, RATIO, "") if pages < MANY_PAGES else ""),
        ("  all that is not WeasyPrint", f"{share:.1f} %", verdict(share, REST_PERCENT, "%")),
    ]


def make_document(evaluation: dpia.Evaluation, library: dpia.Library) -> ReportDocument:
    """What the templates are given."""
    return report_document(evaluation, library, language=None, publication=dpia.Publication.OPERATIONAL)


class Engine:
    """Makes PDFs, and knows how much of the time WeasyPrint took for the last."""

    seconds = 0.0

    def make(self, document: ReportDocument, assessment: dpia.Assessment) -> bytes:
        """The PDF of a document."""
        write = pdf._write

        def timed(*arguments: Any) -> bytes:
            self.seconds, content = seconds(write, *arguments)
            return content

        with mock.patch.object(pdf, "_write", timed):
            return pdf.render_pdf(document, assessment)[0]


def pages_of(content: bytes) -> int:
    """The number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def short_example(library: dpia.Library, assessment: dpia.Assessment) -> tuple[dpia.Form, dpia.Assessment]:
    """The worked example on its screening alone with a few of its risks: a report of about 29 pages."""
    risks = assessment.risks[:FEW_RISKS]
    linked = {name for risk in risks for name in risk.measures}
    return library.form(["screening"]), assessment.change(
        questionnaires=assessment.questionnaires[:1],
        answers={"screening": assessment.answers["screening"]},
        risks=risks,
        measures=[measure for measure in assessment.measures if measure.id in linked],
        decision=None,
    )


def main() -> int:
    """Prints the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="how often each report is made")
    runs = parser.parse_args().runs
    library = dpia.load_library()
    form, assessment = example(library)
    rows = [*evaluation_rows(library, form, assessment), *reading_rows()]
    rows += report_rows("short report", library, *short_example(library, assessment), runs)
    rows += report_rows("worked example", library, form, assessment, runs)
    table = Table("what", "how long", "", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)
    return 1 if any("OVER" in row[2] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
