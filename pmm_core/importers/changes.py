"""What an import would write: references to nouns, new rows, changed ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmm_core.catalogue.drafts import KpiDraft
from pmm_core.drift.drafts import RequestDraft
from pmm_core.ledger.drafts import SnapshotDraft, TargetDraft
from pmm_core.models import Initiative, WorkRequest
from pmm_core.vocabulary import (
    Cadence,
    Control,
    Direction,
    Indicator,
    KpiBucket,
    NounKind,
    Scope,
)


@dataclass(frozen=True, slots=True)
class NounRef:
    """A noun a row names: one of the store, or one that the import would make.

    Attributes:
        id: null for a new one, which `key` then tells apart.
    """

    id: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class KpiRef:
    """A KPI a row names, within its scope."""

    id: int | None
    scope: Scope
    product: NounRef | None
    initiative_id: int | None
    key: str = ""


@dataclass(frozen=True, slots=True)
class NewKpi:
    """A KPI that would be made, with everything a file said about it."""

    ref: KpiRef
    name: str
    unit: str | None
    direction: Direction = Direction.UP
    cadence: Cadence | None = None
    bucket: KpiBucket | None = None
    indicator: Indicator | None = None
    control: Control | None = None
    owner: NounRef | None = None

    def draft(self, *, product_id: int | None, owner_id: int | None) -> KpiDraft:
        """Make the draft, once the ids of its product and owner are known."""
        return KpiDraft.check(
            scope=self.ref.scope,
            product_id=product_id,
            initiative_id=self.ref.initiative_id,
            name=self.name,
            unit=self.unit,
            direction=self.direction,
            cadence=self.cadence,
            bucket=self.bucket,
            indicator=self.indicator,
            control=self.control,
            owner_id=owner_id,
        )

    def as_json(self) -> dict[str, str | None]:
        """What was assumed of it, for the answer."""
        return {
            "kpi": self.name,
            "unit": self.unit,
            "direction": self.direction.value,
            "cadence": self.cadence.value if self.cadence else None,
        }


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value that would be recorded; the draft gets its KPI when that has an id."""

    kpi: KpiRef
    draft: SnapshotDraft


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target that would be recorded; the draft gets its KPI when that has an id."""

    kpi: KpiRef
    draft: TargetDraft


@dataclass(frozen=True, slots=True)
class LaunchChange:
    """A launch that would be made (`was` null) or changed; `why` is the reason its day moves."""

    product: NounRef
    name: str
    was: Initiative | None
    fields: Mapping[str, Any]
    owner: NounRef | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class RequestChange:
    """A request for work that would be made (`was` null) or changed."""

    was: WorkRequest | None
    draft: RequestDraft


@dataclass(frozen=True, slots=True)
class Changes:
    """All that would be written.

    Attributes:
        products, people: key -> name of each that would be made.
        returning: nouns that left when their import was taken back and would return.
    """

    products: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    returning: tuple[tuple[NounKind, int], ...] = ()
    kpis: tuple[NewKpi, ...] = ()
    values: tuple[NewValue, ...] = ()
    targets: tuple[NewTarget, ...] = ()
    launches: tuple[LaunchChange, ...] = ()
    requests: tuple[RequestChange, ...] = ()
