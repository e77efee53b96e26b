"""`launch plan`: what a launch is to be, and how far it is ready."""

import datetime as dt
from collections.abc import Iterator

import click

from pmm_core.adoption.service import find_launch
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
    found = read_plan(
        store=store,
        actor=call.actor,
        launch_id=find_launch(store=store, actor=call.actor, name=name),
        as_of=as_of or today(store=store, settings=call.settings).day,
    )
    call.answer(plan_answer(found), "\n".join(_lines(found)))


def _lines(plan: LaunchPlan) -> Iterator[str]:
    yield wording.headline(plan)
    yield wording.purpose(plan)
    yield wording.dates(plan.dates)
    yield from (f"  {wording.slip(one)}" for one in plan.dates.slips)
    yield wording.tier(plan.tier)
    yield wording.readiness(plan.readiness)
    for item in plan.readiness.items:
        yield f"  {wording.item(item, plan.readiness)}"
    yield plan.audience or wording.NO_AUDIENCE
    yield from (f"{label}: {said}" for label, said in wording.counting(plan.counting))
    yield from (wording.target(one) for one in plan.targets.cells if one.share is not None)
    yield from (f"{one.message} {one.recommendation}" for one in wording.findings(plan))
