"""`launch calendar`: when launches are, which of them collide, and their days as a file."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import click

from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.errors import InvalidInput
from pmm_core.launch_calendar import wording
from pmm_core.launch_calendar.answer import calendar_answer
from pmm_core.launch_calendar.build import Asked, LaunchCalendar
from pmm_core.launch_calendar.feed import count_events, write_ics
from pmm_core.launch_calendar.service import read_calendar


@click.command("calendar")
@click.option("--from", "first", type=Day(), help="First day looked at.")
@click.option("--to", "last", type=Day(), help="Last day looked at.")
@click.option("--product", "products", multiple=True, metavar="NAME", help="Only of this product.")
@click.option("--tier", "tiers", multiple=True, type=click.IntRange(1, 4), help="Only this tier.")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Only of this person.")
@click.option(
    "--to-ics",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the days to a calendar file ending in .ics.",
)
@click.pass_obj
def calendar_command(
    call: Call,
    first: dt.date | None,
    last: dt.date | None,
    products: tuple[str, ...],
    tiers: tuple[int, ...],
    owners: tuple[str, ...],
    out: Path | None,
) -> None:
    """List launches by their days, with collisions and external factors."""
    if first and last and first > last:
        raise InvalidInput(wording.wrong_order(first, last), code="days_in_wrong_order")
    if out and out.suffix.lower() != ".ics":
        raise InvalidInput(wording.not_ics(out.name), code="file_unknown")
    store = call.open_store()
    found = read_calendar(
        store=store,
        actor=call.actor,
        as_of=today(store=store, settings=call.settings).day,
        asked=Asked(products, tiers, owners, first, last),
    )
    events = count_events(found)
    lines = list(_lines(found))
    if out:
        _write(out, write_ics(found))
        lines.append(wording.written(events, str(out)))
    answer = calendar_answer(found, file=str(out) if out else None, events=events)
    call.answer(answer, "\n".join(lines))


def _lines(found: LaunchCalendar) -> Iterator[str]:
    yield wording.headline(found, None)
    for one in found.launches:
        yield f"{wording.days(one.launched_on, one.last_day)}: {one.name}, {wording.facts(one)}"
    yield from (f"{wording.COLLISION}: {wording.collision(one)}" for one in found.collisions)
    yield from (f"{wording.FACTOR}: {wording.meeting(one)}" for one in found.meetings)
    if found.undated:
        yield wording.undated(found.undated)


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise InvalidInput(wording.not_written(str(out), reason), code="not_written") from error
