"""How every command about one KPI is told which: its name, its scope, its segment."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def of_a_kpi(command: Command) -> Command:
    """Give a command the argument KPI and the options `--scope` and `--segment`."""
    options = (
        click.argument("kpi"),
        click.option("--scope", metavar="SCOPE", help="Where two KPIs share a name."),
        click.option("--segment", default="", metavar="NAME", help="Of one segment only."),
    )
    for option in reversed(options):
        command = option(command)
    return command
