"""Puts the work that was asked of the sample company's product marketing into a store."""

from typing import cast

from sqlmodel import Session, select

from pmm_core.access import Actor
from pmm_core.demo.nouns import unit_of
from pmm_core.demo.sources import Line, day, known_day, number, read_table
from pmm_core.models import Challenge, WorkRequest
from pmm_core.vocabulary import RequestDecision

_INSIDE = {"yes": True, "no": False}


def add_requests(session: Session) -> None:
    """Add what was asked for, each on its day and decided on the day it was.

    Challenges that requests serve are there already.
    """
    challenges = {one.name: one.id for one in session.exec(select(Challenge)).all()}
    for line in read_table("requests"):
        actor = Actor(line["recorded_by"])
        asked = unit_of(session, actor, known_day(line["asked_on"]))
        request = asked.add(
            WorkRequest(
                name=line["what"],
                requester=line["requester"],
                asked_on=known_day(line["asked_on"]),
                hours=number(line["hours"]),
                points=number(line["points"]),
                challenge_id=challenges[line["challenge"]] if line["challenge"] else None,
            )
        )
        if line["decided_on"]:
            later = unit_of(session, actor, known_day(line["decided_on"]))
            decided = _decided(line)
            later.change(WorkRequest, cast(int, request.id), decided, version=request.version)


def _decided(line: Line) -> dict[str, object]:
    return {
        "decision": RequestDecision(line["decision"]),
        "decided_on": day(line["decided_on"]),
        "reason": line["reason"] or None,
        "inside": _INSIDE.get(line["inside"]),
    }
