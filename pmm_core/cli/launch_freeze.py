"""`launch freeze`: who could adopt a launch, listed once and counted from then on."""

import click

from pmm_core.adoption.service import find_launch
from pmm_core.audience import wording
from pmm_core.audience.answer import audience_answer
from pmm_core.audience.service import freeze_audience, read_audience
from pmm_core.cli.root import Call
from pmm_core.company.service import today


@click.command("freeze")
@click.argument("launch")
@click.option("--why", metavar="TEXT", help="Why it is frozen anew; needed where it is already.")
@click.option("--show", is_flag=True, help="Only show what is frozen, and when it was before.")
@click.pass_obj
def freeze_command(call: Call, /, launch: str, why: str | None, show: bool) -> None:
    """Freeze the audience of a launch, NAME or PRODUCT/NAME: list who is eligible, once."""
    store = call.open_store()
    name = launch.removeprefix("launch:").strip()
    launch_id = find_launch(store=store, actor=call.actor, name=name)
    on = today(store=store, settings=call.settings).day
    found = (
        read_audience(store=store, actor=call.actor, launch_id=launch_id, today=on)
        if show
        else freeze_audience(store=store, actor=call.actor, launch_id=launch_id, today=on, why=why)
    )
    lines = [wording.line(found), *(wording.earlier(one) for one in found.rows[1:])]
    if found.frozen is not None and (said := wording.sizes(found.frozen)):
        lines.insert(1, said)
    call.answer(audience_answer(found), "\n".join([*lines, *wording.warnings(found)]))
