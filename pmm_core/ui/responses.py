"""What people say about a number, in the drawer of its row: questions, assessment, next steps."""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import safe_text, show_counted, show_day
from pmm_core.models import Kpi
from pmm_core.response import wording
from pmm_core.response.drafts import AnswerDraft, AssessmentDraft, QuestionDraft
from pmm_core.response.facts import Asked, Step, Talk
from pmm_core.response.service import add_step, answer, ask, assess, finish_step, read_talk
from pmm_core.scorecard.build import Row
from pmm_core.ui.dialogs import Dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task
from pmm_core.ui.fields import Fields, people
from pmm_core.ui.forms import next_step_form
from pmm_core.ui.session import Visit


class Saying(StrEnum):
    """What a person is about to say."""

    QUESTION = "question"
    ANSWER = "answer"
    ASSESSMENT = "assessment"
    STEP = "step"


@dataclass(frozen=True)
class OpenedTalk:
    """Something that is being said about a row.

    Attributes:
        kpi_id, segment: the row.
        question: the one to be answered; null for anything else.
    """

    saying: Saying
    kpi_id: int
    segment: str
    question: Asked | None = None


_TITLES = {
    Saying.QUESTION: wording.ASK,
    Saying.ANSWER: wording.ANSWER_BUTTON,
    Saying.ASSESSMENT: wording.ASSESS,
    Saying.STEP: wording.ADD_STEP,
}


def show_talk(visit: Visit, row: Row) -> None:
    """List what is said about a row, and offer to say more."""
    talk = read_talk(
        store=visit.store,
        actor=visit.actor,
        kpi_id=row.kpi.id,
        segment=row.facts.segment,
        as_of=visit.today,
    )
    _show_assessment(talk)
    _show_steps(visit, talk)
    _show_questions(visit, row, talk)
    if visit.is_owner:
        with st.container(horizontal=True, gap="small"):
            for saying, icon in (
                (Saying.STEP, ":material/add_task:"),
                (Saying.QUESTION, ":material/help:"),
                (Saying.ASSESSMENT, ":material/rate_review:"),
            ):
                if st.button(_TITLES[saying], icon=icon, key=f"say-{saying}"):
                    _open(row, saying)


def opened_talk(row: Row) -> Dialog | None:
    """Return the dialog of what is being said about a row; null where nothing is."""
    opened = opened_task(OpenedTalk)
    if opened is None or (opened.kpi_id, opened.segment) != (row.kpi.id, row.facts.segment or ""):
        return None
    title = f"{safe_text(row.kpi.name)}: {_TITLES[opened.saying].lower()}"
    return Dialog(title, lambda visit: _FORMS[opened.saying](visit, row, opened))


def _open(row: Row, saying: Saying, question: Asked | None = None) -> None:
    open_task(OpenedTalk(saying, row.kpi.id, row.facts.segment or "", question))
    st.rerun()


def _show_assessment(talk: Talk) -> None:
    said = talk.assessment
    if said is None:
        return
    st.markdown(f"**{wording.ASSESS}**")
    if said.confidence:
        st.markdown(wording.CONFIDENCE_WORDS[said.confidence])
    if said.analysis:
        st.markdown(safe_text(said.analysis))
    st.caption(f"{safe_text(wording.said_by(said.by, said.on))}. {wording.ASSESS_NOTE}")


def _show_steps(visit: Visit, talk: Talk) -> None:
    open_ones = [one for one in talk.steps if one.done_on is None]
    if open_ones:
        st.markdown("**Next steps**")
    for step in open_ones:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            late = ""
            if step.days_over is not None:
                late = f" :red-badge[Overdue by {show_counted(step.days_over, 'day')}]"
            st.markdown(f"{safe_text(step.text)}{late}  \n{_by(step)}", width="stretch")
            if visit.is_owner and st.button(
                wording.DONE, key=f"step-{step.id}", icon=":material/check:", type="tertiary"
            ):
                _finish(visit, step)


def _by(step: Step) -> str:
    due = f", due {show_day(step.due)}" if step.due else ""
    return f":small[:gray[{safe_text(step.owner) or 'Nobody yet'}{due}]]"


def _finish(visit: Visit, step: Step) -> None:
    day = visit.today
    done = finish_step(
        store=visit.store, actor=visit.actor, step_id=step.id, done_on=day, today=day
    )
    finish_task(Notice(wording.step_finished(done.text, day)))


def _show_questions(visit: Visit, row: Row, talk: Talk) -> None:
    if talk.questions:
        st.markdown(f"**{wording.QUESTIONS}**")
    for one in talk.questions:
        with st.container(border=True, gap="xsmall"):
            about = wording.about(one.about_value, one.about_on, one.unit)
            st.markdown(f"{safe_text(one.text)}")
            st.caption(safe_text(wording.asked(one.asked_by, one.asked_on, about)))
            if one.answer:
                by = wording.said_by(one.answered_by, one.answered_on or one.asked_on)
                st.markdown(safe_text(one.answer))
                st.caption(safe_text(by))
                continue
            st.markdown(f":orange-badge[{safe_text(wording.waits_for(one.owner))}]")
            if visit.is_owner and st.button(
                wording.ANSWER_BUTTON, key=f"answer-{one.id}", icon=":material/reply:"
            ):
                _open(row, Saying.ANSWER, one)


def _ask(visit: Visit, row: Row, opened: OpenedTalk) -> None:
    fields = Fields("question", wording.FIELDS)
    with st.form(fields.form, border=False):
        text = fields.text("text", None, lines=3, required=True)
        by = fields.text("asked_by", visit.actor.name, required=True)
        if not fields.save_button(wording.ASK_BUTTON):
            return
    draft = QuestionDraft.check(
        kpi_id=opened.kpi_id,
        segment=opened.segment,
        text=text,
        asked_by=by,
        about_on=row.estimate.as_of,
        about_value=row.estimate.value,
    )
    asked = ask(store=visit.store, actor=visit.actor, draft=draft, today=visit.today)
    finish_task(Notice(wording.was_asked(asked.kpi, asked.owner)))


def _answer(visit: Visit, row: Row, opened: OpenedTalk) -> None:
    assert opened.question is not None, "an answer has a question"
    st.markdown(safe_text(opened.question.text))
    fields = Fields("answer", wording.FIELDS)
    with st.form(fields.form, border=False):
        text = fields.text("answer", None, lines=3, required=True)
        by = fields.text("answered_by", row.kpi.owner or visit.actor.name, required=True)
        if not fields.save_button(wording.ANSWER_BUTTON):
            return
    answered = answer(
        store=visit.store,
        actor=visit.actor,
        question_id=opened.question.id,
        draft=AnswerDraft.check(answer=text, answered_by=by),
        today=visit.today,
    )
    finish_task(Notice(wording.was_answered(answered.kpi)))


def _assess(visit: Visit, row: Row, opened: OpenedTalk) -> None:
    known = read_directory(store=visit.store, actor=visit.actor)
    fields = Fields("assessment", wording.FIELDS)
    owner = next((key for key, name in people(known).items() if name == row.kpi.owner), None)
    with st.form(fields.form, border=False):
        st.caption(wording.ASSESS_NOTE)
        said = {
            "confidence": fields.word("confidence", None, wording.CONFIDENCE_WORDS),
            "analysis": fields.text("analysis", None, lines=3),
            "person_id": fields.noun("person_id", owner, people(known), required=True),
        }
        if not fields.save_button(wording.ASSESS_BUTTON):
            return
    draft = AssessmentDraft.check(
        kpi_id=opened.kpi_id, segment=opened.segment, on=visit.today, **said
    )
    assess(store=visit.store, actor=visit.actor, draft=draft, today=visit.today)
    finish_task(Notice(wording.was_assessed(row.kpi.name)))


def _add_step(visit: Visit, row: Row, opened: OpenedTalk) -> None:
    known = read_directory(store=visit.store, actor=visit.actor)
    kpi = known.get(Kpi, row.kpi.id)
    draft = next_step_form(known, kpi, segment=opened.segment) if kpi else None
    if draft is not None:
        step = add_step(store=visit.store, actor=visit.actor, draft=draft, today=visit.today)
        finish_task(Notice(wording.step_added(step.kpi, step.owner or "", draft.due_on)))


_FORMS = {
    Saying.QUESTION: _ask,
    Saying.ANSWER: _answer,
    Saying.ASSESSMENT: _assess,
    Saying.STEP: _add_step,
}
