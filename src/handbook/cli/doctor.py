"""The `doctor` command."""

from __future__ import annotations

import click

from handbook.cli.frame import RIGHT, TO_MEND, Command, say, workspace
from handbook.diagnosis import Finding, examine
from handbook.workspace import OUTPUT


@click.command(cls=Command)
def doctor() -> int:
    """Tell what this machine has and lacks, with the exact cure."""
    findings = list(examine(workspace().root / OUTPUT))
    for finding in findings:
        say(_line(finding))
    lacking = [finding for finding in findings if finding.cure and finding.needed]
    if lacking:
        say(f"{len(lacking)} to mend: {', '.join(finding.subject for finding in lacking)}")
        return TO_MEND
    say("all that is needed is here")
    return RIGHT


def _line(finding: Finding) -> str:
    if not finding.cure:
        return f"ok    {finding.subject}: {finding.found}"
    word = "mend" if finding.needed else "note"
    return f"{word}  {finding.subject}: {finding.found}; {finding.cure}"
