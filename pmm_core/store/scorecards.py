"""Everything a scorecard is computed from, in one consistent read."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from pmm_core.models import (
    Acceptance,
    Assessment,
    ExternalFactor,
    Initiative,
    Kpi,
    KpiSnapshot,
    NextAction,
    Person,
    Product,
    Question,
    Review,
    ReviewDecision,
    Target,
    Team,
)
from pmm_core.store import responses, reviews, snapshots, targets
from pmm_core.store.names import former_names, named_nouns
from pmm_core.store.rewind import nouns_known
from pmm_core.vocabulary import NounKind

# A noun, its id and a name of it.
Called = tuple[NounKind, int, str]


@dataclass(frozen=True)
class Nouns:
    """The nouns as they were known, in the order they were made.

    Attributes:
        called: every other name a noun goes by: those it had before, and today's.
    """

    products: Sequence[Product]
    initiatives: Sequence[Initiative]
    kpis: Sequence[Kpi]
    people: Sequence[Person]
    teams: Sequence[Team]
    actions: Sequence[NextAction]
    factors: Sequence[ExternalFactor]
    questions: Sequence[Question]
    called: Sequence[Called]


@dataclass(frozen=True)
class Ledgers:
    """The appended rows of some KPIs that are in force, oldest first."""

    snapshots: Sequence[KpiSnapshot]
    targets: Sequence[Target]
    acceptances: Sequence[Acceptance]
    assessments: Sequence[Assessment] = ()
    decisions: Sequence[tuple[ReviewDecision, Review]] = ()


def read_nouns(*, session: Session, known_by: dt.datetime | None) -> Nouns:
    """Read all nouns as they stood at an instant (null = now)."""
    return Nouns(
        products=nouns_known(session=session, model=Product, known_by=known_by),
        initiatives=nouns_known(session=session, model=Initiative, known_by=known_by),
        kpis=nouns_known(session=session, model=Kpi, known_by=known_by),
        people=nouns_known(session=session, model=Person, known_by=known_by),
        teams=nouns_known(session=session, model=Team, known_by=known_by),
        actions=nouns_known(session=session, model=NextAction, known_by=known_by),
        factors=nouns_known(session=session, model=ExternalFactor, known_by=known_by),
        questions=nouns_known(session=session, model=Question, known_by=known_by),
        called=_called(session),
    )


def _called(session: Session) -> list[Called]:
    """Today's names go first: a scorecard as known before a rename is found by them too."""
    today = [
        (NounKind(str(noun.__tablename__)), noun.id or 0, noun.name)
        for noun in named_nouns(session=session)
    ]
    former = former_names(session=session)
    return [*today, *((entry.noun, entry.noun_id, entry.name) for entry in former)]


def read_ledgers(
    *,
    session: Session,
    kpi_ids: Collection[int],
    as_of: dt.date,
    known_by: dt.datetime | None,
) -> Ledgers:
    """Read what was recorded of some KPIs by a day, as known at an instant."""
    return Ledgers(
        snapshots=snapshots.in_force(
            session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by
        ),
        targets=targets.effective(session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by),
        acceptances=targets.acceptances(
            session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by
        ),
        assessments=responses.assessments(
            session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by
        ),
        decisions=reviews.decisions(
            session=session, kpi_ids=kpi_ids, as_of=as_of, known_by=known_by
        ),
    )
