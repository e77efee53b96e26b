"""A store to import into, and short ways to preview, commit and look."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import KpiDraft, LaunchDraft, PersonDraft, ProductDraft
from pmm_core.catalogue.service import add
from pmm_core.importers.apply import commit, preview
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.importers.plan import ImportPlan, ImportResult
from pmm_core.models import Initiative, Kpi, KpiSnapshot, Person, Product, Record
from pmm_core.store import snapshots
from pmm_core.store.store import Store
from pmm_core.vocabulary import Scope
from tests.importers.reading import TODAY, source

ADA = Actor("Ada Moreno")


def planned(store: Store, *contents: bytes, today: dt.date = TODAY, **said: Any) -> ImportPlan:
    files: list[SourceFile] = [
        source(content, f"{chr(ord('a') + at)}.csv") for at, content in enumerate(contents)
    ]
    options = ImportOptions(**said)
    return preview(store=store, actor=ADA, files=files, options=options, today=today)


def imported(store: Store, *contents: bytes, **said: Any) -> ImportResult:
    return commit(store=store, actor=ADA, plan=planned(store, *contents, **said))


def codes(plan: ImportPlan) -> list[tuple[int | None, str]]:
    return [(problem.row, problem.code) for problem in plan.problems]


def comet(store: Store) -> Product:
    return add(store=store, actor=ADA, draft=ProductDraft(name="Comet"))


def kpi(store: Store, product: Product, name: str = "Activation rate", **said: Any) -> Kpi:
    draft = KpiDraft(scope=Scope.PRODUCT, product_id=product.id, name=name, **said)
    return add(store=store, actor=ADA, draft=draft)


def launch(store: Store, product: Product, name: str = "Insights", **said: Any) -> Initiative:
    said = {"launched_on": dt.date(2026, 3, 2), **said}
    return add(store=store, actor=ADA, draft=LaunchDraft(product_id=product.id, name=name, **said))


def person(store: Store, name: str) -> Person:
    return add(store=store, actor=ADA, draft=PersonDraft(name=name))


def in_force(store: Store, kpi_id: int | None) -> dict[tuple[str, str], float | None]:
    assert kpi_id is not None
    with store.read() as session:
        rows: list[KpiSnapshot] = list(
            snapshots.in_force(session=session, kpi_ids=[kpi_id], as_of=dt.date.max)
        )
    return {(row.on.isoformat(), row.segment): row.value for row in rows}


def row_counts(store: Store) -> dict[str, int]:
    """Count every row of every table but the one that counts writes."""
    with store.read() as session:
        return {
            table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Record.metadata.sorted_tables
            if table.name != "store_state"
        }
