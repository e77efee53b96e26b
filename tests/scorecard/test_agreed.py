"""The agreed colour changes only after two reviews in a row say so."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.scorecard.agreed import agreed_status
from pmm_core.vocabulary import Status

ON, RISK, OFF = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ([], None),
        ([None], None),
        ([ON], ON),
        ([ON, OFF], ON),
        ([ON, OFF, OFF], OFF),
        ([ON, OFF, RISK], ON),
        ([ON, OFF, None, OFF], OFF),
        ([ON, OFF, ON, OFF], ON),
        ([ON, OFF, OFF, ON], OFF),
    ],
)
def test_one_review_alone_changes_nothing(said: list[Status | None], holds: Status | None) -> None:
    assert agreed_status(said) is holds


@given(st.lists(st.sampled_from([ON, RISK, OFF]), min_size=1, max_size=12))
def test_the_colour_in_force_was_the_first_or_was_said_twice_in_a_row(said: list[Status]) -> None:
    holds = agreed_status(said)
    twice = {one for one, other in pairwise(said) if one is other}
    assert holds in {said[0], *twice}
    assert agreed_status([*said, OFF, OFF]) is OFF
