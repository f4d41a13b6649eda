"""`python -m handbook` is the `handbook` command, and this is where it begins."""

from __future__ import annotations

import sys


def main() -> int:
    """Do what the program's arguments say, and return the exit code."""
    from handbook.nothing_new import answer  # noqa: PLC0415 -- the quick answer first, by itself

    code = answer(sys.argv[1:])
    if code is not None:
        return code
    from handbook.garbage import seldom  # noqa: PLC0415 -- as above

    seldom()
    from handbook.cli import main as command_line  # noqa: PLC0415 -- as above

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
