"""`mandate spread`: who carries what, in which weeks it is too much, which product comes first."""

import datetime as dt

import click

from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.spread import wording
from pmm_core.spread.answer import spread_answer
from pmm_core.spread.build import Spread
from pmm_core.spread.service import WEEKS_AHEAD, WEEKS_BACK, read_spread

_WEEKS = click.IntRange(0, 104)


@click.command("spread")
@click.option("--as-of", type=Day(), help="Allocations in force on this day; today unless given.")
@click.option("--back", type=_WEEKS, default=WEEKS_BACK, help="Weeks of load before that day's.")
@click.option("--ahead", type=_WEEKS, default=WEEKS_AHEAD, help="Weeks of load after that day's.")
@click.pass_obj
def spread_command(call: Call, as_of: dt.date | None, back: int, ahead: int) -> None:
    """Show who is spread thin, overload weeks, products with one person or nobody."""
    store = call.open_store()
    spread = read_spread(
        store=store,
        actor=call.actor,
        as_of=as_of or today(store=store, settings=call.settings).day,
        back=back,
        ahead=ahead,
    )
    call.answer(spread_answer(spread), _lines(spread))


def _lines(spread: Spread) -> str:
    lines = [wording.headline(spread)]
    for one in spread.people:
        thin = f"{wording.THIN}: " if one.is_thin else ""
        lines.append(
            f"  {one.person}: {thin}counts as {wording.number(one.effective)} "
            f"({wording.breadth(one)}): {wording.parts(one)}."
        )
    if spread.unallocated:
        lines.append(f"  Not allocated: {wording.listed(spread.unallocated)}.")
    for person in dict.fromkeys(one.person for one in spread.load.over):
        lines += [f"  {person}: {line}" for line in wording.over_lines(spread.load.of(person))]
    lines += [f"  {wording.uncovered(one)}" for one in spread.load.uncovered]
    if spread.load.without_tier:
        lines.append(f"  {wording.without_tier(spread.load.without_tier)}")
    lines += [f"  {one.product.name}: {wording.covered(one)}." for one in spread.products]
    if spread.earns_too_much:
        lines.append(f"  {wording.revenue_over(spread.revenue_said)}")
    lines.append(wording.first(spread))
    if spread.chosen:
        lines.append(f"  {wording.chosen(spread.chosen)}")
    lines.append(f"  {wording.suggestion(spread.suggestion)}")
    return "\n".join([*lines, wording.method(spread.rules), wording.load_method(spread.rules)])
