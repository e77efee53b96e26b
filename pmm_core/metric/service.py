"""Advises the one number, and keeps who carries which KPI in which cycle."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue import service as catalogue
from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.company.service import read_facts, read_settings
from pmm_core.errors import InvalidInput
from pmm_core.metric import wording
from pmm_core.metric.advice import MetricAdvice, advise
from pmm_core.metric.board import (
    Board,
    Carried,
    Carrier,
    build_board,
)
from pmm_core.metric.drafts import AccountableMetricDraft
from pmm_core.models import AccountableMetric, Audit, Kpi, Person, Team
from pmm_core.results import same_cycle
from pmm_core.scorecard import service as scorecard
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.store import metrics
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, Cadence, PersonKind, Standing


@dataclass(frozen=True)
class Recorded:
    """One change of what somebody carries.

    Attributes:
        added: true where it was chosen then.
        was, became: field -> value of what changed, links as names.
    """

    at: dt.datetime
    by: str
    kpi: str
    carrier: str
    added: bool
    was: Mapping[str, Any]
    became: Mapping[str, Any]


@dataclass(frozen=True)
class Instead:
    """What makes room for an accountable KPI.

    Attributes:
        of: what was accountable so far, as the person saw it.
        becomes: how that stands from now on.
    """

    of: tuple[AccountableMetric, ...] = ()
    becomes: Standing = Standing.SUPPORTING


NOTHING = Instead()


def read_advice(*, store: Store, actor: Actor, instead: FactsDraft | None = None) -> MetricAdvice:
    """Advise the one number from the facts of the company.

    Args:
        instead: facts to try out in place of those that are kept; nothing is stored.
    """
    kept = read_facts(store=store, actor=actor)
    return advise(kept if instead is None else CompanyFacts(instead, kept.versions))


def current_cycle(*, store: Store, actor: Actor, as_of: dt.date) -> str:
    """Name the quarter a day lies in, e.g. `Q2 2026`."""
    calendar = read_settings(store=store, actor=actor).calendar
    return calendar.period(as_of, Cadence.QUARTERLY).label


def read_cycles(*, store: Store, actor: Actor, as_of: dt.date) -> tuple[str, ...]:
    """List the current quarter, then every other cycle somebody carries a KPI in."""
    require(actor, Action.READ, store)
    now = current_cycle(store=store, actor=actor, as_of=as_of)
    with store.read() as session:
        others = {row.cycle for row in metrics.in_use(session=session) if row.cycle}
    return (now, *sorted(cycle for cycle in others if not same_cycle(cycle, now)))


def read_board(*, store: Store, actor: Actor, as_of: dt.date, cycle: str | None = None) -> Board:
    """Read who carries what in a cycle, and how each KPI stands on a day.

    Args:
        cycle: the current quarter unless given.
    """
    require(actor, Action.READ, store)
    named = cycle or current_cycle(store=store, actor=actor, as_of=as_of)
    standpoints = scorecard.read_standpoints(store=store, actor=actor, as_of=as_of)
    with store.read() as session:
        carried = _carried(session, standpoints)
        people = catalogue.directory(session).in_use(Person)
    owners = [Carrier(one.id or 0, one.name) for one in people if one.kind is PersonKind.OWNER]
    return build_board(named, carried, owners)


def choose(
    *,
    store: Store,
    actor: Actor,
    draft: AccountableMetricDraft,
    instead: Instead = NOTHING,
) -> AccountableMetric:
    """Have a person or a team carry a KPI in a cycle.

    Args:
        draft: what is carried, by whom, and how it stands.
        instead: what makes room for it.

    Raises:
        InvalidInput: a second accountable KPI without a written reason (`reason_missing`), a KPI
            that is carried already (`carried_already`), or a link not in use (`not_in_use`).
        ChangedElsewhere: somebody changed what makes room first; nothing was stored.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return _choose(unit, draft, instead)


def choose_new(
    *,
    store: Store,
    actor: Actor,
    kpi: KpiDraft,
    draft: AccountableMetricDraft,
    instead: Instead = NOTHING,
) -> AccountableMetric:
    """Make a KPI and have it carried, in one step or not at all; see `choose`.

    Args:
        kpi: the KPI to make.
        draft: its `kpi_id` is replaced by the new KPI's.
        instead: what makes room for it.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        made = catalogue.create_all(unit, [kpi])[0]
        named = draft.model_copy(update={"kpi_id": made.id})
        return _choose(unit, named, instead)


def change(
    *,
    store: Store,
    actor: Actor,
    base: AccountableMetric,
    draft: AccountableMetricDraft,
    instead: Instead = NOTHING,
) -> AccountableMetric:
    """Change what somebody carries; how it was stays in the history.

    Args:
        base: the metric as the person saw it, with its version.
        draft: what it is to be.
        instead: what makes room for it.

    Raises:
        InvalidInput: as for `choose`.
        ChangedElsewhere: somebody saved first; `details` holds base, theirs and yours.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        _make_room(unit, instead)
        saved = catalogue.change(unit, base, draft)
        _check(unit.session, saved)
        return saved


def bring_back(*, store: Store, actor: Actor, metric: AccountableMetric) -> AccountableMetric:
    """Restore what was archived, if its carrier has no other accountable KPI by now.

    Raises:
        InvalidInput: as for `choose`.
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        back = unit.change(
            AccountableMetric, metric.id or 0, {"archived_at": None}, version=metric.version
        )
        _check(unit.session, back)
        return back


def read_history(*, store: Store, actor: Actor) -> tuple[Recorded, ...]:
    """Read every change of what anybody carries, the last first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        known = catalogue.directory(session)
        entries = metrics.changes(session=session)
        rows = {row.id: row for row in _all(session, entries)}

    def named(said: Mapping[str, Any] | None) -> dict[str, Any]:
        links: dict[str, type[Kpi | Person | Team]] = {
            "kpi_id": Kpi,
            "person_id": Person,
            "team_id": Team,
        }
        return {
            field: known.name(links[field], value) if field in links else value
            for field, value in (said or {}).items()
            if field in wording.FIELDS
        }

    def recorded(entry: Audit) -> Recorded:
        row = rows[entry.noun_id]
        return Recorded(
            at=entry.recorded_at,
            by=entry.actor,
            kpi=known.name(Kpi, row.kpi_id) or "",
            carrier=known.name(Person, row.person_id) or known.name(Team, row.team_id) or "",
            added=entry.verb == "add",
            was=named(entry.before),
            became=named(entry.after),
        )

    return tuple(recorded(entry) for entry in entries)


def _all(session: Session, entries: Sequence[Audit]) -> list[AccountableMetric]:
    found = (session.get(AccountableMetric, noun_id) for noun_id in {e.noun_id for e in entries})
    return [row for row in found if row is not None]


def _choose(unit: Unit, draft: AccountableMetricDraft, instead: Instead) -> AccountableMetric:
    _make_room(unit, instead)
    chosen = catalogue.create_all(unit, [draft])[0]
    _check(unit.session, chosen)
    return chosen


def _make_room(unit: Unit, instead: Instead) -> None:
    for before in instead.of:
        unit.change(
            AccountableMetric,
            before.id or 0,
            {"standing": instead.becomes},
            version=before.version,
            base=before.model_dump(),
        )


def _check(session: Session, row: AccountableMetric) -> None:
    """Refuse a second accountable KPI nobody gave a reason for, and one KPI twice."""
    others = [
        other
        for other in metrics.of_carrier(
            session=session, person_id=row.person_id, team_id=row.team_id
        )
        if other.id != row.id and same_cycle(other.cycle, row.cycle)
    ]
    known = catalogue.directory(session)
    carrier = known.name(Person, row.person_id) or known.name(Team, row.team_id) or ""
    if any(other.kpi_id == row.kpi_id for other in others):
        kpi = known.name(Kpi, row.kpi_id) or ""
        raise InvalidInput(wording.carried_already(carrier, kpi), code="carried_already")
    accountable = [other for other in others if other.standing is Standing.ACCOUNTABLE]
    if row.standing is Standing.ACCOUNTABLE and accountable and not row.reason:
        kpi = known.name(Kpi, accountable[0].kpi_id) or ""
        raise InvalidInput(wording.second_without_reason(carrier, kpi), code="reason_missing")


def _carried(session: Session, standpoints: Mapping[int, Standpoint]) -> list[Carried]:
    known = catalogue.directory(session)
    found = []
    for row in metrics.in_use(session=session):
        person, team = known.get(Person, row.person_id), known.get(Team, row.team_id)
        kpi = cast(Kpi, known.get(Kpi, row.kpi_id))
        carrier = (
            Carrier(team.id or 0, team.name, is_team=True)
            if team
            else Carrier(person.id or 0, person.name)
            if person
            else None
        )
        assert carrier is not None, "what is carried has a carrier"
        at = standpoints.get(row.kpi_id, Standpoint(kpi.name, ""))
        found.append(
            Carried(row.id or 0, carrier, row.standing, row.kpi_id, row.cycle, row.reason, at)
        )
    return found
