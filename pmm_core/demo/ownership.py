"""Puts the health signs and the targeted segments of the sample company into a store."""

from sqlmodel import Session

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import known_day, read_table
from pmm_core.models import HealthSign, TargetedSegment
from pmm_core.vocabulary import HealthSignKind


def add_ownership(session: Session, ids: Ids) -> None:
    """Add what was seen on its day, and who is targeted since when."""
    for line in read_table("health_signs"):
        on = known_day(line["on"])
        sign = HealthSign(
            kind=HealthSignKind(line["kind"]),
            healthy=line["healthy"] == "yes",
            on=on,
            evidence=line["evidence"],
            product_id=ids.products.get(line["product"]),
        )
        unit_of(session, Actor(line["recorded_by"]), on).add(sign)
    for line in read_table("targeted_segments"):
        since = known_day(line["since"])
        segment = TargetedSegment(
            name=line["segment"],
            why=line["why"],
            proof=line["proof"] or None,
            product_id=ids.products.get(line["product"]),
            since=since,
        )
        unit_of(session, Actor(line["recorded_by"]), since).add(segment)
