"""`scorecard`: the KPIs of a scope on a day, as the screen shows them."""

import datetime as dt

import click

from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.formatting import show_change, show_day, show_value
from pmm_core.results import ScopeRef
from pmm_core.scorecard import wording
from pmm_core.scorecard.answer import scorecard_answer
from pmm_core.scorecard.build import Row, Scorecard
from pmm_core.scorecard.facts import ActionFacts
from pmm_core.scorecard.service import read_calendar, read_scorecard


@click.command("scorecard")
@click.option("--scope", default="overall", metavar="SCOPE", help="overall, product:NAME, ...")
@click.option("--own", is_flag=True, help="Leave out the scopes below it.")
@click.option("--as-of", type=Day(), help="Values dated and targets effective by this day.")
@click.option("--known-on", type=Day(), help="As the store stood at the end of this day.")
@click.pass_obj
def scorecard_command(
    call: Call,
    scope: str,
    own: bool,
    as_of: dt.date | None,
    known_on: dt.date | None,
) -> None:
    """Show the scorecard of a scope: status, value, target, pace and next step of each KPI."""
    store = call.open_store()
    scorecard = read_scorecard(
        store=store,
        actor=call.actor,
        scope=ScopeRef.parse(scope),
        as_of=as_of or today(store=store, settings=call.settings).day,
        known_on=known_on,
        own=own,
    )
    calendar = read_calendar(store=store, actor=call.actor)
    call.answer(scorecard_answer(scorecard, calendar=calendar), _lines(scorecard))


def _lines(scorecard: Scorecard) -> str:
    counts = ", ".join(
        f"{number} {wording.STATUS_WORDS[status].lower()}"
        for status, number in scorecard.counts.items()
    )
    head = f"{scorecard.scope} as of {show_day(scorecard.as_of)}: {counts or 'no KPIs yet'}"
    return "\n".join([head, *(_line(row) for row in scorecard.rows)])


def _line(row: Row) -> str:
    segment = f" [{row.facts.segment}]" if row.facts.segment else ""
    step = row.facts.next_action
    return "  ".join(
        [
            f"{wording.STATUS_WORDS[row.status]:<10}",
            f"{row.kpi.name + segment:<38.38}",
            f"{wording.place(row.kpi):<24.24}",
            f"{show_value(row.estimate.value, row.kpi.unit):>14}",
            f"{wording.aim_sign(row.post, row.kpi.unit):>17}",
            f"{show_change(row.change, row.kpi.unit):>12}",
            f"next: {step.text} ({_by(step)})" if step else "",
        ]
    ).rstrip()


def _by(step: ActionFacts) -> str:
    return f"{step.owner or 'nobody yet'}, {show_day(step.due)}"
