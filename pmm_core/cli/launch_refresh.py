"""`launch refresh`: kept logs brought up to date ahead of whoever looks at a launch."""

import click

from pmm_core.adoption.service import refresh_logs
from pmm_core.adoption.wording import NO_KEPT_LOG, refreshed
from pmm_core.cli.root import Call


@click.command("refresh")
@click.pass_obj
def refresh_command(call: Call, /) -> None:
    """Count what is new in the kept logs, so that launches are read at once afterwards."""
    done = refresh_logs(store=call.open_store(), actor=call.actor)
    call.answer({"logs": done}, "\n".join(map(refreshed, done)) or NO_KEPT_LOG)
