"""The type of every option that takes a day."""

import datetime as dt
from typing import Any

import click

from pmm_core.days import read_day


class Day(click.ParamType[dt.date]):
    """A day such as `2026-03-31`."""

    name = "DATE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read the day."""
        if isinstance(value, dt.date):
            return value
        try:
            return read_day(str(value))
        except ValueError as fault:
            self.fail(str(fault), param, ctx)
