"""Whatever the loader takes for an address, a page can link, and the link leads there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from handbook.fill.escape import as_url
from handbook.language import Words
from handbook.model.addresses import read_email, read_phone, read_url
from handbook.model.reading import Misread
from handbook.records import Url
from handbook.render.desk import Desk
from handbook.render.filters import FILTERS
from handbook.render.ledger import Ledger
from handbook.render.values import Value
from handbook.slots import Kind, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from handbook.records import Leaf

_LOCAL = st.text("abcXYZ019!#$%&'*+/=?^_`{|}~-.", min_size=1, max_size=12)
_NUMBER = st.text("0123456789 ()./-+", min_size=3, max_size=16)
_EXTENSION = st.sampled_from(["", "x1", " x 12", " ext. 3", "ext4"])


def _target(name: str, leaf: Leaf) -> str:
    """Return the address that a filter makes of a value."""
    desk = Desk(Ledger(Scope.PAGE), Words("en-GB"), {}, {}, lambda _: NotImplemented)
    made = FILTERS[name](desk, Value(leaf, ("field",), desk))
    assert desk.problems == []
    assert isinstance(made, Value)
    assert isinstance(made.leaf, Url)
    assert made.kind is Kind.URL
    return made.leaf.address


def _taken(read: Callable[[str], str], text: str) -> bool:
    try:
        read(text)
    except Misread:
        return False
    return True


@given(_LOCAL.map(lambda local: f"{local}@x-y.example").filter(lambda text: _taken(read_email, text)))
def test_every_mail_address_can_be_linked(text: str) -> None:
    """A mail address of any form opens a letter to just this address."""
    target = _target("mailto", text)
    written = as_url(target)
    assert written is not None
    assert target.startswith("mailto:")
    assert unquote(target.removeprefix("mailto:")) == text
    assert not re.search(r"[?#&]", target)


@given(st.builds(str.__add__, _NUMBER, _EXTENSION).filter(lambda text: _taken(read_phone, text)))
def test_every_phone_number_can_be_linked(text: str) -> None:
    """A phone number of any form dials its digits, and its extension after them."""
    target = _target("tel", text)
    assert re.fullmatch(r"tel:\+?[0-9]+(;ext=[0-9]+)?", target)
    assert as_url(target) == target


@given(st.text("abc/?&=#%[]@:;'!$()*+,~é ", max_size=20).map(lambda rest: f"https://x.example/{rest}"))
def test_every_web_address_can_be_linked(text: str) -> None:
    """A web address that the loader takes is a link target."""
    if _taken(read_url, text):
        assert as_url(_target("href", Url(text))) is not None
