"""`launch compare`: a launch beside others on one day of their age."""

import datetime as dt
from collections.abc import Iterator

import click

from pmm_core.adoption.service import find_launch
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.precedent import wording
from pmm_core.precedent.answer import comparison_answer
from pmm_core.precedent.comparison import Comparison
from pmm_core.precedent.service import HowToCompare, read_comparison
from pmm_core.vocabulary import Clock


@click.command("compare")
@click.argument("launch")
@click.option("--with", "beside", multiple=True, metavar="LAUNCH", help="Only these; else all.")
@click.option("--day", type=click.IntRange(min=0), help="Of the age; else the last window over.")
@click.option("--by", metavar="COLUMN", help="Mix all are brought to; else the launch's segments.")
@click.option(
    "--since",
    type=click.Choice([clock.value for clock in Clock]),
    help="What day 0 is for all: the launch day, or each unit's exposure.",
)
@click.option("--as-of", type=Day(), help="The day looked at; today unless given.")
@click.pass_obj
def compare_command(
    call: Call,
    /,
    launch: str,
    beside: tuple[str, ...],
    day: int | None,
    by: str | None,
    since: str | None,
    as_of: dt.date | None,
) -> None:
    """Compare a launch with others at equal age: NAME or PRODUCT/NAME."""
    store = call.open_store()
    on = as_of or today(store=store, settings=call.settings).day
    asked, *others = (
        find_launch(store=store, actor=call.actor, name=name.removeprefix("launch:").strip())
        for name in (launch, *beside)
    )
    found = read_comparison(
        store=store,
        actor=call.actor,
        launch_id=asked,
        as_of=on,
        beside=others,
        how=HowToCompare(day, by, Clock(since) if since else None),
    )
    call.answer(comparison_answer(found, as_of=on), "\n".join(filter(None, _lines(found))))


def _lines(found: Comparison) -> Iterator[str]:
    yield wording.compared(found)
    for one in found.launches:
        yield f"  {one.launch.label}: {wording.reading(one)}"
        mixed = wording.under_mix(one, found)
        yield f"    {mixed}" if mixed else ""
    for gap in found.apart:
        yield wording.apart(gap, day=found.day or 0)
    yield wording.placing(found)
    if found.segments:
        yield "Segments:"
        yield from (f"  {wording.segment(one)}" for one in found.segments)
    own, others = wording.own_overlaps(found)
    yield from map(wording.overlap, own)
    if others:
        yield "In the days of the others:"
        yield from (f"  {wording.overlap_of_another(one)}" for one in others)
    if found.left_out:
        yield "Left out:"
        yield from (f"  {wording.left_out(one)}" for one in found.left_out)
    yield from found.asked.adoption.notes
