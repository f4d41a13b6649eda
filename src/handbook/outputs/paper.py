"""The paper that an edition is printed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handbook.facts.sides import client, client_parties
from handbook.records import Record, code, find

if TYPE_CHECKING:
    from handbook.view import View

_LETTER_COUNTRIES: Final = frozenset({"CA", "CL", "CO", "CR", "GT", "MX", "PA", "PH", "PR", "SV", "US", "VE"})


def on_letter(view: View) -> bool:
    """Return whether the file, or else the client's country, says Letter and not A4."""
    paper = code(view.root, "site.paper")
    parties = (client(view.root), *client_parties(view.root))
    countries = [find(party, "country", str) for party in parties if isinstance(party, Record)]
    return paper == "Letter" if paper else next(filter(None, countries), "") in _LETTER_COUNTRIES
