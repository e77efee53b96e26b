"""`launch verdicts`, `launch settle`, `launch restate`: what complete windows said, kept."""

import datetime as dt
from collections.abc import Iterator

import click

from pmm_core.adoption.service import find_launch, list_launches
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.verdict import wording
from pmm_core.verdict.answer import line_answer, settled_answer, verdicts_answer
from pmm_core.verdict.service import (
    Restatement,
    read_verdicts,
    restate_verdict,
    settle_verdicts,
)
from pmm_core.verdict.settle import LaunchVerdicts, VerdictLine
from pmm_core.vocabulary import Measure


def _launch_id(call: Call, launch: str) -> int:
    name = launch.removeprefix("launch:").strip()
    return find_launch(store=call.open_store(), actor=call.actor, name=name)


@click.command("verdicts")
@click.argument("launch")
@click.option("--as-of", type=Day(), help="The day looked at; today unless given.")
@click.option("--known-on", type=Day(), help="Verdicts as they were known at the end of a day.")
@click.pass_obj
def verdicts_command(
    call: Call, /, launch: str, as_of: dt.date | None, known_on: dt.date | None
) -> None:
    """Show the verdict on every window of a launch, NAME or PRODUCT/NAME; writes nothing."""
    store = call.open_store()
    found = read_verdicts(
        store=store,
        actor=call.actor,
        launch_id=_launch_id(call, launch),
        as_of=as_of or today(store=store, settings=call.settings).day,
        known_on=known_on,
    )
    call.answer(verdicts_answer(found), "\n".join(_lines(found)))


@click.command("settle")
@click.argument("launch", required=False)
@click.pass_obj
def settle_command(call: Call, /, launch: str | None) -> None:
    """Write the verdict of every window that is over, of one launch or of all; made for cron."""
    store = call.open_store()
    on = today(store=store, settings=call.settings).day
    ids = (
        [_launch_id(call, launch)]
        if launch
        else [one.id for one in list_launches(store=store, actor=call.actor)]
    )
    settled = [
        settle_verdicts(store=store, actor=call.actor, launch_id=one, as_of=on) for one in ids
    ]
    lines = []
    for one in settled:
        lines.append(wording.settled(one.verdicts.launch, len(one.written)))
        lines += [f"  {wording.finding(line)}" for line in one.verdicts.findings]
        lines += [f"  {one.verdicts.problem}"] if one.verdicts.problem else []
        lines += [f"  {doubt}" for doubt in one.verdicts.doubts]
    call.answer(settled_answer(settled, as_of=on), "\n".join(lines))


@click.command("restate")
@click.argument("launch")
@click.option("--day", type=click.IntRange(min=0), required=True, help="The window's last day.")
@click.option("--segment", default="", metavar="VALUE", help="Everybody unless given.")
@click.option(
    "--measure",
    type=click.Choice([one.value for one in Measure]),
    default=Measure.ADOPTION.value,
    help="What the verdict is about; adoption unless given.",
)
@click.option("--why", metavar="TEXT", help="What to add to the reason that is found.")
@click.pass_obj
def restate_command(
    call: Call, /, launch: str, day: int, segment: str, measure: str, why: str | None
) -> None:
    """Write a verdict anew from what is counted now; the earlier one stays visible."""
    store = call.open_store()
    on = today(store=store, settings=call.settings).day
    launch_id = _launch_id(call, launch)
    restate_verdict(
        store=store,
        actor=call.actor,
        launch_id=launch_id,
        of=Restatement(day, segment, why, measure=Measure(measure)),
        as_of=on,
    )
    found = read_verdicts(store=store, actor=call.actor, launch_id=launch_id, as_of=on)
    line = found.line(day, segment, Measure(measure))
    assert line is not None, "it was just restated"
    call.answer({"launch": found.launch, **line_answer(line)}, _line(line))


def _lines(found: LaunchVerdicts) -> Iterator[str]:
    yield f"{found.launch}: {wording.HEADING.lower()}"
    yield from (f"  {_line(line)}" for line in found.lines)
    yield from (f"! {wording.finding(line)}" for line in found.findings)
    yield from (*found.doubts, *found.notes)
    if found.problem:
        yield found.problem


def _line(line: VerdictLine) -> str:
    name = wording.named(line)
    one = line.written
    if one is None:
        waits = wording.waiting(line.now) if line.now else ""
        return f"{name}: {waits}"
    said = f"{name}: {wording.VERDICT_WORDS[one.verdict].lower()}, {wording.numbers(one)}."
    if line.before is None:
        return f"{said} {wording.written(one, one.written_at.date())}."
    return f"{said} {wording.restated(one, line.before, one.written_at.date())}"
