"""`launch plan`: what a launch is to be, and how far it is ready."""

import datetime as dt
from collections.abc import Iterator

import click

from pmm_core.adoption.service import find_launch
from pmm_core.audience.answer import frozen_answer
from pmm_core.audience.reading import LaunchAudience
from pmm_core.audience.service import read_audience
from pmm_core.audience.wording import line
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.plan import wording
from pmm_core.plan.answer import plan_answer
from pmm_core.plan.build import LaunchPlan
from pmm_core.plan.service import read_plan


@click.command("plan")
@click.argument("launch")
@click.option("--as-of", type=Day(), help="What is due before it and not done is overdue.")
@click.pass_obj
def plan_command(call: Call, /, launch: str, as_of: dt.date | None) -> None:
    """Show the plan of a launch: NAME or PRODUCT/NAME."""
    store = call.open_store()
    name = launch.removeprefix("launch:").strip()
    launch_id = find_launch(store=store, actor=call.actor, name=name)
    day = as_of or today(store=store, settings=call.settings).day
    found = read_plan(store=store, actor=call.actor, launch_id=launch_id, as_of=day)
    audience = read_audience(store=store, actor=call.actor, launch_id=launch_id, today=day)
    document = plan_answer(found)
    frozen = audience.frozen
    document["audience"]["frozen"] = None if frozen is None else frozen_answer(frozen)
    call.answer(document, "\n".join(_lines(found, audience)))


def _lines(plan: LaunchPlan, audience: LaunchAudience) -> Iterator[str]:
    yield wording.headline(plan)
    yield wording.purpose(plan)
    yield wording.dates(plan.dates)
    yield from (f"  {wording.slip(one)}" for one in plan.dates.slips)
    yield wording.tier(plan.tier)
    yield wording.readiness(plan.readiness)
    for item in plan.readiness.items:
        yield f"  {wording.item(item, plan.readiness)}"
    yield plan.audience or wording.NO_AUDIENCE
    yield line(audience)
    yield from (f"{label}: {said}" for label, said in wording.counting(plan.counting))
    yield from (wording.target(one) for one in plan.targets.cells if one.share is not None)
    yield from (f"{one.message} {one.recommendation}" for one in wording.findings(plan))
