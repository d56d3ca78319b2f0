"""Catalogues: where they are looked for, what of them is shown, and how templates say what they translate."""

from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from dpia.errors import DpiaError
from dpia.showing import catalogues
from dpia.showing.catalogues import catalogue_path, user_locale
from dpia.showing.translations import languages, speaks, template_words, translation
from dpia.wording import C_, counted, said, said_n

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
POLISH = '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"\n'


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of shipped catalogues, and a user's data folder, both empty."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "shipped")
    yield tmp_path / "shipped"


def write(folder: Path, language: str, *entries: str, head: str = HEAD) -> Path:
    path = catalogue_path(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "\n" + "\n\n".join(entries) + "\n", encoding="utf-8")
    return path


def test_a_text_is_translated_and_one_without_a_translation_stays_english(shipped: Path) -> None:
    write(shipped, "xx", 'msgid "Risks"\nmsgstr "Sksir"')
    translate = translation("xx")
    assert (translate("Risks"), translate("Measures"), translate("")) == ("Sksir", "Measures", "")


def test_without_a_catalogue_everything_is_english() -> None:
    assert translation("yy")(C_("level", "Note")) == "Note"
    assert [translation("yy")(counted("{n} save", "{n} saves", n)) for n in (1, 2)] == ["{n} save", "{n} saves"]


def test_a_word_of_two_senses_is_translated_by_its_sense(shipped: Path) -> None:
    write(shipped, "xx", 'msgctxt "level"\nmsgid "Note"\nmsgstr "A"', 'msgid "Note"\nmsgstr "B"')
    translate = translation("xx")
    assert (translate(C_("level", "Note")), translate("Note"), translate(C_("head", "Note"))) == ("A", "B", "Note")


def test_a_language_has_as_many_forms_for_numbers_as_it_needs(shipped: Path) -> None:
    forms = 'msgid "{n} save"\nmsgid_plural "{n} saves"\nmsgstr[0] "{n} zapis"\nmsgstr[1] "{n} zapisy"\nmsgstr[2] "{n} zapisów"'
    write(shipped, "pl", forms, head=HEAD + POLISH)
    told = [said_n("{n} save", "{n} saves", n).text(translation("pl")) for n in (1, 3, 5, 22)]
    assert told == ["1 zapis", "3 zapisy", "5 zapisów", "22 zapisy"]


def test_the_own_catalogue_counts_before_the_shipped_one_which_says_the_rest(shipped: Path) -> None:
    write(shipped, "xx", 'msgid "Risks"\nmsgstr "shipped"', 'msgid "Measures"\nmsgstr "shipped"')
    write(user_locale(), "xx", 'msgid "Risks"\nmsgstr "own"')
    assert [translation("xx")(text) for text in ("Risks", "Measures")] == ["own", "shipped"]


def test_a_region_has_what_its_language_has(shipped: Path) -> None:
    write(shipped, "xx", 'msgid "Risks"\nmsgstr "xx"', 'msgid "Measures"\nmsgstr "xx"')
    write(shipped, "xx-YY", 'msgid "Risks"\nmsgstr "xx of yy"')
    assert [translation("xx-YY")(text) for text in ("Risks", "Measures")] == ["xx of yy", "xx"]
    assert speaks("xx-ZZ") and not speaks("zz")


@pytest.mark.parametrize(
    "entry",
    [
        '#, fuzzy\nmsgid "Risks of {n}"\nmsgstr "Sksir {n}"',
        'msgid "Risks of {n}"\nmsgstr "Sksir {m}"',
        'msgid "Risks of {n}"\nmsgstr "Sksir"',
        'msgid "Risks of {n}"\nmsgstr "Sksir {n"',
        'msgid "Risks of {n}"\nmsgstr "Sksir {n.__class__}"',
        'msgid "Risks of {n}"\nmsgstr "Sksir {n!r}"',
        'msgid "Risks of {n}"\nmsgstr "Sksir {n:>900000000}"',
        'msgid "Risks of {n}"\nmsgstr "Sksir {n} {{x}}"',
        'msgid "Risks of {n}"\nmsgstr ""',
    ],
)
def test_what_is_fuzzy_or_unfit_is_shown_in_english_and_no_reason_to_offer_a_language(
    entry: str, shipped: Path
) -> None:
    write(shipped, "xx", entry)
    assert said("Risks of {n}", n=2).text(translation("xx")) == "Risks of 2"
    assert languages() == ["en"] and not speaks("xx")


def test_a_form_for_one_may_leave_out_the_number_but_nothing_else(shipped: Path) -> None:
    entry = 'msgid "{n} save by {who}"\nmsgid_plural "{n} saves by {who}"\nmsgstr[0] "%s"\nmsgstr[1] "{who}: {n}"'
    plural = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    write(shipped, "xx", entry % "one by {who}", head=HEAD + plural)
    assert said_n("{n} save by {who}", "{n} saves by {who}", 1, who="A").text(translation("xx")) == "one by A"
    write(shipped, "yy", entry % "one", head=HEAD + plural)
    assert said_n("{n} save by {who}", "{n} saves by {who}", 1, who="A").text(translation("yy")) == "1 save by A"


def test_a_language_is_offered_as_soon_as_one_phrase_is_translated(shipped: Path) -> None:
    write(shipped, "xx", 'msgid "Risks"\nmsgstr ""')
    write(user_locale(), "pt-BR", 'msgid "Risks"\nmsgstr "Riscos"')
    assert languages() == ["en", "pt-BR"]


@pytest.mark.parametrize("text", ["no catalogue at all", "\udcff"])
def test_a_catalogue_that_cannot_be_read_is_told_in_one_line(text: str, shipped: Path) -> None:
    path = catalogue_path(shipped, "xx")
    path.parent.mkdir(parents=True)
    path.write_bytes(HEAD.encode() + text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DpiaError) as told:
        translation("xx")
    assert str(told.value).startswith(str(path)) and "\n" not in str(told.value)


# -------------------------------------------------------------------------------------------------------------- templates


def shown(template: str, **values: object) -> str:
    catalogue = {
        "{n} of {all}": "von {all}: {n}",
        "See {link} & go": "{link} & los",
        "{n} save": "{n} Mal",
        "{n} saves": "{n} Male",
        "open": "offen",
    }
    words = template_words(lambda text: catalogue.get(text, text))
    return jinja2.Environment(autoescape=True).from_string(template).render(**words, **values)


def test_a_sentence_is_translated_before_its_gaps_are_filled() -> None:
    assert shown('{{ say("{n} of {all}", n=2, all=3) }}') == "von 3: 2"
    assert shown('{{ say_n("{n} save", "{n} saves", 1) }}, {{ say_n("{n} save", "{n} saves", 4) }}') == "1 Mal, 4 Male"
    assert shown('{{ _("open") }} {{ C_("remark", "open") }}') == "offen offen"


def test_what_stands_in_a_gap_is_escaped() -> None:
    hostile = '<script>alert("x")</script>{all}'
    page = shown('<p title="{{ say("{n} of {all}", n=name, all=3) }}">', name=hostile)
    assert page == '<p title="von 3: &lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;{all}">'


def test_a_link_may_stand_within_a_sentence_whose_own_signs_are_escaped() -> None:
    template = '{% set link %}<a href="#r">{{ name }}</a>{% endset %}{{ say("See {link} & go", link=link) }}'
    assert shown(template, name="A & B") == '<a href="#r">A &amp; B</a> &amp; los'
    assert shown('{{ say("See {link} & go", link=link) }}', link=Markup("<b>x</b>")) == "<b>x</b> &amp; los"


def test_a_translation_cannot_bring_elements_onto_a_page() -> None:
    words = template_words(lambda text: "<script>{n}</script>")
    page = jinja2.Environment(autoescape=True).from_string('{{ say("{n}", n=1) }}{{ _("x") }}').render(**words)
    assert "<script>" not in page
