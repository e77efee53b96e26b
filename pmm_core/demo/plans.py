"""Puts why launches moved, how ready each was and how some ended into a store."""

from sqlmodel import Session

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import Line, day, known_day, read_table
from pmm_core.models import Initiative, LaunchSlip, ReadinessItem
from pmm_core.vocabulary import LaunchOutcome, ReadinessStatus


def add_plans(session: Session, ids: Ids) -> None:
    """Add slips, readiness items with the day each was settled on, and the ends of launches."""
    for line in read_table("launch_slips"):
        _move(session, ids, line)
    for line in read_table("readiness_items"):
        _item(session, ids, line)
    for line in read_table("launch_closings"):
        _close(session, ids, line)


def _move(session: Session, ids: Ids, line: Line) -> None:
    launch = session.get_one(Initiative, _launch_id(ids, line))
    unit = unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"]))
    before, after = known_day(line["before"]), known_day(line["after"])
    moved = {"launched_on": after, "planned_on": launch.planned_on or before}
    unit.change(Initiative, launch.id or 0, moved, version=launch.version)
    unit.add(
        LaunchSlip(
            initiative_id=launch.id or 0,
            planned_before=before,
            planned_after=after,
            why=line["why"],
        )
    )


def _close(session: Session, ids: Ids, line: Line) -> None:
    launch = session.get_one(Initiative, _launch_id(ids, line))
    unit = unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"]))
    said = {
        "ended_on": known_day(line["ended_on"]),
        "outcome": LaunchOutcome(line["outcome"]),
        "lesson": line["lesson"],
    }
    unit.change(Initiative, launch.id or 0, said, version=launch.version)


def _item(session: Session, ids: Ids, line: Line) -> None:
    unit = unit_of(session, Actor(line["owner"]), known_day(line["recorded_on"]))
    item = unit.add(
        ReadinessItem(
            initiative_id=_launch_id(ids, line),
            name=line["item"],
            owner_id=ids.people[line["owner"]],
            due_on=day(line["due_on"]),
            critical=line["critical"] == "yes",
        )
    )
    settled_on = day(line["settled_on"])
    if settled_on is not None:
        later = unit_of(session, Actor(line["owner"]), settled_on)
        said = {"status": ReadinessStatus(line["status"]), "note": line["note"] or None}
        later.change(ReadinessItem, item.id or 0, said, version=item.version)


def _launch_id(ids: Ids, line: Line) -> int:
    launch_id = ids.initiatives[f"{line['product']}/{line['launch']}"]
    assert launch_id is not None, "a stored launch has an id"
    return launch_id
