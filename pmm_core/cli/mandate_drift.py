"""`mandate drift`: how much of the work taken on lies outside the mandate."""

import datetime as dt

import click

from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.drift import wording
from pmm_core.drift.answer import By, drift_answer, groups_of
from pmm_core.drift.outside import Drift
from pmm_core.drift.service import read_drift
from pmm_core.errors import InvalidInput
from pmm_core.formatting import show_day


@click.command("drift")
@click.option("--since", type=Day(), help="First day of the requests.")
@click.option("--as-of", type=Day(), help="Last day of the requests; today unless given.")
@click.option(
    "--by", type=click.Choice([one.value for one in By]), help="Also by requester, month, ..."
)
@click.pass_obj
def drift_command(call: Call, since: dt.date | None, as_of: dt.date | None, by: str | None) -> None:
    """Show the share of work taken on that lies outside the mandate."""
    store = call.open_store()
    last = as_of or today(store=store, settings=call.settings).day
    if since is not None and since > last:
        raise InvalidInput(wording.days_reversed(since, last), code="days_reversed")
    drift = read_drift(store=store, actor=call.actor, as_of=last, since=since)
    grouped = By(by) if by else None
    call.answer(drift_answer(drift, by=grouped), _lines(drift, grouped))


def _lines(drift: Drift, by: By | None) -> str:
    said = [
        wording.headline(drift),
        wording.fraction(drift.whole) if drift.whole.denominator else None,
        wording.doubt(drift.whole),
        wording.moved(drift),
        wording.most_outside(drift),
        wording.left_out(drift),
        wording.method(drift),
    ]
    groups = groups_of(drift, by) if by else ()
    said += [
        f"  {wording.group_name(group):<32.32}  {wording.verdict(group.outside)}"
        for group in groups
    ]
    said += [
        f"  {wording.decision_word(one.decision)}, {show_day(one.asked_on)}, {one.requester}: "
        f"{one.what} ({one.reason})"
        for one in drift.not_taken_on
    ]
    return "\n".join(line for line in said if line)
