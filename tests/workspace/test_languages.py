"""Sites in other languages: the words around pages, dates and numbers, and pages translated or not."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from lxml import html

from content.reading import filled
from handbook import outputs
from handbook.bundle import bundle
from handbook.delivery import expired
from handbook.facts.rhythm import NTH, PHRASES
from handbook.language import Words
from handbook.layers import BUNDLED, Library
from handbook.model.basics import Handout, Paper
from handbook.model.reading import Choice
from handbook.outputs.calendar import files as calendar_files
from handbook.outputs.handouts.glyphs import problems_of
from handbook.outputs.workbook_sheets import sheets
from handbook.pages import GUARD, Layer, languages_of, read_sources, translated_into
from handbook.pages.notes import Note, Notes, Phrase, read_notes
from handbook.reports import load_source
from handbook.skeletons import Press
from handbook.skeletons.frame import material_language
from handbook.view import Edition
from handbook.workspace import find_workspace, resolve
from terminal import handbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handbook.outputs import Manuscript
    from handbook.render import RenderedSite

MINIMAL = (Path(__file__).parents[1] / "cases" / "minimal.yml").read_text("utf-8")
LANGUAGES = ("de", "es", "fr", "ja", "nl", "pl")
TODAY = date(2026, 11, 22)
AS_OF = ("--as-of", "2026-11-22")
# What is the same in every language: names and values of the engagement.
VALUES = {
    "engagement",
    "see_as_audiences",
    "site_name",
    "client",
    "classification",
    "footer",
    "contact",
    "contact_link",
    "edition",
    "edition_id",
}
# What a language calls as English does.
SAME = {
    "de": {"Name", "Release", "[time] in [place]", "[meeting], [hours] in [place]"},
    "es": {"D"},
    "fr": {"Licences", "Date", "E-mail", "D", "T", "Note", "Notes", "Question", "(page [page])"},
    "nl": {
        *("E-mail", "Release", "Tip", "Checklist"),
        *("[time] in [place]", "[meeting], [hours] in [place]"),
    },
    "pl": {"E-mail", "D"},
}
# Our words for meetings and goals that papers show, and that are no field's fixed values.
OTHER_WORDS = {"steering", "sprint goal"}
PLACES = re.compile(r"\[([a-z]+)\]")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def words_of(name: str, language: str = "") -> dict[str, str]:
    """Return the texts of a file of words by their keys, as they are written."""
    file = bundle() / "docs" / language / "_data" / f"{name}.yml"
    told = read_notes(file.read_bytes(), name)
    assert isinstance(told, Note)
    return dict(_written(told))


def _written(told: Note) -> Iterator[tuple[str, str]]:
    for key, one in told.told.items():
        if isinstance(one, Note):
            yield from ((f"{key}.{name}", text) for name, text in _written(one))
        elif isinstance(one, Notes):
            yield from ((f"{key}[{number}]", str(item)) for number, item in enumerate(one))
        else:
            yield key, one.template.source.strip() if isinstance(one, Phrase) else str(one)


def test_the_languages_are_there() -> None:
    """The handbook's own words are there in each language that is promised, and Material's too."""
    assert languages_of(BUNDLED[0]) == LANGUAGES
    assert [material_language(language) for language in LANGUAGES] == list(LANGUAGES)


@each_language
@pytest.mark.parametrize(
    "name", ["site", "interface", "sections", "calendar", "workbook", "farewell", "papers"]
)
def test_every_word_is_translated(name: str, language: str) -> None:
    """Each word around the pages is there in each language, none is left in English, and none is of old.

    What a language calls as we do is named in SAME. Places for values are those of our words.
    """
    ours, theirs = words_of(name), words_of(name, language)
    assert set(theirs) == set(ours) - (VALUES if name == "site" else set())
    same = {
        theirs[key] for key in theirs if theirs[key] == ours[key] and re.search(r"[^\W\d_]", _said(ours[key]))
    }
    assert same <= SAME.get(language, set())
    for key, said in theirs.items():
        assert set(PLACES.findall(said)) <= set(PLACES.findall(ours[key])) | {"meeting"}, key


def _said(text: str) -> str:
    """Return a text without the places for values."""
    return PLACES.sub("", text)


@each_language
def test_every_fixed_value_is_translated(language: str) -> None:
    """Fixed values of fields, and when meetings are, have words in each language, and none is of old."""
    labels = {choice.label for kind in _kinds(Choice) if kind not in {Handout, Paper} for choice in kind} | {
        "your side",
        "our side",
    }
    told = words_of("choices", language)
    assert set(told) == labels | {*PHRASES, *NTH} | OTHER_WORDS
    for phrase in PHRASES:
        asked = set(PLACES.findall(phrase)) | ({"number"} if "[nth]" in phrase else set())
        assert set(PLACES.findall(told[phrase])) <= asked, phrase
        assert len(PLACES.findall(told[phrase])) == len(PLACES.findall(phrase)), phrase


def _kinds(kind: type[Choice]) -> Iterator[type[Choice]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def on_pictures(language: str = "") -> dict[str, str]:
    """Return the words of each picture by the picture's name and theirs."""
    file = bundle() / "docs" / language / "_data" / ("captions.yml" if language else "pictures.yml")
    pictures: dict[str, dict[str, str]] = yaml.safe_load(file.read_bytes())
    return {f"{name}.{word}": text for name, words in pictures.items() for word, text in words.items()}


@each_language
def test_pictures_speak_every_language(language: str) -> None:
    """Each word on a picture is there in each language, with the same places for values, and none is left."""
    ours, theirs = on_pictures(), on_pictures(language)
    assert theirs.keys() == ours.keys()
    places = [{key: sorted(PLACES.findall(text)) for key, text in each.items()} for each in (ours, theirs)]
    assert places[0] == places[1]
    # What is only values and marks is the same in all of them.
    worded = {key for key, text in ours.items() if re.search(r"[a-z]", PLACES.sub("", text))}
    same = {key for key in worded if theirs[key] == ours[key]}
    assert same <= ({"meeting-rule.no"} if language == "es" else set())


def test_a_picture_is_in_the_language_of_its_page(root: Path) -> None:
    """A picture, and what is told of it, is German on a German page and English on an English one."""
    german = f'---\ntitle: Kunden\n---\n{GUARD}\n{{{{ picture("customers") }}}}\n'
    (root / "pages/de/people").mkdir()
    (root / "pages/de/people/your-customers.md").write_text(german)
    (source,) = resolve(["acme"], find_workspace(root), root)
    loaded = load_source(source)
    pages = outputs.write(loaded, Edition.CLIENT, TODAY, Library().of(loaded)).site.pages
    drawn = {page.path: "".join(slot.svg for slot in page.slots) for page in pages}
    assert "Vier Arten von Kunden" in drawn["people/your-customers.md"]
    assert "Four kinds" not in drawn["people/your-customers.md"]
    assert "Four kinds of customer" in drawn["start/at-a-glance.md"]


@pytest.mark.parametrize(
    ("language", "day", "number", "hours"),
    [
        ("en-GB", "6 January 2027", "1,450.5", "2 hours 30 minutes"),
        ("de-DE", "6. Januar 2027", "1.450,5", "2 Stunden 30 Minuten"),
        ("fr-FR", "6 janvier 2027", "1\u202f450,5", "2\u00a0heures 30 minutes"),
        ("es-ES", "6 de enero de 2027", "1450,5", "2 horas 30 minutos"),
        ("nl-NL", "6 januari 2027", "1.450,5", "2 uur 30 minuten"),
        ("pl-PL", "6 stycznia 2027", "1450,5", "2 godziny 30 minut"),
        ("ja-JP", "2027年1月6日", "1,450.5", "2 時間 30 分"),
    ],
)
def test_dates_and_numbers(language: str, day: str, number: str, hours: str) -> None:
    """Dates, numbers and lengths of time are written as people of the language write them."""
    words = Words(language)
    assert (words.date(date(2027, 1, 6)), words.number(Decimal("1450.5"))) == (day, number)
    assert words.duration(150) == hours
    assert words.time(time(9, 30))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace of a German site with one page translated."""
    files = {
        "handbook.yml": "schema: 1\nlanguage: de-DE\n",
        "engagements/acme.yml": MINIMAL,
        "pages/way.md": f"---\ntitle: Our way\n---\n{GUARD}\nIn English, {{{{ title }}}}.\n",
        "pages/de/way.md": f"---\ntitle: Unser Weg\n---\n{GUARD}\nAuf Deutsch: {{{{ title }}}}.\n",
        "pages/own.md": f"---\ntitle: Nur hier\nlanguage: de\n---\n{GUARD}\nSchon auf Deutsch.\n",
        "pages/fr/way.md": f"---\ntitle: Autre\n---\n{GUARD}\nEn français.\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def manuscript_of(root: Path) -> Manuscript:
    """Return what the client's edition is made from."""
    (source,) = resolve(["acme"], find_workspace(root), root)
    loaded = load_source(source)
    return outputs.write(loaded, Edition.CLIENT, TODAY, Library().of(loaded))


def site_of(root: Path) -> RenderedSite:
    """Return the client's pages."""
    return manuscript_of(root).site


def pages_of(root: Path) -> dict[str, str]:
    """Return the Markdown of the client's pages by their paths."""
    return {page.path: page.markdown for page in site_of(root).pages}


NOTE = (
    "!!! note \"<span lang='de-DE'>Diesen Text gibt es noch nicht auf Deutsch. "
    'Seine Sprache: Englisch.</span>"'
)


def test_a_translation_and_what_has_none(root: Path) -> None:
    """A page in the site's language stands in place of its source; one that has none is ours, with a note."""
    pages = pages_of(root)
    assert pages["way.md"].startswith("Auf Deutsch: ")
    assert NOTE not in pages["own.md"]
    assert "de/way.md" not in pages
    assert pages["people/decisions.md"].startswith(NOTE)
    (root / "handbook.yml").write_text("schema: 1\nlanguage: en-GB\n")
    english = pages_of(root)
    assert english["way.md"].startswith("In English, ")
    assert not any("!!! note" in english[path].partition("\n")[0] for path in english if path != "own.md")
    assert english["own.md"].startswith("!!! note \"<span lang='en-GB'>This text is not translated yet.")


def built_of(root: Path, press: Press) -> dict[str, str]:
    """Return the pages of the client's edition as they are published."""
    files = outputs.build(manuscript_of(root), press).files
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def spoken(page: str) -> set[tuple[str, str]]:
    """Return each text of a page that is read aloud, with its language; whatever the edition's number."""
    found: set[tuple[str, str]] = set()
    tree: Any = html.fromstring(page)
    for element in tree.iter("*"):
        texts = [] if element.tag in {"script", "style"} else [element.text]
        texts += [child.tail for child in element]
        language = element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")[:2]
        said = (re.sub(r"\b[0-9a-f]{12}\b", "ID", " ".join((text or "").split())) for text in texts)
        found |= {(language, text) for text in said if re.search(r"[^\W\d_]", text)}
    return found


def test_each_text_is_read_in_its_own_language(root: Path) -> None:
    """On a German site what nobody has translated is read in English, and all words around it in German.

    What is English is what the same engagement's English site says too, but for names and German pages.
    """
    press = Press(bundle() / "mkdocs.yml")
    german = built_of(root, press)
    (root / "handbook.yml").write_text("schema: 1\nlanguage: en-GB\n")
    english = built_of(root, press)
    names = {"Acme Lamps", "Acme shop", "Nur hier", "Schon auf Deutsch.", "Our way", "Unser Weg"}
    for path in german.keys() - {"way.html", "own.html"}:
        ours = {text for _, text in spoken(english[path])}
        said = spoken(german[path])
        assert len({text for language, text in said if language == "de"} - ours) > 20
        wrong = {(language, text) for language, text in said if language != ("en" if text in ours else "de")}
        assert {text for _, text in wrong} <= names, path
    # And the other way round: a German page of an English site.
    aloud = {text for language, text in spoken(english["own.html"]) if language == "de"}
    assert aloud <= {"Nur hier", "Nur hier - Acme shop", "Schon auf Deutsch."}


def test_a_page_is_in_one_language(root: Path) -> None:
    """A translated page has German dates, rhythms and words of fields, one left in English has ours."""
    german = (
        "{{ dates.kickoff | date }}, {{ status }}, {{ 90 | duration }}, "
        "{% for event in events %}{{ event.when_text }}{% endfor %}"
    )
    (root / "pages/de/way.md").write_text(f"---\ntitle: Unser Weg\n---\n{GUARD}\n{german}\n", "utf-8")
    (root / "pages/two.md").write_text(f"---\ntitle: Two\n---\n{GUARD}\n{german}\n", "utf-8")
    site = site_of(root)
    said = {page.path: filled(page, site) for page in site.pages if page.path in {"way.md", "two.md"}}
    assert re.search(
        r"\d\. \w+ 20\d\d, im Gange, .*(Stunde|Minute).*jeden zweiten Freitag um 10", said["way.md"]
    )
    assert re.search(r"\d \w+ 20\d\d, under way, .*(hour|minute).*every second Friday at 10", said["two.md"])
    langs = {page.path: page.meta.get("lang") for page in site.pages}
    assert (langs["way.md"], langs["two.md"]) == (None, ("en",))


def test_files_speak_the_language_of_the_site(root: Path) -> None:
    """Calendars, workbook and the page of an expired edition have the words of the site's language."""
    asked = "asks: [{id: a, what: Logo, why: For the header, owner: ann, due: 2027-01-08, state: open}]\n"
    with (root / "engagements/acme.yml").open("a", encoding="utf-8") as file:
        file.write(asked)
    made = manuscript_of(root)
    calendar = calendar_files(made)["calendar.ics"].decode().replace("\r\n ", "")
    assert re.search(r"DESCRIPTION:.*Wofür wir es brauchen: .*Wer sich darum kümmert: ", calendar)
    assert not re.search(r"Needed: |Who sees to it: ", calendar)
    assert [sheet.name for sheet in sheets(made)] == [
        *("Kalender", "Wer ist wer", "Entscheidungen", "Was wir brauchen", "Releaseplan", "Glossar")
    ]
    page = expired(made)["index.html"].decode()
    assert '<html lang="de-DE">' in page
    assert "bitte verlassen Sie sich nicht mehr darauf" in page


def test_letters_that_no_font_has_are_named(root: Path) -> None:
    """Of a script that no font has, a few letters are named, and the field whose language asks for them."""
    (problem,) = problems_of(manuscript_of(root), "あいうえおかき")
    assert problem.message.count("U+") == 5
    assert problem.message.endswith(" and 2 more characters, for the handouts")
    assert problem.field == ""
    (root / "handbook.yml").write_text("schema: 1\nlanguage: ja\n", "utf-8")
    (problem,) = problems_of(manuscript_of(root), "あいうえおかき")
    assert (problem.field, problem.place.line) == ("language", 2)
    assert "install fonts-noto-cjk" in problem.hint


@each_language
def test_papers_have_the_same_places_and_bold_words_in_every_language(language: str) -> None:
    """Each phrase on papers has the places for values that ours has, and as much in bold type."""
    ours, theirs = words_of("papers"), words_of("papers", language)
    marks = re.compile(r"\[[a-z]+\]|\*")
    assert {key: sorted(marks.findall(text)) for key, text in theirs.items()} == {
        key: sorted(marks.findall(text)) for key, text in ours.items()
    }
    assert words_of("papers", language)["language"] == language


def test_check_lists_what_is_missing_or_older(root: Path) -> None:
    """`check` tells the pages without a translation, and translations of a text that is another now."""
    done = handbook("check", *AS_OF, cwd=root)
    missing, mark = done.problems
    assert missing.startswith("handbook.yml:2:11: language: ")
    assert missing.endswith("under the same paths [LANGUAGE-MISSING] (notice)")
    begin = (
        "pages/de/way.md:1:1: source: does not say which text of pages/way.md it translates; write source: "
    )
    assert mark.startswith(begin)
    now = mark.removeprefix(begin)[:8]
    german = root / "pages/de/way.md"
    german.write_text(german.read_text("utf-8").replace("title:", f"source: {now}\ntitle:"), "utf-8")
    assert len(handbook("check", *AS_OF, cwd=root).problems) == 1
    (root / "pages/way.md").write_text((root / "pages/way.md").read_text("utf-8") + "More.\n", "utf-8")
    _, older = handbook("check", *AS_OF, cwd=root).problems
    assert older.startswith(
        "pages/de/way.md:1:1: source: the translation is of an older text of pages/way.md; "
    )
    assert older.endswith(" [LANGUAGE-OLDER] (warning)")


def test_check_tells_mistakes_in_pages(root: Path) -> None:
    """`check` reads a firm's pages too: a block that is gone after an update is an error with its place."""
    (root / "pages/people").mkdir()
    page = f"---\nextends: true\n---\n{GUARD}\n{{% block gone %}}\nx\n{{% endblock %}}\n"
    (root / "pages/people/decisions.md").write_text(page, "utf-8")
    done = handbook("check", *AS_OF, cwd=root)
    assert done.code == 1
    assert any(line.startswith("pages/people/decisions.md:5:10: ") for line in done.problems)


def test_countries_without_texts_of_their_own_share_those_of_the_language(tmp_path: Path) -> None:
    """Texts are read again for a country only where there are any for it, and say the same either way."""
    for place in ("pages/pt-BR", "pages/de"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "index.md").write_text(f"---\ntitle: In {place}\n---\n{GUARD}\n", "utf-8")
    layers = (*BUNDLED, Layer(tmp_path, "pages", "", "the firm's"))
    read_in = {
        "en-GB": "en",
        "en": "en",
        "de-AT": "de",
        "de": "de",
        "pt-BR": "pt-BR",
        "pt-PT": "en",
        "fr-CA": "fr",
    }
    for language, other in read_in.items():
        assert translated_into(layers, language) == other
        assert repr(read_sources(layers, other)) == repr(read_sources(layers, language))
