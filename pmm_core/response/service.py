"""Keeps what people say about numbers: questions until they are answered, assessments, next steps.

Anyone who may look at a KPI may put a question to its number; everything else is for those who may
change it. Nothing here touches the computed status.
"""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue.called import scope_of
from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.drafts import NextActionDraft
from pmm_core.catalogue.service import create_all, directory, finish
from pmm_core.errors import InvalidInput, NotFound, Refused
from pmm_core.models import Assessment, Kpi, NextAction, Person, Question
from pmm_core.response import wording
from pmm_core.response.drafts import AnswerDraft, AssessmentDraft, QuestionDraft, StepDraft
from pmm_core.response.facts import Asked, Assessed, Step, Talk
from pmm_core.store import responses
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action


def ask(*, store: Store, actor: Actor, draft: QuestionDraft, today: dt.date) -> Asked:
    """Put a question to a number; it shows until its owner answers.

    Raises:
        NotFound: there is no such KPI.
        InvalidInput: the KPI is archived (`archived`), or has no such segment (`segment_unknown`).
    """
    require(actor, Action.ASK, store)
    with store.write(actor=actor) as unit:
        known = directory(unit.session)
        _check_row(unit.session, known, draft.kpi_id, draft.segment)
        row = unit.add(Question(**draft.model_dump(), asked_on=today))
        return _asked(known, row, today)


def answer(
    *, store: Store, actor: Actor, question_id: int, draft: AnswerDraft, today: dt.date
) -> Asked:
    """Answer a question, once.

    Raises:
        NotFound: there is no such question.
        Refused: somebody answered it already (`answered_already`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        row = unit.session.get(Question, question_id)
        if row is None or row.archived_at is not None:
            raise InvalidInput(wording.no_question(question_id), code="question_unknown")
        if row.answered_on is not None:
            refusal = wording.answered_already(row.answered_by, row.answered_on)
            raise Refused(refusal, code="answered_already")
        said = {**draft.model_dump(), "answered_on": today}
        row = unit.change(Question, question_id, said, version=row.version)
        return _asked(directory(unit.session), row, today)


def assess(*, store: Store, actor: Actor, draft: AssessmentDraft, today: dt.date) -> Assessed:
    """Say what a person thinks of a KPI; the newest word is in force, the others stay.

    Raises:
        NotFound: there is no such KPI or person.
        InvalidInput: as for `ask`, or the day lies ahead (`date_in_future`).
    """
    require(actor, Action.WRITE, store)
    if draft.on > today:
        refusal = wording.ahead("An assessment", draft.on, today)
        raise InvalidInput(refusal, code="date_in_future")
    with store.write(actor=actor) as unit:
        known = directory(unit.session)
        _check_row(unit.session, known, draft.kpi_id, draft.segment)
        if known.get(Person, draft.person_id) is None:
            raise NotFound("person", str(draft.person_id))
        return _assessed(known, unit.add(Assessment(**draft.model_dump())))


def add_step(*, store: Store, actor: Actor, draft: StepDraft, today: dt.date) -> Step:
    """Add a next step with owner and date.

    Raises:
        NotFound: there is no such KPI.
        InvalidInput: as for `ask`, the day is over (`date_in_past`), or the owner is not in use
            (`not_in_use`).
    """
    require(actor, Action.WRITE, store)
    if draft.due_on < today:
        raise InvalidInput(wording.due_before(draft.due_on, today), code="date_in_past")
    with store.write(actor=actor) as unit:
        known = directory(unit.session)
        _check_row(unit.session, known, draft.kpi_id, draft.segment)
        row = create_all(unit, [NextActionDraft(**draft.model_dump())])[0]
        return _step(known, row, today)


def finish_step(
    *, store: Store, actor: Actor, step_id: int, done_on: dt.date, today: dt.date
) -> Step:
    """Mark a next step as done.

    Raises:
        InvalidInput: there is no such step (`step_unknown`), or the day lies ahead
            (`date_in_future`).
        Refused: it is done already (`done_already`), or somebody changed it meanwhile.
    """
    require(actor, Action.WRITE, store)
    if done_on > today:
        refusal = wording.ahead("A step that was done", done_on, today)
        raise InvalidInput(refusal, code="date_in_future")
    with store.read() as session:
        known = directory(session)
        step = _open_step(session, step_id)
    return _step(known, finish(store=store, actor=actor, action=step, done_on=done_on), today)


def read_talk(
    *, store: Store, actor: Actor, kpi_id: int, segment: str | None, as_of: dt.date
) -> Talk:
    """Read what is said about one row of a scorecard.

    Args:
        segment: null for the whole.
        as_of: what was asked and said by the end of this day.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        known = directory(session)
        asked = responses.questions(session=session, as_of=as_of, kpi_id=kpi_id)
        said = responses.assessments(session=session, kpi_ids=[kpi_id], as_of=as_of)
        steps = responses.steps(session=session, kpi_id=kpi_id)
    own = [row for row in said if row.segment == (segment or "")]
    return Talk(
        questions=tuple(
            _asked(known, row, as_of) for row in asked if row.segment == (segment or "")
        ),
        assessment=_assessed(known, own[-1]) if own else None,
        steps=tuple(_step(known, row, as_of) for row in steps if row.segment == (segment or "")),
    )


def list_questions(*, store: Store, actor: Actor, as_of: dt.date) -> tuple[Asked, ...]:
    """List the questions of all KPIs in use asked by a day, those open on it first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        known = directory(session)
        rows = responses.questions(session=session, as_of=as_of)
    kpis = {kpi.id for kpi in known.in_use(Kpi)}
    found = [_asked(known, row, as_of) for row in rows if row.kpi_id in kpis]
    return tuple(sorted(found, key=lambda one: not one.is_open))


def list_steps(*, store: Store, actor: Actor, as_of: dt.date) -> tuple[Step, ...]:
    """List the next steps of all KPIs in use: open ones by their date, then those done."""
    require(actor, Action.READ, store)
    with store.read() as session:
        known = directory(session)
        rows = _of_kpis_in_use(session, known)
    found = [_step(known, row, as_of) for row in rows]
    return tuple(sorted(found, key=lambda one: one.done_on is not None))


def _of_kpis_in_use(session: Session, known: Directory) -> Sequence[NextAction]:
    rows = responses.steps(session=session)
    kpis = {kpi.id for kpi in known.in_use(Kpi)}
    return [row for row in rows if row.kpi_id in kpis]


def _open_step(session: Session, step_id: int) -> NextAction:
    row = session.get(NextAction, step_id)
    if row is None or row.archived_at is not None:
        raise InvalidInput(wording.no_step(step_id), code="step_unknown")
    if row.done_on is not None:
        raise Refused(wording.STEP_DONE, code="done_already")
    return row


def _check_row(session: Session, known: Directory, kpi_id: int, segment: str) -> None:
    """Refuse what would be said of a row that no scorecard shows."""
    kpi = known.get(Kpi, kpi_id)
    if kpi is None:
        raise NotFound("KPI", str(kpi_id))
    if not known.is_in_use(kpi):
        raise InvalidInput(wording.archived(kpi.name), code="archived")
    segments = responses.segments(session=session, kpi_id=kpi_id)
    if segment and segment not in segments:
        message = wording.segment_unknown(kpi.name, segment, sorted(segments))
        raise InvalidInput(message, code="segment_unknown")


def _asked(known: Directory, row: Question, as_of: dt.date) -> Asked:
    """Tell a question as it stood on a day: an answer of a later day was not there yet."""
    kpi = cast(Kpi, known.get(Kpi, row.kpi_id))
    said = row.model_dump(include=set(Asked.__dataclass_fields__) - {"segment"})
    if row.answered_on is not None and row.answered_on > as_of:
        said |= dict.fromkeys(("answer", "answered_by", "answered_on"))
    return Asked(
        **said,
        kpi=kpi.name,
        scope=str(scope_of(known, kpi)),
        segment=row.segment or None,
        unit=kpi.unit,
        owner=known.name(Person, kpi.owner_id),
    )


def _assessed(known: Directory, row: Assessment) -> Assessed:
    return Assessed(
        kpi_id=row.kpi_id,
        segment=row.segment or None,
        on=row.on,
        by=known.name(Person, row.person_id),
        confidence=row.confidence,
        analysis=row.analysis,
    )


def _step(known: Directory, row: NextAction, today: dt.date) -> Step:
    kpi = cast(Kpi, known.get(Kpi, row.kpi_id))
    is_open = row.done_on is None or row.done_on > today
    late = is_open and row.due_on is not None and row.due_on < today
    return Step(
        id=row.id or 0,
        kpi_id=row.kpi_id,
        kpi=kpi.name,
        scope=str(scope_of(known, kpi)),
        segment=row.segment or None,
        text=row.text,
        owner=known.name(Person, row.owner_id),
        due=row.due_on,
        done_on=None if is_open else row.done_on,
        days_over=(today - row.due_on).days if late and row.due_on else None,
    )
