"""`question list`, `ask` and `answer`."""

import datetime as dt

import click

from pmm_core.catalogue.called import the_kpi
from pmm_core.catalogue.service import read_directory
from pmm_core.cli.day import Day
from pmm_core.cli.named import of_a_kpi
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.response import wording
from pmm_core.response.answer import question_answer, questions_answer
from pmm_core.response.drafts import AnswerDraft, QuestionDraft
from pmm_core.response.facts import Asked
from pmm_core.response.service import answer, ask, list_questions
from pmm_core.results import UNKNOWN, Estimate, ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.vocabulary import Scope


@click.command("list")
@click.option("--open", "only_open", is_flag=True, help="Only those nobody has answered.")
@click.option("--as-of", type=Day(), help="Asked by this day; today unless given.")
@click.pass_obj
def list_command(call: Call, only_open: bool, as_of: dt.date | None) -> None:
    """List questions, those without an answer first."""
    store = call.open_store()
    day = as_of or today(store=store, settings=call.settings).day
    found = list_questions(store=store, actor=call.actor, as_of=day)
    shown = [one for one in found if one.is_open or not only_open]
    lines = [_line(one) for one in shown] or ["No questions."]
    call.answer(questions_answer(day, shown), "\n".join(lines))


@click.command("ask")
@of_a_kpi
@click.option("--text", required=True, metavar="TEXT", help="The question.")
@click.option("--by", metavar="NAME", help="Who asks; the caller unless given.")
@click.pass_obj
def ask_command(
    call: Call, kpi: str, scope: str | None, segment: str, text: str, by: str | None
) -> None:
    """Put a question to the number of a KPI: NAME or SCOPE/NAME."""
    store = call.open_store()
    day = today(store=store, settings=call.settings).day
    named = the_kpi(read_directory(store=store, actor=call.actor), kpi, scope)
    value = _value(call, named.id or 0, segment or None, day)
    draft = QuestionDraft.check(
        kpi_id=named.id,
        segment=segment,
        text=text,
        asked_by=by or call.actor.name,
        about_on=value.as_of,
        about_value=value.value,
    )
    asked = ask(store=store, actor=call.actor, draft=draft, today=day)
    call.answer(question_answer(asked), wording.was_asked(asked.kpi, asked.owner))


@click.command("answer")
@click.argument("number", type=int)
@click.option("--text", required=True, metavar="TEXT", help="The answer.")
@click.option("--by", metavar="NAME", help="Who answers; the caller unless given.")
@click.pass_obj
def answer_command(call: Call, number: int, text: str, by: str | None) -> None:
    """Answer a question by its number, once."""
    store = call.open_store()
    draft = AnswerDraft.check(answer=text, answered_by=by or call.actor.name)
    day = today(store=store, settings=call.settings).day
    answered = answer(store=store, actor=call.actor, question_id=number, draft=draft, today=day)
    call.answer(question_answer(answered), wording.was_answered(answered.kpi))


def _value(call: Call, kpi_id: int, segment: str | None, as_of: dt.date) -> Estimate:
    """Read the value that whoever asks would see on the scorecard."""
    read = read_scorecard(
        store=call.open_store(),
        actor=call.actor,
        scope=ScopeRef(Scope.OVERALL),
        as_of=as_of,
        only=[kpi_id],
    )
    of_segment = (row.estimate for row in read.rows if row.facts.segment == segment)
    return next(of_segment, UNKNOWN)


def _line(one: Asked) -> str:
    about = wording.about(one.about_value, one.about_on, one.unit)
    end = one.answer if one.answer else wording.waits_for(one.owner)
    by = wording.asked(one.asked_by, one.asked_on, about)
    return f"{one.id:>4}  {one.scope}/{one.kpi}: {one.text} ({by})\n      {end}"
