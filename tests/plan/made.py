"""Launches that the tests of plans start from."""

import datetime as dt
from typing import Any

from sqlmodel import col, select

from pmm_core.access import Actor
from pmm_core.ledger.drafts import TargetDraft
from pmm_core.ledger.service import read_targets, record_target
from pmm_core.models import Audit, Initiative, Kpi, Target
from pmm_core.plan.build import LaunchPlan
from pmm_core.plan.drafts import LaunchByHand
from pmm_core.plan.service import keep_launch, read_plan
from pmm_core.store.store import Store
from pmm_core.vocabulary import NounKind
from tests.catalogue import made

ADA, BO = made.ADA, Actor("Bo Lind")
TODAY = dt.date(2026, 2, 20)
DAY_0 = dt.date(2026, 3, 3)


def launch(store: Store, name: str = "Insights", **said: Any) -> Initiative:
    """Make a launch by hand that lies ahead; its product is made for it."""
    of = made.product(store, f"Product of {name}")
    fields = {"launched_on": DAY_0, "objective": "Shops act on what they see", **said}
    fields.setdefault("owner_id", made.person(store, f"Owner of {name}").id)
    draft = LaunchByHand.check(product_id=of.id, name=name, **fields)
    return keep_launch(store=store, actor=ADA, base=None, draft=draft, today=TODAY)


def entered_earlier(store: Store, one: Initiative, days: int = 30) -> Initiative:
    """Have a launch entered some days ago, so that another day is a move and no mistake."""
    with store.write(actor=ADA) as unit:
        row = unit.session.get_one(Initiative, one.id)
        row.recorded_at -= dt.timedelta(days=days)
        unit.session.add(row)
        unit.session.flush()
        return row


def planned(store: Store, name: str = "Insights", **said: Any) -> Initiative:
    """Make a launch that was entered a month ago."""
    return entered_earlier(store, launch(store, name, **said))


def draft(one: Initiative, **said: Any) -> LaunchByHand:
    """Say what a launch is to be."""
    return LaunchByHand.check(**LaunchByHand.of(one).model_dump() | said)


def keep(store: Store, one: Initiative, *, actor: Actor = ADA, **said: Any) -> Initiative:
    """Save a change of a launch."""
    return keep_launch(store=store, actor=actor, base=one, draft=draft(one, **said), today=TODAY)


def plan(store: Store, one: Initiative, as_of: dt.date = TODAY) -> LaunchPlan:
    """Read the plan of a launch."""
    return read_plan(store=store, actor=ADA, launch_id=one.id or 0, as_of=as_of)


def window_target(store: Store, kpi: Kpi, day: int, share: float, on: dt.date) -> Target:
    """Set the target of a window."""
    said = TargetDraft.check(kpi_id=kpi.id, window=day, value=share, target_date=on)
    return record_target(store=store, actor=ADA, draft=said, today=TODAY)


def in_force(store: Store, kpi: Kpi) -> list[tuple[int | None, float | None, dt.date]]:
    """List window, value and date of the targets of a KPI that count."""
    entries = read_targets(store=store, actor=ADA, kpi_id=kpi.id or 0)
    rows = [entry.row for entry in entries if entry.in_force]
    return sorted((row.window, row.value, row.target_date) for row in rows)


def audited(store: Store, noun: NounKind) -> list[Audit]:
    """Read what was written down about a kind of noun, the first first."""
    with store.read() as session:
        return list(session.exec(select(Audit).where(Audit.noun == noun).order_by(col(Audit.id))))
