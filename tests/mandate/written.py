"""Mandates that the tests start from."""

import datetime as dt
from typing import Any

from pmm_core.access import Actor
from pmm_core.catalogue.service import add
from pmm_core.mandate.document import MandateDocument, MandateKpi, Partner, Proof, Signer
from pmm_core.mandate.drafts import MandateDraft, PartnerDraft
from pmm_core.mandate.service import keep_mandate
from pmm_core.models import Challenge, Mandate, ScoringRound
from pmm_core.prioritizer.defence import Defence, defend
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.scoring import ScoreCell, ScoreSheet
from pmm_core.prioritizer.service import open_round, read_sheet, save_sheet
from pmm_core.prioritizer.stability import rank_challenges
from pmm_core.scorecard.goalpost import Goalpost
from pmm_core.store.store import Store
from pmm_core.vocabulary import (
    BusinessFunction,
    Criterion,
    Direction,
    Goal,
    JourneyStage,
    KpiBucket,
    Status,
)
from tests.catalogue import made

ADA = Actor("Ada Moreno")
TODAY = dt.date(2026, 3, 31)
REVIEW = dt.date(2026, 6, 30)
# Urgent, uniquely ours, impact; the first comes first under most weightings.
SCORES = {"Trials end early": (5, 3, 5), "Suites win": (3, 5, 3), "Nobody knows us": (2, 2, 2)}


def ranking(scores: dict[str, tuple[int, int, int]] | None = None) -> Defence:
    """What a round with one scorer says."""
    scores = SCORES if scores is None else scores
    sheet = ScoreSheet.of(
        [
            ScoreCell(challenge, "Ada Moreno", criterion, value)
            for challenge, values in scores.items()
            for criterion, value in zip(Criterion, values, strict=True)
        ],
        challenges=scores,
        scorers=["Ada Moreno"],
    )
    return defend("Q2 2026", rank_challenges(sheet), sheet)


def document(**said: Any) -> MandateDocument:
    """A mandate that lacks nothing."""
    given: dict[str, Any] = {
        "name": "Product marketing",
        "as_of": TODAY,
        "purpose": "The right buyer hears the right promise first.",
        "challenge": "Trials end early",
        "proof": Proof(kpi(KpiBucket.REVENUE, partner=None)),
        "focus": "Say what the trial shows.",
        "not_focus": "Tenders: nobody decides by them.",
        "defence": "The trial is rebuilt in May.",
        "ranking": ranking(),
        "kpis": tuple(kpi(bucket) for bucket in KpiBucket),
        "partners": tuple(
            Partner(function, "Ada Moreno", ("Bo Lind",))
            for function in (
                BusinessFunction.PRODUCT,
                BusinessFunction.MARKETING,
                BusinessFunction.SALES,
            )
        ),
        "success": "Every fourth trial becomes a plan.",
        "review_on": REVIEW,
        "signers": (Signer(1, "Ada Moreno"), Signer(2, "Bo Lind")),
        **said,
    }
    return MandateDocument(**given)


def post(target: float) -> Goalpost:
    """A target to be reached upwards by the end of June."""
    return Goalpost(
        value=target,
        target_date=dt.date(2026, 6, 30),
        start=0.2,
        start_date=dt.date(2026, 1, 1),
        direction=Direction.UP,
        goal=Goal.REACH,
        low=None,
        high=None,
    )


def kpi(bucket: KpiBucket | None, **said: Any) -> MandateKpi:
    given: dict[str, Any] = {
        "name": f"{(bucket or 'Nameless').title()} KPI",
        "scope": "product:Comet",
        "bucket": bucket,
        "owner": "Ada Moreno",
        "partner": "Growth",
        "unit": "%",
        "value": 0.212,
        "on": dt.date(2026, 2, 28),
        "post": post(0.27),
        "status": Status.OFF_TRACK,
        **said,
    }
    return MandateKpi(**given)


def scored_round(store: Store, *, name: str = "Q2 2026") -> ScoringRound:
    """A round of three challenges that Ada scored and handed in."""
    (ada,) = [made.person(store, "Ada Moreno")]
    challenges = {
        challenge: add(
            store=store,
            actor=ADA,
            draft=ChallengeDraft(name=challenge, stage=JourneyStage.TRIAL_CONVERSION),
        )
        for challenge in SCORES
    }
    draft = RoundDraft(
        name=name,
        challenge_ids=[one.id or 0 for one in challenges.values()],
        scorer_ids=[ada.id or 0],
    )
    row = open_round(store=store, actor=ADA, draft=draft)
    hand_in(store, row, challenges)
    return row


def hand_in(store: Store, row: ScoringRound, challenges: dict[str, Challenge]) -> None:
    sheet = read_sheet(store=store, actor=ADA, round_id=row.id or 0, scorer_id=row.scorer_ids[0])
    drafts = [
        ScoreDraft(challenge_id=challenges[name].id or 0, criterion=criterion, value=value)
        for name, values in SCORES.items()
        for criterion, value in zip(Criterion, values, strict=True)
    ]
    save_sheet(store=store, actor=ADA, base=sheet, drafts=drafts, hand_in=True)


def mandate(store: Store, **said: Any) -> Mandate:
    """A mandate in a store that can be put forward at once, with all it names."""
    row = scored_round(store)
    ada = row.scorer_ids[0]
    bo = made.person(store, "Bo Lind").id or 0
    comet = made.product(store, "Comet")
    kpis = [
        made.kpi(store, comet, f"{bucket.title()} KPI", bucket=bucket, unit="%")
        for bucket in KpiBucket
    ]
    partner = PartnerDraft(
        function=BusinessFunction.SALES,
        accountable_id=ada,
        consulted_ids=[bo],
        overlap="One deck.",
    )
    given: dict[str, Any] = {
        "name": "Product marketing",
        "purpose": "The right buyer hears the right promise first.",
        "focus_id": row.challenge_ids[0],
        "focus": "Say what the trial shows.",
        "not_focus": "Tenders: nobody decides by them.",
        "round_id": row.id,
        "defence": "The trial is rebuilt in May.",
        "kpi_ids": [one.id for one in kpis],
        "partners": [partner],
        "success": "Every fourth trial becomes a plan.",
        "review_on": REVIEW,
        "signer_ids": [ada, bo],
        **said,
    }
    return keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft.check(**given))
