"""`mandate owner`: who should own product marketing, and the evidence beside it."""

import datetime as dt
from typing import Any

import click

from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company import wording as company
from pmm_core.company.facts import FactsDraft
from pmm_core.company.service import read_facts, today
from pmm_core.formatting import show_day
from pmm_core.ownership import wording
from pmm_core.ownership.answer import owner_answer
from pmm_core.ownership.home import Ownership
from pmm_core.ownership.need import LastLaunch
from pmm_core.ownership.service import read_ownership
from pmm_core.ownership.signs import SignReading
from pmm_core.vocabulary import BusinessFunction, CompanyStage


@click.command("owner")
@click.option("--pmms", type=click.IntRange(0), help="People who do product marketing only.")
@click.option("--decisions", type=click.Choice([word.value for word in BusinessFunction]))
@click.option("--stage", type=click.Choice([word.value for word in CompanyStage]))
@click.option("--bandwidth", type=click.Choice(["short", "enough"]))
@click.option("--as-of", type=Day(), help="Signs and launches up to this day.")
@click.pass_obj
def owner_command(call: Call, /, as_of: dt.date | None, **tried: Any) -> None:
    """Advise who should own product marketing, with reasons, signs, segments, last launch.

    An answer given here is tried out in place of the company's own; nothing is stored.
    """
    store = call.open_store()
    said = read_facts(store=store, actor=call.actor).said
    found = read_ownership(
        store=store,
        actor=call.actor,
        as_of=as_of or today(store=store, settings=call.settings).day,
        instead=_tried(said, tried),
    )
    call.answer(owner_answer(found), _lines(found))


def _tried(said: FactsDraft, tried: dict[str, Any]) -> FactsDraft:
    bandwidth = tried["bandwidth"]
    given = {
        "dedicated_pmms": tried["pmms"],
        "decisions_made_in": tried["decisions"],
        "company_stage": tried["stage"],
        "bandwidth_short": None if bandwidth is None else bandwidth == "short",
    }
    known = {fact: value for fact, value in given.items() if value is not None}
    return FactsDraft.check(**said.model_dump() | known)


def _lines(found: Ownership) -> str:
    advice = found.advice
    lines = [f"{wording.headline(advice)}. {wording.answer(advice)}"]
    for one in advice.counsel.options:
        if one.speak_for or one.speak_against:
            lines.append(f"  {company.FUNCTIONS[one.option]} ({one.balance:+d})")
            lines += [f"    + {reason}" for reason in one.speak_for]
            lines += [f"    - {reason}" for reason in one.speak_against]
    kept = show_day(advice.kept_on) if advice.kept_on else None
    lines.append(wording.look_again(show_day(advice.look_again_on), kept))
    lines += ["", "Health signs", *(_sign(one) for one in found.signs)]
    lines += ["", wording.need(found.need)]
    lines += [f"  {one.name}: {one.proof or wording.NO_DATA}" for one in found.need.segments]
    lines += _launch(found.need.last_launch)
    lines += [f"! {one.message} {one.recommendation or ''}".rstrip() for one in found.findings]
    return "\n".join(lines)


def _sign(one: SignReading) -> str:
    said = f"{show_day(one.latest.on)}: {one.latest.evidence}" if one.latest else wording.NO_SIGN
    return f"  {wording.HEALTH_WORDS[one.health]:<10} {wording.KINDS[one.kind]:<18} {said}"


def _launch(launch: LastLaunch | None) -> list[str]:
    if launch is None:
        return [wording.NO_LAUNCH]
    readings = launch.problem or ", ".join(wording.window(one) for one in launch.windows)
    return [f"Last launch: {launch.product}/{launch.name}, {readings}"]
