"""`action list`, `add` and `done`."""

import datetime as dt

import click

from pmm_core.catalogue.called import the_kpi, the_person
from pmm_core.catalogue.service import read_directory
from pmm_core.cli.day import Day
from pmm_core.cli.named import of_a_kpi
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.formatting import show_counted, show_day
from pmm_core.response import wording
from pmm_core.response.answer import step_answer, steps_answer
from pmm_core.response.drafts import StepDraft
from pmm_core.response.facts import Step
from pmm_core.response.service import add_step, finish_step, list_steps


@click.command("list")
@click.option("--overdue", is_flag=True, help="Only those whose date is over.")
@click.option("--person", metavar="NAME", help="Only those of one person.")
@click.option("--as-of", type=Day(), help="As they stand on this day; today unless given.")
@click.pass_obj
def list_command(call: Call, overdue: bool, person: str | None, as_of: dt.date | None) -> None:
    """List next steps: open ones by their date, then those that are done."""
    store = call.open_store()
    day = as_of or today(store=store, settings=call.settings).day
    known = read_directory(store=store, actor=call.actor)
    owner = the_person(known, person).name if person else None
    shown = [
        one
        for one in list_steps(store=store, actor=call.actor, as_of=day)
        if (one.days_over is not None or not overdue) and owner in (None, one.owner)
    ]
    lines = [_line(one) for one in shown] or ["No next steps."]
    call.answer(steps_answer(day, shown), "\n".join(lines))


@click.command("add")
@of_a_kpi
@click.option("--text", required=True, metavar="TEXT", help="What is to be done.")
@click.option("--owner", required=True, metavar="NAME", help="Who does it.")
@click.option("--due", type=Day(), required=True, help="By which day.")
@click.pass_obj
def add_command(
    call: Call, kpi: str, scope: str | None, segment: str, text: str, owner: str, due: dt.date
) -> None:
    """Add a next step about a KPI: NAME or SCOPE/NAME."""
    store = call.open_store()
    known = read_directory(store=store, actor=call.actor)
    draft = StepDraft.check(
        kpi_id=the_kpi(known, kpi, scope).id,
        segment=segment,
        text=text,
        owner_id=the_person(known, owner).id,
        due_on=due,
    )
    day = today(store=store, settings=call.settings).day
    step = add_step(store=store, actor=call.actor, draft=draft, today=day)
    call.answer(step_answer(step), wording.step_added(step.kpi, step.owner or "", due))


@click.command("done")
@click.argument("number", type=int)
@click.option("--on", "done_on", type=Day(), help="The day it was done; today unless given.")
@click.pass_obj
def done_command(call: Call, number: int, done_on: dt.date | None) -> None:
    """Mark a next step as done, by its number."""
    store = call.open_store()
    day = today(store=store, settings=call.settings).day
    on = done_on or day
    step = finish_step(store=store, actor=call.actor, step_id=number, done_on=on, today=day)
    call.answer(step_answer(step), wording.step_finished(step.text, on))


def _line(one: Step) -> str:
    if one.done_on:
        when = f"done {show_day(one.done_on)}"
    elif one.days_over is not None:
        when = f"overdue by {show_counted(one.days_over, 'day')}"
    else:
        when = f"due {show_day(one.due)}" if one.due else "no date"
    return f"{one.id:>4}  {one.scope}/{one.kpi}: {one.text} ({one.owner or 'nobody yet'}, {when})"
