"""`mandate metric`: the one number to answer for, and who answers for what."""

import datetime as dt
from typing import Any

import click

from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.facts import FactsDraft
from pmm_core.company.service import read_facts, today
from pmm_core.formatting import show_value
from pmm_core.metric import wording
from pmm_core.metric.advice import MetricAdvice
from pmm_core.metric.answer import metric_answer
from pmm_core.metric.board import Board, Carried
from pmm_core.metric.service import read_advice, read_board
from pmm_core.scorecard.wording import STATUS_WORDS
from pmm_core.vocabulary import BusinessObjective, CompanyStage, Monetization, RoleStructure


@click.command("metric")
@click.option("--objective", type=click.Choice([word.value for word in BusinessObjective]))
@click.option("--monetization", type=click.Choice([word.value for word in Monetization]))
@click.option("--stage", type=click.Choice([word.value for word in CompanyStage]))
@click.option("--roles", type=click.Choice([word.value for word in RoleStructure]))
@click.option("--cycle", metavar="NAME", help="Who answers for what in this period, e.g. Q2 2026.")
@click.option("--as-of", type=Day(), help="How the KPIs stand on this day.")
@click.pass_obj
def metric_command(
    call: Call, /, cycle: str | None, as_of: dt.date | None, **tried: str | None
) -> None:
    """Advise the one number, with reasons, and show who answers for which KPI.

    An answer given here is tried out in place of the company's own; nothing is stored.
    """
    store = call.open_store()
    said = read_facts(store=store, actor=call.actor).said
    board = read_board(
        store=store,
        actor=call.actor,
        as_of=as_of or today(store=store, settings=call.settings).day,
        cycle=cycle,
    )
    advice = read_advice(store=store, actor=call.actor, instead=_tried(said, tried))
    call.answer(metric_answer(advice, board), _lines(advice, board))


def _tried(said: FactsDraft, tried: dict[str, str | None]) -> FactsDraft:
    facts = {
        "objective": "business_objective",
        "monetization": "monetization",
        "stage": "company_stage",
        "roles": "role_structure",
    }
    given: dict[str, Any] = {facts[name]: word for name, word in tried.items() if word}
    return FactsDraft.check(**said.model_dump() | given)


def _lines(advice: MetricAdvice, board: Board) -> str:
    lines = [wording.answer(advice.counsel, advice.day)]
    for one in advice.counsel.options:
        if one.ruled_out:
            continue
        lines.append(f"  {wording.KINDS[one.option]} ({one.balance:+d})")
        lines += [f"    + {reason}" for reason in one.speak_for]
        lines += [f"    - {reason}" for reason in one.speak_against]
    lines += [f"  {wording.change(one)}" for one in advice.counsel.changes]
    lines += ["", wording.board_heading(board.cycle)]
    for share in board.shares:
        lines.append(f"  {share.carrier.name}: " + ("" if share.carried else "nothing yet"))
        lines += [_line(one) for one in share.carried]
    lines += [f"! {one.message} {one.recommendation or ''}".rstrip() for one in board.findings]
    return "\n".join(line.rstrip() for line in lines)


def _line(one: Carried) -> str:
    at = one.standpoint
    value = show_value(at.estimate.value if at.estimate else None, at.unit)
    status = STATUS_WORDS[at.status] if at.status else ""
    standing = wording.STANDING_WORDS[one.standing]
    return f"    {standing:<11} {at.kpi:<31.31} {at.scope:<29.29} {value:>12}  {status}"
