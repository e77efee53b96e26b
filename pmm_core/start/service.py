"""Reads how far somebody has come on the way to a first own scorecard."""

import datetime as dt

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import directory
from pmm_core.models import Initiative, Kpi, Product
from pmm_core.start.steps import FirstSteps, Step
from pmm_core.store import snapshots, targets
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, InitiativeType


def read_first_steps(*, store: Store, actor: Actor) -> FirstSteps:
    """Read which steps are done: what is in use, and what is in force for it, today or later."""
    require(actor, Action.READ, store)
    with store.read() as session:
        known = directory(session)
        kpi_ids = [kpi.id for kpi in known.in_use(Kpi) if kpi.id is not None]
        is_there = {
            Step.PRODUCT: bool(known.in_use(Product)),
            Step.KPI: bool(kpi_ids),
            Step.VALUE: snapshots.is_any_in_force(session=session, kpi_ids=kpi_ids),
            Step.TARGET: bool(
                targets.effective(session=session, kpi_ids=kpi_ids, as_of=dt.date.max)
            ),
            Step.LAUNCH: any(one.kind is InitiativeType.LAUNCH for one in known.in_use(Initiative)),
        }
        archived = len(known.archived(Product))
    return FirstSteps.of({step for step, there in is_there.items() if there}, archived=archived)
