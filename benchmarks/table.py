"""Prints what a portfolio costs beside its peers, each figure a ratio of medians of runs that took turns.

python benchmarks/table.py [--engagements 50] [--runs 5] [--only WORDS]

Needs what the dependency group `benchmarks` of pyproject.toml names. Nothing of it is a test: machines
differ, and the last column says how much the single pairs did.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import hugo_sites
import portfolio
from measure import Cost, cost_of, paired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from measure import Pair

PYTHON = sys.executable
HANDBOOK = (PYTHON, "-m", "handbook", "build", *portfolio.DAY)
CLIENT = ("--edition", "client")
_MANY = 1000


@dataclass
class Bench:
    """A generated workspace with a place for output and for what is kept between runs."""

    folder: Path
    count: int
    runs: int

    def __post_init__(self) -> None:
        """Write the workspace."""
        self.files = portfolio.make(self.folder / "firm", self.count)
        self.firm = self.folder / "firm"
        self.numbers = itertools.count()

    def build(self, *words: str, cold: bool = False, firm: Path | None = None) -> Cost:
        """Return what a build of the workspace costs; a cold one finds no sites and nothing kept."""
        firm = firm or self.firm
        if cold:
            for gone in (firm / "sites", self.folder / "kept"):
                shutil.rmtree(gone, ignore_errors=True)
        return cost_of((*HANDBOOK, *words), firm, self._environment())

    def plain(self, number: int | None = None, firm: Path | None = None) -> Cost:
        """Return what one plain build of one engagement costs."""
        files = self.files if firm is None else sorted((firm / "engagements").glob("*.yml"))
        file = files[next(self.numbers) % len(files) if number is None else number]
        settings = portfolio.ROOT / "mkdocs.yml"
        site = self.folder / "plain"
        environment = {**self._environment(), "ENGAGEMENT": str(file), "AS_OF": portfolio.DAY[1]}
        return cost_of(
            (PYTHON, "-m", "mkdocs", "build", "-q", "-f", settings, "--site-dir", site),
            self.firm,
            environment,
        )

    def pair(self, ours: Callable[[], Cost], theirs: Callable[[], Cost]) -> Pair:
        """Return what two things cost, run in turn."""
        return paired(ours, theirs, self.runs)

    def touch(self) -> None:
        """Change one engagement's file."""
        with self.files[self.count // 2].open("a", encoding="utf-8") as file:
            file.write(f"# {next(self.numbers)}\n")

    def turn_a_page(self) -> None:
        """Change one page that all engagements show."""
        page = self.firm / "pages" / "people" / "escalation.md"
        if not page.exists():
            page.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(portfolio.ROOT / "docs" / "people" / "escalation.md", page)
            (self.firm / "handbook.yml").write_text("schema: 1\n", "utf-8")
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\nOne more sentence, number {next(self.numbers)}.\n")

    def _environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(portfolio.ROOT / "src"), "HANDBOOK_CACHE": str(self.folder / "kept")}


@dataclass(frozen=True)
class Row:
    """A claim, what it is held against, and what was measured."""

    claim: str
    target: str
    pair: Pair
    times: float = 1

    def line(self) -> str:
        """Return the row as a line of the table."""
        cpu, wall = (self.pair.ratio(of) / self.times for of in (_cpu, _wall))
        return f"| {self.claim} | {self.target} | {cpu:.3g} | {wall:.3g} | {self.pair.noise(_cpu):.0%} |"


def _cpu(cost: Cost) -> float:
    return cost.cpu


def _wall(cost: Cost) -> float:
    return cost.wall


def cold(bench: Bench) -> Iterator[Row]:
    """One edition of all, from nothing, against one plain build and as many as there are engagements."""
    pair = bench.pair(lambda: bench.build(*CLIENT, cold=True), bench.plain)
    yield Row(f"{bench.count} engagements, client edition, cold : ONE plain build", "<= 2.5", pair)
    yield Row(f"the same : {bench.count} plain builds", "<= 0.05", pair, bench.count)
    memory = pair.ratio(lambda cost: cost.memory)
    yield _of_memory(f"peak memory at {bench.count} : one plain build", "<= 1.5", memory)


def _of_memory(claim: str, target: str, ratio: float) -> Row:
    one = Cost(1, 1, 1)
    return Row(claim, target, paired(lambda: Cost(ratio, ratio, ratio), lambda: one, 1))


def hugo(bench: Bench) -> Iterator[Row]:
    """Let Hugo build the same pages with the smallest layout: a site for each, and all in one."""
    *each, everything = hugo_sites.write(bench.files, bench.folder / "hugo")

    def run(folder: Path) -> Cost:
        shutil.rmtree(folder / "public", ignore_errors=True)
        return cost_of((hugo_sites.HUGO, "--quiet"), folder)

    def all_of_them() -> Cost:
        costs = [run(folder) for folder in each]
        return sum(costs[1:], costs[0])

    ours = lambda: bench.build(*CLIENT, cold=True)  # noqa: E731 -- a name for the line below
    yield Row("the same : Hugo, a site for each", "< 1", bench.pair(ours, all_of_them))
    yield Row("the same : Hugo, all in one site", "< 1", bench.pair(ours, lambda: run(everything)))


def both(bench: Bench) -> Iterator[Row]:
    """Both editions against the client's alone."""
    pair = bench.pair(lambda: bench.build(cold=True), lambda: bench.build(*CLIENT, cold=True))
    yield Row("both editions : the client's only", "<= 2.5", pair)


def changed(bench: Bench) -> Iterator[Row]:
    """One file or one page changed, in a new process."""
    bench.build(*CLIENT)

    def one_file() -> Cost:
        bench.touch()
        return bench.build(*CLIENT)

    yield Row("one YAML changed : a plain build of that site", "<= 0.2", bench.pair(one_file, bench.plain))

    def one_page() -> Cost:
        bench.turn_a_page()
        return bench.build(*CLIENT)

    one_page()
    yield Row(
        f"one page changed, {bench.count} engagements : one plain build",
        "<= 1",
        bench.pair(one_page, bench.plain),
    )


def unchanged(bench: Bench) -> Iterator[Row]:
    """Nothing changed, against an empty Python."""
    bench.build(*CLIENT)
    nothing = lambda: cost_of((PYTHON, "-c", "pass"), bench.firm)  # noqa: E731 -- as above
    pair = paired(lambda: bench.build(*CLIENT), nothing, max(bench.runs, 9))
    yield Row(f"nothing changed, {bench.count} engagements : python -c pass", "<= 5", pair)


def writing(bench: Bench) -> Iterator[Row]:
    """All of it again with everything kept, against writing the same bytes."""
    bench.build(*CLIENT)
    code = "import os, sys; sys.path.insert(0, sys.argv[1]); import table; table.write_again(*sys.argv[2:])"

    def write() -> Cost:
        shutil.rmtree(bench.folder / "written", ignore_errors=True)
        here = str(Path(__file__).parent)
        return cost_of((PYTHON, "-c", code, here, bench.firm / "sites", bench.folder / "written"), bench.firm)

    yield Row(
        "all again, warm : writing the same bytes",
        "<= 2.5",
        bench.pair(lambda: bench.build(*CLIENT, "--rebuild"), write),
    )


def write_again(source: str, target: str) -> None:
    """Write all files of a folder to another, those that are there already as links, and see them on disk."""
    seen: dict[bytes, Path] = {}
    for file in sorted(path for path in Path(source).rglob("*") if path.is_file()):
        content, place = file.read_bytes(), Path(target) / file.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        if content in seen:
            place.hardlink_to(seen[content])
            continue
        seen[content] = place
        with place.open("wb") as opened:
            opened.write(content)
            os.fsync(opened.fileno())


def pages(bench: Bench) -> Iterator[Row]:
    """Compare what a page costs where there are four times as many, in a portfolio of ten."""
    few, many = bench.folder / "few", bench.folder / "many"
    portfolio.make(few, 10)
    portfolio.make(many, 10, 150)

    def per_page(firm: Path) -> Cost:
        cost = bench.build(*CLIENT, cold=True, firm=firm)
        number = len(list((firm / "sites").rglob("*.html"))) or 1
        return Cost(cost.cpu / number, cost.wall / number, cost.memory)

    pair = bench.pair(lambda: per_page(many), lambda: per_page(few))
    yield Row("a page of 200 : a page of 50, 10 engagements", "< 1.5", pair)


def many(bench: Bench) -> Iterator[Row]:
    """Build a thousand engagements, both editions: once, since it takes long."""
    firm = bench.folder / "thousand"
    portfolio.make(firm, _MANY)
    fifty = bench.build(cold=True)
    thousand = bench.build(cold=True, firm=firm)
    pair = paired(lambda: thousand, lambda: fifty, 1)
    yield Row(f"a site of {_MANY} : a site of {bench.count}, both editions", "< 1", pair, _MANY / bench.count)
    plain = bench.plain()
    yield _of_memory(f"peak memory at {_MANY} : one plain build", "<= 2.5", thousand.memory / plain.memory)
    nothing = lambda: cost_of((PYTHON, "-c", "pass"), firm)  # noqa: E731 -- as above
    again = paired(lambda: bench.build(firm=firm), nothing, max(bench.runs, 5))
    yield Row(f"nothing changed, {_MANY} engagements : python -c pass", "<= 20", again)


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "cold": cold, "hugo": hugo, "both": both, "changed": changed, "unchanged": unchanged,
    "writing": writing, "pages": pages, "many": many,
}  # fmt: skip


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engagements", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=ROWS, default=[name for name in ROWS if name != "many"])
    asked = parser.parse_args()
    print("| claim (ours : theirs) | at least | CPU | wall | noise of the CPU ratio |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.engagements, asked.runs)
        for name in asked.only:
            for row in ROWS[name](bench):
                print(row.line(), flush=True)


if __name__ == "__main__":
    main()
