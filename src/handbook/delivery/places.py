"""The forms in which an edition lies in a folder of this machine: as it is, as one zip, or for Pages."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import TYPE_CHECKING

from handbook.publish import claim
from handbook.view import Edition
from handbook.workspace import is_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

# A zip needs a time for each file; the first that it can hold is nobody's.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16
_UNIX = 3
# At the top of a public address stands nothing that tells one client of another.
_NOTHING_HERE = b"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Nothing here</title></head>
<body><p>There is nothing here. Please use the whole address that you were given.</p></body>
</html>
"""


def zip_name(engagement: str, edition: str, as_of: date) -> str:
    """Return what the zip of an edition is called: `spokeshare-booking-client-2026-11-22.zip`."""
    return f"{engagement}-{edition}-{as_of.isoformat()}.zip"


def zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    """Return an edition as one zip, in which all files stand in one folder.

    The files are stored and not compressed: what compression makes of the same bytes differs from machine to
    machine, and a zip of the same edition is to be the same everywhere.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", _NO_TIME)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content)
    return written.getvalue()


def beside_pages(out: Path) -> None:
    """Make an output folder one that GitHub and GitLab Pages publish as it is, with nothing at its top."""
    claim(out)
    top = {".nojekyll": b"", "robots.txt": b"User-agent: *\nDisallow: /\n"}
    for name, content in {**top, "index.html": _NOTHING_HERE, "404.html": _NOTHING_HERE}.items():
        (out / name).write_bytes(content)


def prune(out: Path, known: Iterable[str]) -> Iterator[Path]:
    """Take away the editions in an output folder of engagements that are not known any more; yield each."""
    claim(out)
    here = set(known)
    for home in sorted(out.iterdir()):
        if home.name in here or not is_id(home.name) or home.is_symlink() or not home.is_dir():
            continue
        editions = [home / edition.value for edition in Edition]
        ours = [place for place in editions if not place.is_symlink() and (place / "edition.json").is_file()]
        for place in ours:
            shutil.rmtree(place)
            yield place
        if ours and not any(home.iterdir()):
            home.rmdir()
