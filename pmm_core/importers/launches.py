"""Staged launches to what would be made or changed; what a row leaves blank stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.errors import InvalidInput
from pmm_core.formatting import show_day
from pmm_core.importers.changes import Changes, LaunchChange, NounRef
from pmm_core.importers.contract import Rejection
from pmm_core.importers.logs import LogNames
from pmm_core.importers.plan import Outcome, span
from pmm_core.importers.resolve import Resolver
from pmm_core.importers.settle import one_per_key
from pmm_core.importers.staged import StagedLaunch
from pmm_core.models import Initiative
from pmm_core.results import name_key
from pmm_core.vocabulary import InitiativeType, NounKind


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A row whose product and owner are known."""

    row: StagedLaunch
    product: NounRef
    owner: NounRef | None

    @property
    def key(self) -> tuple[NounRef, str]:
        return self.product, name_key(self.row.name)

    @property
    def fields(self) -> dict[str, Any]:
        """What the row says, as fields of a launch."""
        row = self.row
        every = {
            "launched_on": row.on,
            "timezone": row.timezone,
            "tier": row.tier,
            "audience": row.audience,
            "adopt_events": [row.use_event] if row.use_event else None,
            "log": row.log,
            "objective": row.objective,
            "launch_type": row.launch_type,
            "planned_on": row.planned_on,
            "owner_id": self.owner.id if self.owner else None,
        }
        return {name: said for name, said in every.items() if said is not None}

    @property
    def says(self) -> tuple[Any, ...]:
        said = self.fields
        return (self.owner, self.row.why, *(str(said[name]) for name in sorted(said)))


def plan_launches(rows: Sequence[StagedLaunch], resolver: Resolver, log_names: LogNames) -> Outcome:
    """Work out which launches a table would make or change.

    Args:
        rows: staged rows of all files, in order.
        resolver: finds products, launches and people, and remembers what is missing.
        log_names: tells the name under which a log is kept.
    """
    resolved = [found for row in rows if (found := _resolve(row, resolver, log_names))]
    keyed = one_per_key(resolved, key=lambda one: one.key, says=lambda one: one.says)
    rejections: list[Rejection] = []
    for places in keyed.repeated:
        where = ", ".join(str(resolved[at].row.place.row) for at in places[:6])
        for at in places:
            place = resolved[at].row.place
            message = f"“{resolved[at].row.name}” is said differently in rows {where}. Keep one."
            rejections.append(Rejection(place.file, place.row, None, "key_repeated", message))
    kept = [resolved[at] for at in keyed.kept]
    changes = [change for one in kept if (change := _change(one, resolver)) is not None]
    return Outcome(
        changes=Changes(
            products=resolver.names_of(NounKind.PRODUCT, (one.product for one in changes)),
            people=resolver.names_of(NounKind.PERSON, (one.owner for one in changes)),
            returning=tuple(resolver.returning),
            launches=tuple(changes),
        ),
        accepted=len(changes),
        duplicate=keyed.duplicates,
        unchanged=len(kept) - len(changes),
        rejections=(*resolver.rejections, *rejections),
        unknown=tuple(resolver.unknown.values()),
        days=span([one.row.on for one in kept]),
    )


def _resolve(row: StagedLaunch, resolver: Resolver, log_names: LogNames) -> _Resolved | None:
    """Find what a row names; null, with a rejection, where it cannot be a launch."""
    product = resolver.product(row.product, row.place)
    owner = resolver.person(row.owner, row.place) if row.owner else None
    if product is None or (row.owner and owner is None):
        return None
    was = resolver.launch(product, row.name)
    if was is not None and not resolver.comes_back(was, row.place):
        return None
    if was is not None and was.kind is not InitiativeType.LAUNCH:
        message = f"“{was.name}” is already a {was.kind.value.replace('_', ' ')} of this product."
        resolver.reject(row.place, "name", "name_taken", message)
        return None
    if was is not None and row.planned_on and was.planned_on not in (None, row.planned_on):
        message = (
            f"“{was.name}” was first planned for {show_day(was.planned_on)}, and that day stays. "
            "Leave the planned date of this row blank."
        )
        resolver.reject(row.place, "planned_date", "planned_differs", message)
        return None
    try:
        log = log_names(row.log) if row.log else None
        found = _Resolved(replace(row, log=log), product, owner)
        LaunchDraft.check(product_id=product.id or 0, name=row.name, **found.fields)
    except InvalidInput as error:
        resolver.reject(row.place, "name", error.code, error.message)
        return None
    return found


def _change(one: _Resolved, resolver: Resolver) -> LaunchChange | None:
    """Compare a row with the launch it names; null if it says nothing new."""
    was = resolver.launch(one.product, one.row.name)
    returns = was is not None and was.archived_at is not None
    fields = one.fields
    is_new_owner = one.owner is not None and one.owner.id is None
    if was is not None and not is_new_owner and not returns and _says_nothing_new(was, fields):
        return None
    return LaunchChange(
        product=one.product,
        name=one.row.name,
        was=was,
        fields=fields,
        owner=one.owner,
        why=one.row.why,
    )


def _says_nothing_new(was: Initiative, fields: dict[str, Any]) -> bool:
    return all(getattr(was, name) == value for name, value in fields.items())
