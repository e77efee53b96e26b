"""`launch forecast`: where a launch will be on a later day, and how far to trust that."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import click

from pmm_core.adoption.service import find_launch
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.precedent import wording
from pmm_core.precedent.answer import forecast_answer
from pmm_core.precedent.forecast import BANDS, LaunchForecast
from pmm_core.precedent.service import read_forecast


class Share(click.ParamType[float]):
    """A share such as `25%` or `0.25`."""

    name = "SHARE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the share."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            self.fail(f"“{value}” is not a share. Write it as 25% or 0.25.", param, ctx)
        return share


@click.command("forecast")
@click.argument("launch")
@click.option("--day", type=click.IntRange(min=1), help="The later day; else the last window.")
@click.option(
    "--target",
    type=Share(),
    help="A share to reach, e.g. 25%; else the launch's target for that day.",
)
@click.option("--as-of", type=Day(), help="The day looked at; today unless given.")
@click.pass_obj
def forecast_command(
    call: Call, /, launch: str, day: int | None, target: float | None, as_of: dt.date | None
) -> None:
    """Forecast a launch from past launches: NAME or PRODUCT/NAME."""
    store = call.open_store()
    on = as_of or today(store=store, settings=call.settings).day
    found = read_forecast(
        store=store,
        actor=call.actor,
        launch_id=find_launch(
            store=store, actor=call.actor, name=launch.removeprefix("launch:").strip()
        ),
        as_of=on,
        by_day=day,
        target=target,
    )
    call.answer(forecast_answer(found, as_of=on), "\n".join(filter(None, _lines(found))))


def _lines(found: LaunchForecast) -> Iterator[str]:
    yield wording.forecast(found)
    if found.forecast is not None:
        yield from (f"  {wording.band(level, *found.forecast.band(level))}" for level in BANDS)
        yield wording.rests_on(found)
        yield wording.unlike(found)
        yield wording.chance(found)
        yield from (wording.calibrated(one, by_day=found.by_day) for one in found.calibration.days)
        yield "" if found.calibration.days else wording.NOT_CALIBRATED
    yield from (wording.overlap(one) for one in found.overlaps)
    if found.left_out:
        yield "Left out:"
        yield from (f"  {wording.left_out(one)}" for one in found.left_out)
    yield from found.asked.adoption.notes
