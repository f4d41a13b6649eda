"""The commands that take an edition to a server: said in full, to be read before they run."""

from __future__ import annotations

import re
import shlex
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_S3 = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w.+=@-]+)*/?")
_RSYNC = re.compile(r"(?!-)([\w.-]+@)?[\w.-]+:[\w./~+=@-]*|rsync://[\w./:@~+=-]+|/[\w./~+=@ -]*")


class Command(Struct, frozen=True):
    """One command as its words, the program first."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return shlex.join(self.words)


class Remote(Struct, frozen=True):
    """A kind of server: what its addresses look like, the command for a folder, and that for all of them."""

    address: re.Pattern[str]
    example: str
    one: Callable[[str, str], tuple[str, ...]]
    all: Callable[[str, str], tuple[str, ...]]


def _rsync(source: str, target: str) -> tuple[str, ...]:
    # By content and not by time: every build writes every file anew.
    return (
        "rsync",
        "--recursive",
        "--checksum",
        "--delete-after",
        "--mkpath",
        "--",
        f"{source}/",
        f"{target}/",
    )


def _rsync_all(source: str, target: str) -> tuple[str, ...]:
    *options, last, here, there = _rsync(source, target)
    return *options, "--exclude=/.handbook", last, here, there


def _s3(source: str, target: str) -> tuple[str, ...]:
    return "aws", "s3", "sync", source, target, "--delete", "--no-follow-symlinks"


def _s3_all(source: str, target: str) -> tuple[str, ...]:
    return *_s3(source, target), "--exclude", ".handbook"


REMOTES: Mapping[str, Remote] = MappingProxyType(
    {
        "rsync": Remote(_RSYNC, "deploy@handbook.example:/srv/handbook", _rsync, _rsync_all),
        "s3": Remote(_S3, "s3://handbook-example/clients", _s3, _s3_all),
    }
)


def commands(
    kind: str, out: str, target: str, editions: tuple[str, ...], *, prune: bool
) -> tuple[Command, ...]:
    """Return the commands that take editions (`spokeshare-booking/client`) from a folder to a server.

    With `prune` one command makes the whole server what the folder is. Raises ValueError for an address that
    is none of that kind.
    """
    remote = REMOTES[kind]
    if not remote.address.fullmatch(target):
        raise ValueError(f"'{target}' is no address for {kind}; write it as {remote.example}")
    base = target.rstrip("/")
    if prune:
        return (Command(remote.all(out, base)),)
    return tuple(Command(remote.one(f"{out}/{edition}", f"{base}/{edition}")) for edition in editions)
