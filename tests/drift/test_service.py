"""Requests kept in a real store, and the drift that is read from them."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import add, archive, restore, save
from pmm_core.demo.sources import LAST_DAY
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.outside import Basis, DriftState
from pmm_core.drift.service import (
    read_archived,
    read_challenges,
    read_drift,
    read_requests,
    save_requests,
)
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotPermitted
from pmm_core.models import Challenge, WorkRequest
from pmm_core.store.store import Store
from pmm_core.vocabulary import JourneyStage, RequestDecision, Role

ADA = Actor("Ada Moreno")
AS_OF = dt.date(2026, 3, 31)


def asked(store: Store, name: str = "Custom deck", **said: Any) -> WorkRequest:
    given = {"requester": "Sales", "asked_on": dt.date(2026, 3, 5), **said}
    return add(store=store, actor=ADA, draft=RequestDraft(name=name, **given))


def drift(store: Store):
    return read_drift(store=store, actor=ADA, as_of=AS_OF)


def test_an_archived_request_counts_no_more_and_a_restored_one_again(any_store: Store) -> None:
    row = asked(any_store, decision=RequestDecision.DO, inside=False)
    assert drift(any_store).whole.items == 1
    gone = archive(store=any_store, actor=ADA, noun=row)
    assert drift(any_store).whole.items == 0
    assert [one.name for one in read_archived(store=any_store, actor=ADA)] == ["Custom deck"]
    restore(store=any_store, actor=ADA, noun=gone)
    assert drift(any_store).whole.items == 1


def test_the_challenge_is_named_also_once_it_is_archived(store: Store) -> None:
    with store.write(actor=ADA) as unit:
        trials = unit.add(Challenge(name="Trials", stage=JourneyStage.TRIAL_CONVERSION))
    asked(store, decision=RequestDecision.DO, inside=True, challenge_id=trials.id)
    archive(store=store, actor=ADA, noun=trials)
    assert [one.name for one in drift(store).by_challenge] == ["Trials"]
    assert [one.name for one in read_challenges(store=store, actor=ADA)] == ["Trials"]


def test_many_requests_are_tagged_in_one_step(store: Store) -> None:
    rows = [asked(store, f"Deck {n}", decision=RequestDecision.DO) for n in range(3)]
    tagged = [(row, RequestDraft.of(row).model_copy(update={"inside": False})) for row in rows]
    saved = save_requests(store=store, actor=ADA, changes=tagged)
    assert [row.version for row in saved] == [2, 2, 2]
    assert drift(store).whole.items_outside == 3


def test_one_that_somebody_saved_first_holds_all_of_them_back(store: Store) -> None:
    rows = [asked(store, f"Deck {n}") for n in range(3)]
    other = RequestDraft.of(rows[1]).model_copy(update={"inside": True})
    save(store=store, actor=Actor("Jonas Weber"), base=rows[1], draft=other)
    tagged = [(row, RequestDraft.of(row).model_copy(update={"inside": False})) for row in rows]
    with pytest.raises(ChangedElsewhere, match="Jonas Weber") as refused:
        save_requests(store=store, actor=ADA, changes=tagged)
    assert refused.value.details["fields"] == [
        {"field": "inside", "base": None, "theirs": True, "yours": False}
    ]
    found = {row.name: row.inside for row in read_requests(store=store, actor=ADA)}
    assert found == {"Deck 0": None, "Deck 1": True, "Deck 2": None}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Give a value"),
        ({"requester": " "}, "Give a value"),
        ({"hours": -1}, "at least 0"),
        ({"hours": float("nan")}, "finite"),
        ({"decision": RequestDecision.DECLINE}, "Say why"),
        ({"decision": RequestDecision.LATER, "reason": " "}, "Say why"),
        ({"asked_on": dt.date(202, 3, 5)}, "check its year"),
        ({"decided_on": dt.date(2026, 3, 6)}, "what was decided"),
        ({"decision": RequestDecision.DO, "decided_on": dt.date(2026, 3, 4)}, "before it was"),
    ],
)
def test_a_request_that_says_something_impossible_is_explained(said, sentence: str) -> None:
    given = {
        "name": "Deck",
        "requester": "Sales",
        "asked_on": dt.date(2026, 3, 5),
        **said,
    }
    with pytest.raises(InvalidInput, match=sentence):
        RequestDraft.check(**given)


def test_a_visitor_reads_the_sample_and_writes_nothing(sample: Store, store: Store) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR)
    assert read_drift(store=sample, actor=visitor, as_of=LAST_DAY).asked
    with pytest.raises(NotPermitted):
        read_drift(store=store, actor=visitor, as_of=AS_OF)
    with pytest.raises(NotPermitted):
        save_requests(store=sample, actor=visitor, changes=[])


def test_the_sample_drifts_towards_what_sales_asks_for(sample: Store) -> None:
    found = read_drift(store=sample, actor=ADA, as_of=LAST_DAY)
    assert found.asked == 31
    assert (found.whole.basis, found.whole.state) == (Basis.HOURS, DriftState.ENOUGH)
    assert (found.whole.numerator, found.whole.denominator) == (144, 389)
    assert found.by_requester[0].name == "Sales"
    before, now = (group.outside.share.value for group in found.by_quarter)
    assert before == pytest.approx(32 / 176)
    assert now == pytest.approx(112 / 213)
    assert found.whole.untagged == 1
    assert all(one.reason for one in found.not_taken_on)
    assert {one.decision for one in found.not_taken_on} == {
        RequestDecision.LATER,
        RequestDecision.DECLINE,
    }
