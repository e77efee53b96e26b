"""Puts what the sample company struggles with, and how it was scored, into a store."""

from typing import Any

from sqlmodel import Session, select

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import Line, day, known_day, number, read_table, whole
from pmm_core.models import Challenge, ChallengeScore, ScoringRound, Submission
from pmm_core.vocabulary import Criterion, Evidence, JourneyStage


def add_challenges(session: Session, ids: Ids) -> None:
    """Add the challenges, each on the day somebody wrote it down."""
    for line in read_table("challenges"):
        challenge = Challenge(
            name=line["challenge"],
            stage=JourneyStage(line["stage"]),
            description=line["description"],
            kpi_id=ids.kpis.get((line["scope"], line["kpi"])),
            proof=line["proof"] or None,
            product_id=ids.products.get(line["product"]),
        )
        unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"])).add(challenge)


def add_rounds(session: Session, ids: Ids) -> None:
    """Add the rounds of scoring; each scorer hands in on the day they scored.

    The challenges are there already. A round lists what its scores name, in that order.
    """
    challenges = {one.name: one.id or 0 for one in session.exec(select(Challenge)).all()}
    rounds: dict[str, ScoringRound] = {}
    for line in read_table("rounds"):
        scores = [one for one in read_table("scores") if one["round"] == line["round"]]
        actor = Actor(line["recorded_by"])
        opened = unit_of(session, actor, known_day(line["recorded_on"])).add(
            ScoringRound(
                name=line["round"],
                team_id=ids.teams[line["team"]],
                start_on=day(line["start_on"]),
                end_on=day(line["end_on"]),
                challenge_ids=list(dict.fromkeys(challenges[one["challenge"]] for one in scores)),
                scorer_ids=list(dict.fromkeys(ids.people[one["scorer"]] or 0 for one in scores)),
                started_from_id=rounds[line["started_from"]].id if line["started_from"] else None,
            )
        )
        rounds[opened.name] = opened
        for scorer in dict.fromkeys(one["scorer"] for one in scores):
            theirs = [one for one in scores if one["scorer"] == scorer]
            _hand_in(session, opened.id or 0, theirs, (challenges, ids))
        if line["closed_on"]:
            closed_on = known_day(line["closed_on"])
            unit_of(session, actor, closed_on).change(
                ScoringRound, opened.id or 0, {"closed_on": closed_on}, version=opened.version
            )


def _hand_in(
    session: Session, round_id: int, lines: list[Line], known: tuple[dict[str, int], Ids]
) -> None:
    """Add the sheet of one scorer as a whole."""
    challenges, ids = known
    scorer = lines[0]["scorer"]
    scorer_id = ids.people[scorer] or 0
    unit = unit_of(session, Actor(scorer), known_day(lines[0]["scored_on"]))
    unit.add_all(
        [
            ChallengeScore(
                round_id=round_id,
                challenge_id=challenges[line["challenge"]],
                scorer_id=scorer_id,
                criterion=criterion,
                value=whole(line[criterion]),
                **_said(line, criterion),
            )
            for line in lines
            for criterion in Criterion
        ]
    )
    unit.add(Submission(round_id=round_id, scorer_id=scorer_id))


def _said(line: Line, criterion: Criterion) -> dict[str, Any]:
    """Read what stands beside the score of one question."""
    if criterion is Criterion.URGENT:
        return {"due_on": day(line["due_on"]), "cost_of_waiting": line["cost_of_waiting"] or None}
    if criterion is Criterion.UNIQUE:
        evidence = Evidence(line["evidence"]) if line["evidence"] else None
        return {"evidence": evidence, "why": line["why"] or None}
    range_ = {field: number(line[field]) for field in ("estimate", "low", "high")}
    return {**range_, "unit": line["unit"] or None}
