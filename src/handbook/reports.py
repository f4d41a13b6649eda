"""What was found in engagement files, in the forms that people, scripts and code hosts read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from handbook import __version__
from handbook.errors import CODES, Place, Problem, Refused, Severity
from handbook.workspace import firm_file, record_folder, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import date

    from handbook.findings import Fault, Finding, Neighbours
    from handbook.load import FirmFile, Loaded
    from handbook.proof import Neighbour
    from handbook.published import History
    from handbook.workspace import Source

_PERHAPS_GIVEN: Final = frozenset({"FIELD-REQUIRED", "FIRM-WITHOUT"})
_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS: Final = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.NOTICE, "note"))


class Report(Struct, frozen=True):
    """What was found in one file: its problems in file order, then the findings, worst first.

    `id` is the engagement's. `faults` are the rules that failed: our own mistakes, never the file's.
    """

    file: str
    id: str
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()
    faults: tuple[Fault, ...] = ()

    def has(self, *severities: Severity) -> bool:
        """Return whether any problem, or any finding that is not accepted, is that severe."""
        open_findings = (one.severity for one in self.findings if not one.accepted)
        return any(severity in severities for severity in (*self._of_problems(), *open_findings))

    def _of_problems(self) -> Iterator[Severity]:
        return (problem.severity for problem in self.problems)


def load_source(source: Source) -> Loaded:
    """Return the engagement of a file, its name in messages as the source shows it.

    What it leaves out comes from the firm's handbook.yml. Refuses with every problem of both.
    """
    from handbook.load import load  # noqa: PLC0415 -- the model is slow to import

    firm, problems = _firm(source)
    try:
        loaded = load(source.path, source.place.file, firm)
    except Refused as refused:
        # With defaults that cannot be read, what they would have given seems to be missing.
        own = [known for known in refused.problems if not problems or known.code not in _PERHAPS_GIVEN]
        raise Refused([*problems, *own]) from None
    if problems:
        raise Refused(problems)
    return loaded


def neighbours(sources: Iterable[Source]) -> dict[str, Neighbour]:
    """Return engagements as those that no other one's client may read of; a file is read only when asked."""
    from handbook.findings import names_of_client  # noqa: PLC0415 -- brings the model along
    from handbook.proof import Neighbour  # noqa: PLC0415 -- as above

    def names(source: Source) -> Callable[[], Collection[str]]:
        return lambda: names_of_client(load_source(source).engagement)

    return {source.id: Neighbour(source.path, names(source)) for source in sources}


def _firm(source: Source) -> tuple[FirmFile | None, tuple[Problem, ...]]:
    """Return the firm's file that an engagement takes over from, if any, or what is wrong with it."""
    from handbook.load import read_firm  # noqa: PLC0415 -- as above

    path = firm_file(source.path)
    if path is None:
        return None, ()
    try:
        return read_firm(path, shown(path, source.start)), ()
    except Refused as refused:
        return None, refused.problems


def history_of(loaded: Loaded, edition: str) -> History:
    """Return what was handed over of an edition before. Refuses a damaged record, at its line."""
    from handbook.published import read_history  # noqa: PLC0415 -- the types are slow to import

    path = record_of(loaded, edition)
    return read_history(path, loaded.engagement.id, edition, shown(path, Path.cwd()))


def record_of(loaded: Loaded, edition: str) -> Path:
    """Return the file with the record of an edition, whether it is there or not."""
    from handbook.published import record_file  # noqa: PLC0415 -- as above

    return record_file(record_folder(loaded.path), loaded.engagement.id, edition)


def reports(sources: Sequence[Source], as_of: date) -> tuple[Report, ...]:
    """Return what is found in engagements on a day; none of them may name another one's client."""
    from handbook.findings import Neighbours, names_of_client  # noqa: PLC0415 -- brings the model along

    of_pages = _of_pages(as_of)
    read = [(source, *_read(source, of_pages)) for source in sources]
    names = {source.id: names_of_client(loaded.engagement) for source, loaded, _ in read if loaded}
    neighbours = Neighbours(names)
    found = [_report(source, loaded, problems, as_of, neighbours) for source, loaded, problems in read]
    return (*_of_firms(found), *(_without_firm(one) for one in found))


def _of_firms(found: Sequence[Report]) -> Iterator[Report]:
    """Yield a report for each other file with problems: handbook.yml and pages that several may share."""
    several = {problem for one in found for problem in one.problems if problem.place.file != one.file}
    theirs = sorted(several, key=lambda problem: (problem.place, problem.code, problem.message))
    for file in dict.fromkeys(problem.place.file for problem in theirs):
        yield Report(file, "", tuple(problem for problem in theirs if problem.place.file == file))


def _without_firm(report: Report) -> Report:
    """Return a report without the problems of other files: those are told once."""
    own = tuple(problem for problem in report.problems if problem.place.file == report.file)
    wrong = [problem for problem in report.problems if problem.severity is Severity.ERROR]
    if wrong and not own:
        message = f"takes over from {wrong[0].place.file}, which has problems"
        place = Place(report.file, 1, 1)
        own = (Problem(place, "", message, "mend those first", "FIRM-FILE"),)
    return replace(report, problems=own)


def _read(
    source: Source, of_pages: Callable[[Loaded], Iterable[Problem]]
) -> tuple[Loaded | None, tuple[Problem, ...]]:
    try:
        loaded = load_source(source)
    except Refused as refused:
        return None, refused.problems
    return loaded, (*loaded.warnings, *of_pages(loaded))


def _of_pages(as_of: date) -> Callable[[Loaded], Iterable[Problem]]:
    """Return what tells the problems of the pages that an engagement has beyond the handbook's own."""
    from handbook.language import Words  # noqa: PLC0415 -- brings the languages along
    from handbook.layers import BUNDLED, Library, layers, touched  # noqa: PLC0415 -- brings the templates along
    from handbook.outputs.writing import faults_of_pages, no_pages  # noqa: PLC0415 -- as above
    from handbook.pages import BASE_LANGUAGE  # noqa: PLC0415 -- as above
    from handbook.translations import untranslated  # noqa: PLC0415 -- as above

    library = Library()

    def tell(loaded: Loaded) -> Iterator[Problem]:
        ours = layers(loaded) == BUNDLED and Words(loaded.engagement.language).is_of(BASE_LANGUAGE)
        if ours and not loaded.engagement.site.exclude_pages:
            return
        templates = library.of(loaded)
        yield from no_pages(loaded, templates.sources)
        yield from untranslated(loaded, templates.sources)
        theirs = touched(loaded, templates.sources)
        yield from faults_of_pages(loaded, as_of, templates, theirs) if theirs else templates.sources.problems

    return lambda loaded: dict.fromkeys(tell(loaded))


def _report(
    source: Source,
    loaded: Loaded | None,
    problems: tuple[Problem, ...],
    as_of: date,
    neighbours: Neighbours,
) -> Report:
    from handbook.findings import examine  # noqa: PLC0415 -- brings the model along

    if loaded is None:
        return Report(source.place.file, source.id, problems)
    examination = examine(loaded, as_of, neighbours)
    return Report(source.place.file, source.id, problems, examination.findings, examination.faults)


def as_json(found: Sequence[Report]) -> str:
    """Return one object with a list of files, each with its problems and findings."""
    files = [{"path": one.file, "id": one.id, "problems": [*_as_dicts(one)]} for one in found]
    return json.dumps({"files": files}, indent=2, ensure_ascii=False)


def _as_dicts(found: Report) -> Iterator[dict[str, Any]]:
    """Yield each problem and finding as an object; the last three are about findings only."""
    for problem in found.problems:
        yield _as_dict(problem) | {"source": None, "page": None, "accepted": False}
    for finding in found.findings:
        behind = {"source": finding.source, "page": finding.page, "accepted": finding.accepted is not None}
        yield _as_dict(as_problem(finding)) | behind


def _as_dict(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "line": problem.place.line,
        "column": problem.place.column,
        "field": problem.field,
        "message": problem.message,
        "hint": problem.hint,
    }


def as_problem(finding: Finding) -> Problem:
    """Return a finding in the form of a problem: where, which field, what, and what to do."""
    return Problem(
        finding.place, finding.field, finding.message, finding.advice, finding.check, finding.severity
    )


def _open(found: Sequence[Report]) -> Iterator[Problem]:
    """Yield every problem, and every finding that nobody has accepted."""
    for one in found:
        yield from one.problems
        yield from (as_problem(finding) for finding in one.findings if not finding.accepted)


def as_github(found: Sequence[Report]) -> str:
    """Return a workflow command for each problem: GitHub shows them beside the lines of a pull request."""
    return "\n".join(_annotation(problem) for problem in _open(found))


def _annotation(problem: Problem) -> str:
    place = problem.place
    settings = {"file": place.file, "line": place.line, "col": place.column, "title": problem.code}
    shown = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in settings.items())
    return f"::{problem.severity.value} {shown}::{_escaped(_sentence(problem))}"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _sentence(problem: Problem) -> str:
    subject = f"{problem.field}: " if problem.field else ""
    # A finding is a whole sentence, a problem of the file a clause.
    between = " " if problem.message.endswith(".") else "; "
    return f"{subject}{problem.message}" + (f"{between}{problem.hint}" if problem.hint else "")


def as_sarif(found: Sequence[Report]) -> str:
    """Return a SARIF 2.1.0 log, for code hosts and editors; what is accepted is marked as suppressed."""
    problems = list(_open(found))
    accepted = [as_problem(one) for report in found for one in report.findings if one.accepted]
    codes = sorted({problem.code for problem in (*problems, *accepted)})
    rules = [{"id": code, "shortDescription": {"text": _explained(code)}} for code in codes]
    run = {
        "tool": {"driver": {"name": "handbook", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(problem) for problem in problems),
            *(_result(problem) | {"suppressions": [{"kind": "inSource"}]} for problem in accepted),
        ],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _explained(code: str) -> str:
    """Return what a code stands for: the sentence of a problem, or what a rule looks at."""
    from handbook.findings import RULES  # noqa: PLC0415 -- brings the model along

    return RULES[code].looks_at if code in RULES else CODES[code]


def _result(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.place.line, "startColumn": problem.place.column}
    location = {"artifactLocation": {"uri": quote(problem.place.file)}, "region": region}
    return {
        "ruleId": problem.code,
        "level": dict(_SARIF_LEVELS)[problem.severity],
        "message": {"text": _sentence(problem)},
        "locations": [{"physicalLocation": location}],
    }


# The forms that machines read; people read the problems one a line.
FORMATS: Final[tuple[tuple[str, Callable[[Sequence[Report]], str]], ...]] = (
    ("json", as_json),
    ("github", as_github),
    ("sarif", as_sarif),
)
