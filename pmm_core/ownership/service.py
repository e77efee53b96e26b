"""Advises who should own product marketing, and reads the evidence that is kept about it."""

import datetime as dt

from pmm_core.access import Actor, require
from pmm_core.adoption import service as adoption
from pmm_core.catalogue import service as catalogue
from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.company.service import read_facts
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import HealthSign, Product, TargetedSegment
from pmm_core.ownership.advice import advise
from pmm_core.ownership.home import Ownership, build_ownership
from pmm_core.ownership.need import LastLaunch, LaunchVerdict, Need, Segment
from pmm_core.ownership.signs import Health, Sign, SignReading, read_signs
from pmm_core.results import ScopeRef
from pmm_core.scorecard import service as scorecard
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, Scope


def read_ownership(
    *, store: Store, actor: Actor, as_of: dt.date, instead: FactsDraft | None = None
) -> Ownership:
    """Advise an owner from the facts of the company, beside the evidence of a day.

    Args:
        as_of: signs and launches after this day are left out.
        instead: facts to try out in place of those that are kept; nothing is stored.
    """
    require(actor, Action.READ, store)
    kept = read_facts(store=store, actor=actor)
    facts = kept if instead is None else CompanyFacts(instead, kept.versions)
    signs = _signs(store, actor, as_of)
    unhealthy = any(sign.health is Health.UNHEALTHY for sign in signs)
    advice = advise(facts, as_of=as_of, unhealthy=unhealthy)
    need = Need(_segments(store, actor), _last_launch(store, actor, as_of))
    return build_ownership(advice, signs, need, as_of=as_of)


def _signs(store: Store, actor: Actor, as_of: dt.date) -> tuple[SignReading, ...]:
    known = catalogue.read_directory(store=store, actor=actor)
    rows = catalogue.read_nouns(store=store, actor=actor, table=HealthSign)
    signs = [
        Sign(
            id=row.id or 0,
            kind=row.kind,
            healthy=row.healthy,
            on=row.on,
            evidence=row.evidence,
            product=known.name(Product, row.product_id),
        )
        for row in rows
        if row.archived_at is None
    ]
    return read_signs(signs, as_of=as_of)


def _segments(store: Store, actor: Actor) -> tuple[Segment, ...]:
    known = catalogue.read_directory(store=store, actor=actor)
    rows = catalogue.read_nouns(store=store, actor=actor, table=TargetedSegment)
    return tuple(
        Segment(
            id=row.id or 0,
            name=row.name,
            why=row.why,
            proof=row.proof,
            product=known.name(Product, row.product_id),
            since=row.since,
        )
        for row in rows
        if row.archived_at is None
    )


def _last_launch(store: Store, actor: Actor, as_of: dt.date) -> LastLaunch | None:
    """Read the launch with the latest day; a log that cannot be read is told, not raised."""
    past = [
        one
        for one in adoption.list_launches(store=store, actor=actor)
        if one.launched_on is not None and one.launched_on <= as_of
    ]
    if not past:
        return None
    last = past[0]
    scope = ScopeRef(Scope.LAUNCH, product=last.product, name=last.name)
    rows = scorecard.read_scorecard(store=store, actor=actor, scope=scope, as_of=as_of).rows
    verdicts = tuple(
        LaunchVerdict(row.kpi.name, row.status, row.verdict.reason)
        for row in rows
        if row.facts.segment is None
    )
    try:
        curves = adoption.read_launch(store=store, actor=actor, launch_id=last.id, as_of=as_of)
        windows, problem = curves.whole.windows, None
    except (InvalidInput, NotFound) as fault:
        windows, problem = (), fault.message
    return LastLaunch(
        id=last.id,
        name=last.name,
        product=last.product,
        launched_on=last.launched_on,
        windows=tuple(windows),
        verdicts=verdicts,
        problem=problem,
    )
