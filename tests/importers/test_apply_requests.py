"""Requests into a real store: one a requester, thing and day; blanks keep what was said."""

import datetime as dt

import pytest

from pmm_core.catalogue.service import add, archive, save
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.service import read_requests
from pmm_core.errors import InvalidInput
from pmm_core.importers.profiles import PROFILES, ProfileId, template
from pmm_core.importers.undo import undo
from pmm_core.models import Challenge, WorkRequest
from pmm_core.prioritizer.drafts import ChallengeDraft
from pmm_core.store.store import Store
from pmm_core.vocabulary import JourneyStage, RequestDecision
from tests.importers.reading import text
from tests.importers.stored import ADA, codes, imported, planned, row_counts

HEADERS = (
    "Requested by",
    "what",
    "asked on",
    "hours",
    "points",
    "decision",
    "decided on",
    "reason",
    "mandate",
    "challenge",
)


def request(what: str = "Custom deck", on: str = "2026-03-05", **said: str) -> list[str]:
    cells = {"Requested by": "Sales", "what": what, "asked on": on, **said}
    return [cells.get(header, "") for header in HEADERS]


def requests(store: Store) -> dict[str, WorkRequest]:
    return {one.name: one for one in read_requests(store=store, actor=ADA)}


def test_a_row_says_all_there_is_about_a_request(store: Store) -> None:
    with store.write(actor=ADA) as unit:
        unit.add(Challenge(name="Trials do not convert", stage=JourneyStage.TRIAL_CONVERSION))
    row = request(
        hours="12.5",
        decision="do",
        mandate="inside",
        challenge="trials do not convert",
        **{"decided on": "2026-03-06"},
    )
    result = imported(store, text(HEADERS, row))
    assert result.plan.match.profile.id is ProfileId.REQUESTS
    stored = requests(store)["Custom deck"]
    assert (stored.requester, stored.asked_on) == ("Sales", dt.date(2026, 3, 5))
    assert (stored.hours, stored.points, stored.inside) == (12.5, None, True)
    assert stored.decision is RequestDecision.DO
    assert stored.decided_on == dt.date(2026, 3, 6)
    assert stored.challenge_id == 1


def test_what_is_not_said_stays_unknown(store: Store) -> None:
    imported(store, text(HEADERS, request()))
    stored = requests(store)["Custom deck"]
    assert (stored.inside, stored.decision, stored.hours, stored.reason) == (None, None, None, None)


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    rows = text(HEADERS, request(), request("Tender", hours="30", mandate="outside"))
    first = imported(store, rows)
    before = row_counts(store)
    second = imported(store, rows)
    assert (second.import_id, second.plan.same_as) == (None, first.import_id)
    respelled = text(HEADERS, request("CUSTOM DECK"), request(" tender "))
    third = imported(store, respelled)
    assert (third.import_id, third.plan.rows.unchanged) == (None, 2)
    assert row_counts(store) == before


def test_a_changed_row_changes_its_request_and_blanks_keep_what_was_said(store: Store) -> None:
    imported(store, text(HEADERS, request(hours="10", mandate="outside")))
    imported(store, text(HEADERS, request(decision="do")))
    stored = requests(store)["Custom deck"]
    assert (stored.hours, stored.inside, stored.decision) == (10, False, RequestDecision.DO)
    assert stored.version == 2


def test_a_request_of_another_day_or_requester_is_another(store: Store) -> None:
    rows = [request(), request(on="2026-03-06"), request(**{"Requested by": "Growth"})]
    assert imported(store, text(HEADERS, *rows)).plan.rows.accepted == 3


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"Requested by": ""}, "requester_missing"),
        ({"what": ""}, "what_missing"),
        ({"asked on": ""}, "asked_on_missing"),
        ({"asked on": "2026-04-11"}, "date_in_future"),
        ({"hours": "-2"}, "number_not_plain"),
        ({"hours": "31%"}, "number_not_plain"),
        ({"hours": "lots"}, "number_unreadable"),
        ({"decision": "maybe"}, "word_unknown"),
        ({"mandate": "perhaps"}, "word_unknown"),
        ({"decision": "decline"}, "draft_invalid"),
        ({"decision": "do", "decided on": "2026-03-04"}, "draft_invalid"),
        ({"decided on": "2026-03-06"}, "draft_invalid"),
        ({"challenge": "Nobody knows us"}, "challenge_unknown"),
        ({"what": "x" * 301}, "draft_invalid"),
    ],
)
def test_a_row_that_says_something_impossible_is_named_and_nothing_is_stored(
    store: Store, said: dict[str, str], code: str
) -> None:
    rows = text(HEADERS, request("Tender"), request(**said))
    plan = planned(store, rows)
    assert codes(plan) == [(3, code)]
    with pytest.raises(InvalidInput, match="1 of 2 rows"):
        imported(store, rows)
    assert not requests(store)
    assert imported(store, rows, skip_rejected=True).plan.rows.accepted == 1
    assert list(requests(store)) == ["Tender"]


def test_a_challenge_whose_name_two_carry_is_not_chosen_for_anybody(store: Store) -> None:
    for stage in (JourneyStage.RETENTION, JourneyStage.CHURN):
        add(store=store, actor=ADA, draft=ChallengeDraft(name="Buyers leave", stage=stage))
    plan = planned(store, text(HEADERS, request(challenge="Buyers leave")))
    assert codes(plan) == [(2, "challenge_ambiguous")]


def test_two_rows_that_disagree_are_both_put_aside_and_a_repeat_counts_once(store: Store) -> None:
    rows = [request(hours="3"), request(hours="4"), request("Tender"), request("tender")]
    plan = planned(store, text(HEADERS, *rows))
    assert codes(plan) == [(2, "key_repeated"), (3, "key_repeated")]
    assert (plan.rows.accepted, plan.rows.duplicate) == (1, 1)


def test_undo_archives_what_was_made_and_gives_back_what_was_changed(any_store: Store) -> None:
    imported(any_store, text(HEADERS, request(hours="10")))
    changed = imported(any_store, text(HEADERS, request(hours="12"), request("Tender")))
    assert changed.import_id is not None
    done = undo(store=any_store, actor=ADA, import_id=changed.import_id)
    assert (done.withdrawn, done.restored, done.already) == (2, 1, False)
    assert {name: one.hours for name, one in requests(any_store).items()} == {"Custom deck": 10}


def test_undo_keeps_what_somebody_changed_since(store: Store) -> None:
    imported(store, text(HEADERS, request(hours="10")))
    changed = imported(store, text(HEADERS, request(hours="12", mandate="outside")))
    base = requests(store)["Custom deck"]
    draft = RequestDraft.of(base).model_copy(update={"hours": 15.0})
    save(store=store, actor=ADA, base=base, draft=draft)
    undo(store=store, actor=ADA, import_id=changed.import_id or 0)
    kept = requests(store)["Custom deck"]
    assert (kept.hours, kept.inside) == (15, None)


def test_a_file_taken_back_can_be_brought_again(store: Store) -> None:
    rows = text(HEADERS, request())
    first = imported(store, rows)
    undo(store=store, actor=ADA, import_id=first.import_id or 0)
    assert not requests(store)
    again = imported(store, rows)
    assert again.plan.rows.accepted == 1
    assert len(requests(store)) == 1
    assert row_counts(store)["work_request"] == 1


def test_what_a_person_archived_is_not_brought_back_by_a_file(store: Store) -> None:
    draft = RequestDraft(name="Custom deck", requester="Sales", asked_on=dt.date(2026, 3, 5))
    archive(store=store, actor=ADA, noun=add(store=store, actor=ADA, draft=draft))
    assert codes(planned(store, text(HEADERS, request()))) == [(2, "archived")]


def test_the_template_can_be_imported_as_it_is(store: Store) -> None:
    table = template(PROFILES[ProfileId.REQUESTS])
    cells = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    assert imported(store, text(table.headers, *cells)).plan.rows.accepted == 1
