"""Reads how far the work taken on lies from the mandate, and tags many requests at once."""

import datetime as dt
from collections.abc import Mapping, Sequence

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import change
from pmm_core.company.service import read_settings
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.outside import Drift, measure_drift
from pmm_core.drift.requests import Request
from pmm_core.models import Challenge, WorkRequest
from pmm_core.store import requests as stored
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action


def read_drift(
    *, store: Store, actor: Actor, as_of: dt.date, since: dt.date | None = None
) -> Drift:
    """Read the drift of the requests asked for between two days, both inclusive.

    Args:
        as_of: the last day; decisions of later days do not count.
        since: the first day; null for the beginning.
    """
    require(actor, Action.READ, store)
    calendar = read_settings(store=store, actor=actor).calendar
    with store.read() as session:
        rows = stored.in_use(session=session)
        challenges = {one.id: one.name for one in stored.challenges(session=session)}
    requests = [_request(row, challenges) for row in rows]
    return measure_drift(requests, calendar=calendar, as_of=as_of, since=since)


def read_requests(*, store: Store, actor: Actor) -> Sequence[WorkRequest]:
    """Read every request that is not archived, the newest first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return list(reversed(stored.in_use(session=session)))


def read_archived(*, store: Store, actor: Actor) -> Sequence[WorkRequest]:
    """Read the archived requests, the last archived first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        rows = [row for row in stored.all_requests(session=session) if row.archived_at is not None]
    return sorted(rows, key=lambda row: str(row.archived_at), reverse=True)


def read_challenges(*, store: Store, actor: Actor) -> Sequence[Challenge]:
    """Read the challenges a request can serve, archived ones too."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return stored.challenges(session=session)


def save_requests(
    *, store: Store, actor: Actor, changes: Sequence[tuple[WorkRequest, RequestDraft]]
) -> Sequence[WorkRequest]:
    """Write what a person changed in many requests: all of it, or nothing.

    Args:
        changes: each request as the person saw it, with what it is to be.

    Raises:
        ChangedElsewhere: somebody saved one of them first.
        InvalidInput: one points to a challenge that is not in use (`not_in_use`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return [change(unit, base, draft) for base, draft in changes]


def _request(row: WorkRequest, challenges: Mapping[int | None, str]) -> Request:
    return Request(
        id=row.id or 0,
        what=row.name,
        requester=row.requester,
        asked_on=row.asked_on,
        hours=row.hours,
        points=row.points,
        decision=row.decision,
        decided_on=row.decided_on,
        reason=row.reason,
        inside=row.inside,
        challenge=challenges.get(row.challenge_id) if row.challenge_id else None,
    )
