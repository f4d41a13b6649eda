"""Prints what handouts cost beside their peers: the book, and all that is printed, each figure a ratio.

python benchmarks/book.py [--example NAME] [--runs 3] [--engagements 50] [--only WORDS]

The peer of the book is what users of MkDocs pick: mkdocs-to-pdf, which lets WeasyPrint set the same pages as
one PDF. It needs Pango from the system; CONTRIBUTING.md says how to get both.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import portfolio
from measure import Cost, cost_of, paired
from table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PYTHON = sys.executable
EXAMPLES = portfolio.ROOT / "engagement_templates" / "examples"
_DAY = "2026-11-22"
# The settings of our pages, read from another folder, with the peer's plugin beside the search.
_PEER = """INHERIT: {root}/mkdocs.yml
docs_dir: {root}/docs
theme: {{custom_dir: {root}/engagement_templates/theme}}
hooks: [{root}/hooks/engagement.py]
watch: []
strict: false
plugins:
  material/search: {{}}
{plugin}
"""
_PLUGIN = "  to-pdf: {output_path: book.pdf}"


@dataclass
class Bench:
    """One example, and a folder for what is made of it."""

    folder: Path
    example: Path
    runs: int
    count: int

    def plain(self, plugin: str = "") -> Cost:
        """Return what a plain build of the client's site costs, with a plugin of MkDocs if asked."""
        settings = self.folder / "mkdocs.yml"
        settings.write_text(_PEER.format(root=portfolio.ROOT, plugin=plugin), "utf-8")
        site = self.folder / "plain"
        shutil.rmtree(site, ignore_errors=True)
        words = (PYTHON, "-m", "mkdocs", "build", "-q", "-f", settings, "--site-dir", site)
        cost = cost_of(words, self.folder, {**_environment(), "ENGAGEMENT": str(self.example), "AS_OF": _DAY})
        if plugin and not (site / "book.pdf").is_file():
            raise SystemExit("the peer made no book")
        return cost

    def peer_alone(self) -> Cost:
        """Return what the peer's book costs beyond the site."""
        return _less(self.plain(_PLUGIN), self.plain())

    def printed(self, kinds: str) -> Cost:
        """Return what handouts of some kinds cost, in a process of its own that has the finished pages."""
        words = (PYTHON, Path(__file__).with_name("printed.py"), self.example, _DAY, kinds)
        with_them = cost_of(words, self.folder, _environment())
        return _less(with_them, cost_of((*words, "--pages-only"), self.folder, _environment()))

    def many(self, jobs: int) -> Cost:
        """Return what a workspace with all handouts costs in so many processes at once."""
        firm = self.folder / "firm"
        if not firm.exists():
            self._write(firm / "engagements")
        shutil.rmtree(firm / "sites", ignore_errors=True)
        words = (PYTHON, "-m", "handbook", "build", "--as-of", _DAY, "--draft", "--edition", "client")
        return cost_of((*words, "--jobs", str(jobs)), firm, _environment())

    def _write(self, folder: Path) -> None:
        """Write the example so many times: unlike made-up files, it needs no font but ours."""
        shutil.copytree(self.example.parent / "assets", folder / "assets")
        text = self.example.read_text("utf-8")
        for number in range(self.count):
            name = f"engagement-{number:03}"
            (folder / f"{name}.yml").write_text(re.sub(r"(?m)^id: .*", f"id: {name}", text, count=1), "utf-8")


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(portfolio.ROOT / "src")}


def _less(whole: Cost, part: Cost) -> Cost:
    return Cost(whole.cpu - part.cpu, whole.wall - part.wall, whole.memory)


def book(bench: Bench) -> Iterator[Row]:
    """One book of all pages against the peer's, without what their sites cost."""
    if importlib.util.find_spec("mkdocs_to_pdf") is None:
        raise SystemExit('the peer is missing: pip install "mkdocs-to-pdf>=0.12"')
    pair = paired(bench.peer_alone, lambda: bench.printed("book"), bench.runs)
    yield Row("mkdocs-to-pdf with WeasyPrint : our book of the same pages", ">= 8", pair)


def everything(bench: Bench) -> Iterator[Row]:
    """All handouts of one engagement, with the booklets of all roles, against one plain build."""
    pair = paired(lambda: bench.printed("all"), bench.plain, bench.runs)
    yield Row("all handouts of one engagement : one plain build", "<= 3", pair)


def cores(bench: Bench) -> Iterator[Row]:
    """Many engagements with handouts in as many processes as there are cores, against one process."""
    number = os.cpu_count() or 1
    bench.many(1)  # what is kept between runs is there for both
    pair = paired(lambda: bench.many(number), lambda: bench.many(1), 1)
    claim = f"{bench.count} engagements with handouts, {number} processes : one process"
    yield Row(claim, f"wall {1 / number:.2g}", pair)


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {"book": book, "everything": everything, "cores": cores}


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--example", default="public-sector-vendor-po")
    parser.add_argument("--engagements", type=int, default=50)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS))
    asked = parser.parse_args()
    print("| claim | target | CPU | wall | noise of the CPU ratio |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        example = EXAMPLES / f"{asked.example}.yml"
        bench = Bench(Path(folder), example, asked.runs, asked.engagements)
        for name in asked.only:
            for row in ROWS[name](bench):
                print(row.line(), flush=True)


if __name__ == "__main__":
    main()
