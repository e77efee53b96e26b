"""Puts what the sample company struggles with into a store."""

from sqlmodel import Session

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import known_day, read_table
from pmm_core.models import Challenge
from pmm_core.vocabulary import ChallengeStage


def add_challenges(session: Session, ids: Ids) -> None:
    """Add the challenges, each on the day somebody wrote it down."""
    for line in read_table("challenges"):
        challenge = Challenge(
            name=line["challenge"],
            stage=ChallengeStage(line["stage"]),
            description=line["description"],
            kpi_id=ids.kpis.get((line["scope"], line["kpi"])),
            proof=line["proof"] or None,
            product_id=ids.products.get(line["product"]),
        )
        unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"])).add(challenge)
