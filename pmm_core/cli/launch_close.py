"""`launch close`, `reopen`, `duplicate` and `propose`: the end of a launch and the next one."""

import datetime as dt

import click

from pmm_core.adoption.service import find_launch
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.closing import wording
from pmm_core.closing.answer import end_answer, proposals_answer
from pmm_core.closing.drafts import CloseDraft, DuplicateDraft
from pmm_core.closing.service import (
    close_launch,
    duplicate_launch,
    find_owner,
    read_closing,
    read_lessons,
    read_proposals,
    reopen_launch,
)
from pmm_core.company.service import today
from pmm_core.vocabulary import LaunchOutcome


def _id(call: Call, launch: str) -> int:
    name = launch.removeprefix("launch:").strip()
    return find_launch(store=call.open_store(), actor=call.actor, name=name)


@click.command("close")
@click.argument("launch")
@click.option("--on", "ended_on", type=Day(), required=True, help="The day it ended.")
@click.option(
    "--outcome",
    type=click.Choice([one.value for one in LaunchOutcome]),
    required=True,
    help="How it went.",
)
@click.option("--lesson", metavar="TEXT", required=True, help="What the next one should know.")
@click.pass_obj
def close_command(call: Call, launch: str, ended_on: dt.date, outcome: str, lesson: str) -> None:
    """Close a launch: NAME or PRODUCT/NAME."""
    store, launch_id = call.open_store(), _id(call, launch)
    saved = close_launch(
        store=store,
        actor=call.actor,
        base=read_closing(store=store, actor=call.actor, launch_id=launch_id),
        draft=CloseDraft.check(ended_on=ended_on, outcome=outcome, lesson=lesson),
        today=today(store=store, settings=call.settings).day,
    )
    answer = end_answer(saved.name, saved.ended_on, saved.outcome, saved.lesson)
    call.answer(answer, wording.was_closed(saved.name, ended_on))


@click.command("reopen")
@click.argument("launch")
@click.pass_obj
def reopen_command(call: Call, launch: str) -> None:
    """Take the end of a launch back."""
    store, launch_id = call.open_store(), _id(call, launch)
    base = read_closing(store=store, actor=call.actor, launch_id=launch_id)
    saved = reopen_launch(store=store, actor=call.actor, base=base)
    answer = end_answer(saved.name, saved.ended_on, saved.outcome, saved.lesson)
    call.answer(answer, wording.was_reopened(saved.name))


@click.command("duplicate")
@click.argument("launch")
@click.option("--as", "name", metavar="NAME", required=True, help="What the new one is called.")
@click.option("--on", "launched_on", type=Day(), required=True, help="Its launch day.")
@click.option("--owner", metavar="NAME", help="Who answers for it; the other's owner unless given.")
@click.option("--with-targets", is_flag=True, help="Its targets come along.")
@click.pass_obj
def duplicate_command(
    call: Call, launch: str, name: str, launched_on: dt.date, owner: str | None, with_targets: bool
) -> None:
    """Make a launch that is defined as another one is."""
    store, launch_id = call.open_store(), _id(call, launch)
    source = read_closing(store=store, actor=call.actor, launch_id=launch_id)
    owner_id = find_owner(store=store, actor=call.actor, name=owner) if owner else None
    draft = DuplicateDraft.check(
        name=name, launched_on=launched_on, owner_id=owner_id, with_targets=with_targets
    )
    day = today(store=store, settings=call.settings).day
    made = duplicate_launch(store=store, actor=call.actor, source=source, draft=draft, today=day)
    answer = {
        "launch": made.launch.name,
        "from": source.name,
        "launched_on": launched_on,
        "readiness_items": made.items,
        "targets": made.targets,
    }
    said = wording.was_duplicated(
        source.name, made.launch.name, launched_on, items=made.items, targets=made.targets
    )
    call.answer(answer, said)


@click.command("propose")
@click.argument("launch")
@click.option("--as-of", type=Day(), help="The day looked at; today unless given.")
@click.pass_obj
def propose_command(call: Call, launch: str, as_of: dt.date | None) -> None:
    """Say what the last closed launches reached by each window, and what closed ones teach."""
    store, launch_id = call.open_store(), _id(call, launch)
    day = as_of or today(store=store, settings=call.settings).day
    found = read_proposals(store=store, actor=call.actor, launch_id=launch_id, as_of=day)
    lessons = read_lessons(store=store, actor=call.actor, launch_id=launch_id)
    name = read_closing(store=store, actor=call.actor, launch_id=launch_id).name
    lines = [wording.proposal(one) for one in found] + [wording.lesson(one) for one in lessons]
    call.answer(proposals_answer(name, day, found, lessons), "\n".join(lines))
