"""A definition that contradicts itself is refused with a reason."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.adoption import wording
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.vocabulary import Clock, LateJoiners

DAY = dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"launched_on": None}, "definition_invalid"),
        ({"expose": "sign_up"}, "definition_invalid"),
        ({"adopt": ()}, "definition_invalid"),
        ({"adopt": ("",)}, "definition_invalid"),
        ({"leave": "use"}, "definition_invalid"),
        ({"active_days": 0}, "definition_invalid"),
        ({"min_uses": 0}, "definition_invalid"),
        ({"min_days": 0}, "definition_invalid"),
        ({"windows": ()}, "definition_invalid"),
        ({"windows": (-1, 5)}, "definition_invalid"),
        ({"windows": (10, 5)}, "definition_invalid"),
        ({"windows": (5, 5)}, "definition_invalid"),
        ({"horizon": 29}, "horizon_below_window"),
        ({"horizon": 5000}, "definition_invalid"),
        ({"active_days": 10**9}, "definition_invalid"),
        ({"min_days": 10**9}, "definition_invalid"),
        ({"min_uses": 10**20}, "definition_invalid"),
        ({"timezone": "Mars/Olympus"}, "timezone_unknown"),
        ({"timezone": "../etc/passwd"}, "timezone_unknown"),
    ],
)
def test_a_contradiction_is_refused(changes: dict[str, Any], code: str) -> None:
    given: dict[str, Any] = {"adopt": ("use",), "launched_on": DAY, **changes}
    with pytest.raises(InvalidInput) as refused:
        AdoptionDefinition(**given)
    assert refused.value.code == code


def test_the_clock_follows_from_what_was_given() -> None:
    assert AdoptionDefinition(adopt=("use",), launched_on=DAY).clock is Clock.LAUNCH
    assert AdoptionDefinition(adopt=("use",), expose="any").clock is Clock.EXPOSURE


def test_the_first_possible_day_follows_from_the_rule() -> None:
    rule = AdoptionDefinition(adopt=("use",), expose="any", after_exposure_day=True, min_days=3)
    assert rule.first_possible_day == 3
    assert AdoptionDefinition(adopt=("use",), expose="any", min_uses=5).first_possible_day == 0


def test_a_definition_reads_as_one_sentence() -> None:
    rule = AdoptionDefinition(
        adopt=("use", "share"),
        launched_on=DAY,
        late_joiners=LateJoiners.EXCLUDE,
        after_exposure_day=True,
        min_uses=3,
        min_days=2,
        leave="close",
        timezone="Europe/Berlin",
    )
    assert wording.definition(rule) == (
        "Share of the units seen in the 28 days before the launch on 01 Mar 2025 that had “use” or "
        "“share” at least 3 times on at least 2 different days, counted from the day after the "
        "launch; late joiners are left out; after “close” a unit can no longer adopt; calendar "
        "days in Europe/Berlin."
    )
    assert wording.definition(AdoptionDefinition(adopt=("any",), expose="sign_up")) == (
        "Share of the units with the event “sign_up” that had any event, counted from a unit's "
        "first “sign_up”; calendar days in UTC."
    )
