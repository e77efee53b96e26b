"""Questions, assessments and next steps: kept beside the number, never in its status."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.service import archive
from pmm_core.errors import InvalidInput, NotFound, NotPermitted, Refused
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import record_value
from pmm_core.models import Kpi
from pmm_core.response.drafts import AnswerDraft, AssessmentDraft, QuestionDraft, StepDraft
from pmm_core.response.facts import Asked
from pmm_core.response.service import (
    add_step,
    answer,
    ask,
    assess,
    finish_step,
    list_questions,
    list_steps,
    read_talk,
)
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.store.store import Store
from pmm_core.vocabulary import Confidence, Role, Scope
from tests.catalogue import made
from tests.catalogue.made import ADA

TODAY = dt.date(2026, 3, 31)
YESTERDAY = TODAY - dt.timedelta(days=1)


def asked(store: Store, of: Kpi, text: str = "Why so low?", on: dt.date = TODAY) -> Asked:
    draft = QuestionDraft.check(kpi_id=of.id, text=text, asked_by="Mia Chen")
    return ask(store=store, actor=ADA, draft=draft, today=on)


def answered(store: Store, number: int, text: str = "The guide was late") -> Asked:
    draft = AnswerDraft.check(answer=text, answered_by="Ada Moreno")
    return answer(store=store, actor=ADA, question_id=number, draft=draft, today=TODAY)


def stepped(store: Store, of: Kpi, **said: Any) -> Any:
    owner = said.pop("owner", None) or made.person(store, "Bo Lindqvist")
    values = {"text": "Call ten trials", "due_on": TODAY, **said}
    draft = StepDraft.check(kpi_id=of.id, owner_id=owner.id, **values)
    return add_step(store=store, actor=ADA, draft=draft, today=values.pop("today", TODAY))


def test_a_question_goes_to_the_owner_and_shows_until_it_is_answered(any_store: Store) -> None:
    bo = made.person(any_store, "Bo Lindqvist")
    rate = made.kpi(any_store, None, "Trials", owner_id=bo.id)
    one = asked(any_store, rate)
    assert (one.owner, one.is_open, one.scope) == ("Bo Lindqvist", True, "overall")
    assert not answered(any_store, one.id).is_open
    shown = list_questions(store=any_store, actor=ADA, as_of=TODAY)
    assert [(each.text, each.answer) for each in shown] == [("Why so low?", "The guide was late")]


def test_a_question_is_answered_once(store: Store) -> None:
    one = asked(store, made.kpi(store, None, "Trials"))
    answered(store, one.id)
    with pytest.raises(Refused, match=r"Ada Moreno answered .* already") as fault:
        answered(store, one.id, "Another answer")
    assert fault.value.code == "answered_already"


def test_open_questions_stand_before_answered_ones(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    first, second = asked(store, rate, "First?", YESTERDAY), asked(store, rate, "Second?")
    answered(store, second.id)
    shown = list_questions(store=store, actor=ADA, as_of=TODAY)
    assert [one.id for one in shown] == [first.id, second.id]
    assert [one.id for one in list_questions(store=store, actor=ADA, as_of=YESTERDAY)] == [first.id]


def test_the_newest_assessment_is_in_force_and_changes_no_status(any_store: Store) -> None:
    bo, rate = made.person(any_store, "Bo"), made.kpi(any_store, None, "Trials")
    for word in (Confidence.HIGH, Confidence.LOW):
        draft = AssessmentDraft.check(kpi_id=rate.id, on=TODAY, person_id=bo.id, confidence=word)
        assess(store=any_store, actor=ADA, draft=draft, today=TODAY)
    talk = read_talk(store=any_store, actor=ADA, kpi_id=rate.id or 0, segment=None, as_of=TODAY)
    assert talk.assessment and talk.assessment.confidence is Confidence.LOW
    assert talk.assessment.by == "Bo"


def test_what_is_said_of_a_segment_is_not_said_of_the_whole(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    value = SnapshotDraft(kpi_id=rate.id or 0, segment="Team", on=TODAY, value=4)
    record_value(store=store, actor=ADA, draft=value, today=TODAY)
    draft = QuestionDraft.check(kpi_id=rate.id, segment="Team", text="Why?", asked_by="Mia")
    ask(store=store, actor=ADA, draft=draft, today=TODAY)

    def texts(segment: str | None) -> list[str]:
        found = read_talk(store=store, actor=ADA, kpi_id=rate.id or 0, segment=segment, as_of=TODAY)
        return [one.text for one in found.questions]

    assert (texts(None), texts("Team")) == ([], ["Why?"])


def test_a_step_is_overdue_once_its_day_is_over(store: Store) -> None:
    stepped(store, made.kpi(store, None, "Trials"), due_on=TODAY)
    on_the_day = list_steps(store=store, actor=ADA, as_of=TODAY)
    later = list_steps(store=store, actor=ADA, as_of=TODAY + dt.timedelta(days=3))
    assert [one.days_over for one in (*on_the_day, *later)] == [None, 3]


def test_a_step_that_is_done_is_not_overdue(any_store: Store) -> None:
    step = stepped(any_store, made.kpi(any_store, None, "Trials"))
    done = finish_step(store=any_store, actor=ADA, step_id=step.id, done_on=TODAY, today=TODAY)
    assert (done.done_on, done.days_over) == (TODAY, None)
    with pytest.raises(Refused, match="done already"):
        finish_step(store=any_store, actor=ADA, step_id=step.id, done_on=TODAY, today=TODAY)


def test_a_step_needs_an_owner_and_a_day(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    with pytest.raises(InvalidInput, match="Owner: Choose one") as fault:
        StepDraft.check(kpi_id=rate.id, text="Call", owner_id=None, due_on=None)
    assert [one["field"] for one in fault.value.details["problems"]] == ["owner_id", "due_on"]


def test_what_cannot_be_is_refused_and_nothing_is_kept(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    tomorrow = TODAY + dt.timedelta(days=1)
    bo = made.person(store, "Bo")
    with pytest.raises(InvalidInput, match="30 Mar 2026 is over"):
        stepped(store, rate, owner=bo, due_on=YESTERDAY)
    ahead = AssessmentDraft.check(kpi_id=rate.id, on=tomorrow, person_id=bo.id, analysis="Good")
    with pytest.raises(InvalidInput, match="lies ahead"):
        assess(store=store, actor=ADA, draft=ahead, today=TODAY)
    with pytest.raises(InvalidInput, match="how sure you are"):
        AssessmentDraft.check(kpi_id=rate.id, on=TODAY, person_id=bo.id)
    with pytest.raises(InvalidInput, match="There is no question 7"):
        answered(store, 7)
    with pytest.raises(InvalidInput, match="There is no next step 7"):
        finish_step(store=store, actor=ADA, step_id=7, done_on=TODAY, today=TODAY)
    with pytest.raises(NotFound):
        ask(
            store=store,
            actor=ADA,
            draft=QuestionDraft.check(kpi_id=99, text="Why?", asked_by="Mia"),
            today=TODAY,
        )
    archive(store=store, actor=ADA, noun=rate)
    with pytest.raises(InvalidInput, match="archived"):
        asked(store, rate)
    assert not list_steps(store=store, actor=ADA, as_of=TODAY)
    assert not list_questions(store=store, actor=ADA, as_of=TODAY)


def test_a_visitor_of_somebody_elses_store_may_not_ask(store: Store) -> None:
    visitor = Actor("Somebody", role=Role.VISITOR, why="This is not your store.")
    draft = QuestionDraft.check(kpi_id=1, text="Why?", asked_by="Somebody")
    with pytest.raises(NotPermitted):
        ask(store=store, actor=visitor, draft=draft, today=TODAY)


def test_what_is_said_of_a_segment_that_is_not_there_is_refused(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    draft = QuestionDraft.check(kpi_id=rate.id, segment="Nope", text="Why?", asked_by="Mia")
    with pytest.raises(InvalidInput, match="no segment “Nope”") as fault:
        ask(store=store, actor=ADA, draft=draft, today=TODAY)
    assert fault.value.code == "segment_unknown"
    assert not list_questions(store=store, actor=ADA, as_of=TODAY)


def test_a_question_was_open_until_the_day_of_its_answer(any_store: Store) -> None:
    rate = made.kpi(any_store, None, "Trials")
    one = asked(any_store, rate, on=YESTERDAY)
    answered(any_store, one.id)

    def open_on(day: dt.date) -> tuple[int, int]:
        listed = list_questions(store=any_store, actor=ADA, as_of=day)
        scope = ScopeRef(Scope.OVERALL)
        (row,) = read_scorecard(store=any_store, actor=ADA, scope=scope, as_of=day).rows
        return sum(each.is_open for each in listed), len(row.facts.questions)

    assert [open_on(day) for day in (YESTERDAY, TODAY)] == [(1, 1), (0, 0)]


def test_a_question_about_an_archived_kpi_is_not_listed(store: Store) -> None:
    rate = made.kpi(store, None, "Trials")
    asked(store, rate)
    archive(store=store, actor=ADA, noun=rate)
    assert not list_questions(store=store, actor=ADA, as_of=TODAY)


def test_what_is_said_changes_no_status_and_stands_on_its_row(store: Store) -> None:
    bo, rate = made.person(store, "Bo"), made.kpi(store, None, "Trials")
    other = made.kpi(store, None, "Revenue")

    def rows() -> list[tuple[str, Any, Any]]:
        read = read_scorecard(store=store, actor=ADA, scope=ScopeRef(Scope.OVERALL), as_of=TODAY)
        return [
            (row.kpi.name, row.verdict, row.facts.assessment and row.facts.assessment.analysis)
            for row in read.rows
        ]

    before = rows()
    draft = AssessmentDraft.check(kpi_id=rate.id, on=TODAY, person_id=bo.id, analysis="Late")
    assess(store=store, actor=ADA, draft=draft, today=TODAY)
    after = rows()
    assert [one[:2] for one in after] == [one[:2] for one in before]
    assert {name: said for name, _, said in after} == {rate.name: "Late", other.name: None}
