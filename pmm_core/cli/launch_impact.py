"""`launch impact`: what a launch did to a KPI, as far as that can be told."""

import datetime as dt
from collections.abc import Iterator

import click

from pmm_core.adoption.service import find_launch
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.errors import InvalidInput
from pmm_core.impact import adopters_wording, wording
from pmm_core.impact.adopters import Adopters
from pmm_core.impact.answer import impact_answer
from pmm_core.impact.service import Chosen, find_kpi, read_adopters, read_impact
from pmm_core.impact.study import DesignResult, Impact
from pmm_core.vocabulary import Design


@click.command("impact")
@click.argument("launch")
@click.option("--kpi", required=True, metavar="KPI", help="NAME or SCOPE/NAME.")
@click.option("--reached", multiple=True, metavar="SEGMENT", help="Segments the launch reached.")
@click.option("--control", multiple=True, metavar="SEGMENT", help="Segments it could not touch.")
@click.option("--control-kpi", multiple=True, metavar="KPI", help="KPIs it could not touch.")
@click.option("--design", multiple=True, type=click.Choice([one.value for one in Design]))
@click.option("--after", type=click.IntRange(min=1), help="Periods after the launch to look at.")
@click.option("--since", type=Day(), help="First day of the values before the launch.")
@click.option("--hold-out", is_flag=True, help="The control was drawn at random.")
@click.option("--activity", metavar="EVENT", help="Compare adopters by it; else all but use.")
@click.option("--as-of", type=Day(), help="The day looked at; today unless given.")
@click.pass_obj
def impact_command(
    call: Call,
    /,
    launch: str,
    kpi: str,
    as_of: dt.date | None,
    **said: object,
) -> None:
    """Tell what a launch did to a KPI: NAME or PRODUCT/NAME."""
    store = call.open_store()
    on = as_of or today(store=store, settings=call.settings).day
    name = launch.removeprefix("launch:").strip()
    launch_id = find_launch(store=store, actor=call.actor, name=name)

    def kpi_of(name: str) -> int:
        return find_kpi(store=store, actor=call.actor, name=name, launch_id=launch_id)

    chosen = Chosen(
        kpi_id=kpi_of(kpi),
        reached=_texts(said["reached"]),
        untouched=_texts(said["control"]),
        control_ids=tuple(kpi_of(one) for one in _texts(said["control_kpi"])),
        designs=tuple(Design(one) for one in _texts(said["design"])),
        after=said["after"] if isinstance(said["after"], int) else None,
        since=said["since"] if isinstance(said["since"], dt.date) else None,
        hold_out=bool(said["hold_out"]),
    )
    found = read_impact(store=store, actor=call.actor, launch_id=launch_id, chosen=chosen, as_of=on)
    adopters = _adopters(call, launch_id, on, said["activity"])
    lines = [*_lines(found), *_adopter_lines(adopters)]
    call.answer(impact_answer(found, adopters), "\n".join(filter(None, lines)))


def _adopters(call: Call, launch_id: int, on: dt.date, event: object) -> Adopters | str:
    """Read adopters beside non-adopters; a launch that cannot show them has an effect still."""
    named = event if isinstance(event, str) else None
    try:
        return read_adopters(
            store=call.open_store(), actor=call.actor, launch_id=launch_id, as_of=on, event=named
        )
    except InvalidInput as fault:
        if fault.code == "event_not_in_log":
            raise
        return fault.message


def _adopter_lines(found: Adopters | str) -> Iterator[str]:
    yield f"{adopters_wording.TITLE}:"
    if isinstance(found, str):
        yield f"  {found}"
        return
    yield f"  {adopters_wording.compared(found)}"
    yield f"  {adopters_wording.ASSOCIATION}"


def _texts(said: object) -> tuple[str, ...]:
    return tuple(str(one) for one in said) if isinstance(said, tuple) else ()


def _lines(found: Impact) -> Iterator[str]:
    question = found.question
    yield wording.headline(found)
    if found.refused is not None:
        yield wording.refusal(found.refused, question)
        return
    yield wording.who(found)
    yield wording.span(found)
    for result in found.results:
        yield from _result(result, found)
    yield wording.agree(found)
    yield from (wording.factor(one, question.kpi.cadence) for one in found.factors)
    yield from (wording.left_out(one.design, one.refusal, question) for one in found.left_out)
    yield wording.season(found)


def _result(result: DesignResult, found: Impact) -> Iterator[str]:
    question = found.question
    kpi = question.kpi
    yield f"{wording.DESIGN_NAMES[result.design]}. {wording.grade(result)}"
    yield f"  {wording.RAW}: {wording.reading(result.raw, kpi, result.grade)}"
    if result.adjusted is not None:
        yield f"  {wording.ADJUSTED}: {wording.reading(result.adjusted, kpi, result.grade)}"
    if result.not_adjusted is not None:
        yield f"  Not adjusted: {wording.refusal(result.not_adjusted, question)}"
    for line in (
        wording.moved_by_adjustment(result),
        wording.assumption(result, question),
        wording.parallel(result),
        wording.placebo(result.placebo),
        wording.fit_before(result.best.fit),
        wording.method(result.best.fit),
    ):
        yield f"  {line}" if line else ""
