"""Nothing that anybody may hand in makes the handbook crash, hang, swell or show what is live."""

from __future__ import annotations

import time
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.seeds import seeds, spoilt
from fuzz.targets import TARGETS

INPUTS = {"load": 300, "fill": 1500, "picture": 3000, "pdf": 400}
LONGEST_SECONDS = 5


@pytest.mark.parametrize("target", TARGETS)
def test_right_inputs_are_right(target: str) -> None:
    """What fuzzing begins with holds."""
    for data in seeds(target):
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_spoilt_inputs(target: str) -> None:
    """Inputs spoilt in some places are refused in plain words or come out right, each within 5 seconds."""
    for data in islice(spoilt(target, 1), INPUTS[target]):
        begun = time.monotonic()
        TARGETS[target](data)
        assert time.monotonic() - begun < LONGEST_SECONDS


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes(data: bytes) -> None:
    """Any bytes at all, given to everything that reads bytes."""
    for target in TARGETS.values():
        target(data)
