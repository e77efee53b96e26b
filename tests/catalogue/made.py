"""Nouns that the tests of the catalogue start from."""

import datetime as dt
from typing import Any

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import (
    KpiDraft,
    LaunchDraft,
    NextActionDraft,
    PersonDraft,
    ProductDraft,
    TeamDraft,
)
from pmm_core.catalogue.service import add
from pmm_core.models import Initiative, Kpi, NextAction, Person, Product, Team
from pmm_core.store.store import Store
from pmm_core.vocabulary import Scope

ADA = Actor("Ada Moreno")


def team(store: Store, name: str) -> Team:
    return add(store=store, actor=ADA, draft=TeamDraft(name=name))


def person(store: Store, name: str, **said: Any) -> Person:
    return add(store=store, actor=ADA, draft=PersonDraft(name=name, **said))


def product(store: Store, name: str, **said: Any) -> Product:
    return add(store=store, actor=ADA, draft=ProductDraft(name=name, **said))


def launch(store: Store, of: Product, name: str, **said: Any) -> Initiative:
    day = dt.date(2026, 2, 3)
    draft = LaunchDraft(product_id=of.id, name=name, launched_on=day, **said)
    return add(store=store, actor=ADA, draft=draft)


def kpi(store: Store, of: Product | Initiative | None, name: str, **said: Any) -> Kpi:
    """Make a KPI of a product, of a launch, or an overall one."""
    place: dict[str, Any] = {"scope": Scope.OVERALL}
    if isinstance(of, Product):
        place = {"scope": Scope.PRODUCT, "product_id": of.id}
    elif isinstance(of, Initiative):
        place = {"scope": Scope.LAUNCH, "initiative_id": of.id}
    return add(store=store, actor=ADA, draft=KpiDraft(name=name, **place, **said))


def action(store: Store, of: Kpi, text: str, **said: Any) -> NextAction:
    return add(store=store, actor=ADA, draft=NextActionDraft(kpi_id=of.id, text=text, **said))
