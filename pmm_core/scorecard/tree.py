"""Which scopes exist at an instant, what lies below each, and which KPIs belong to it."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import Initiative, Kpi, Noun, Person, Product
from pmm_core.results import ScopeRef, name_key
from pmm_core.vocabulary import Control, InitiativeType, NounKind, Scope

Named = TypeVar("Named", Product, Initiative, Person)


class Tree:
    """The scopes in use at an instant: overall, then each product with its launches below it."""

    def __init__(
        self,
        *,
        products: Sequence[Product],
        initiatives: Sequence[Initiative],
        kpis: Sequence[Kpi],
        people: Sequence[Person],
        called: Collection[tuple[NounKind, int, str]],
        until: dt.datetime,
    ) -> None:
        self.people = people
        self._called = called
        self.products = {p.id: p for p in products if in_use(p, until)}
        self.initiatives = {
            i.id: i for i in initiatives if in_use(i, until) and i.product_id in self.products
        }
        self.kpis = [kpi for kpi in kpis if in_use(kpi, until) and self._reachable(kpi)]
        self.refs = self._refs()
        self.order = [str(ref) for ref in self.refs]

    def ref_of(self, kpi: Kpi) -> ScopeRef:
        """Name the scope a KPI belongs to."""
        if kpi.initiative_id is not None:
            return self._initiative_ref(self.initiatives[kpi.initiative_id])
        if kpi.product_id is not None:
            return ScopeRef(Scope.PRODUCT, product=self.products[kpi.product_id].name)
        return ScopeRef(Scope.OVERALL)

    def find(self, scope: ScopeRef) -> ScopeRef:
        """Return the scope as the store spells it."""
        if scope.kind is Scope.OVERALL:
            return scope
        if scope.kind is Scope.PERSON:
            return ScopeRef(Scope.PERSON, name=self.person(scope).name)
        if scope.kind is Scope.PRODUCT:
            product = self._named("product", scope.product or "", self.products.values())[0]
            return ScopeRef(Scope.PRODUCT, product=product.name)
        return self._initiative_ref(self._find_initiative(scope))

    def person(self, scope: ScopeRef) -> Person:
        """Return the person a scope names."""
        return self._named("person", scope.name or "", self.people)[0]

    def kpis_of(self, scope: ScopeRef, *, own: bool) -> tuple[list[Kpi], list[Kpi]]:
        """Return the KPIs of a scope, and those that stand beside it (a person's only)."""
        if scope.kind is Scope.PERSON:
            return self._kpis_of_person(self.person(scope))
        wanted = {str(scope)} if own else {str(ref) for ref in self.below(scope)} | {str(scope)}
        return [kpi for kpi in self.kpis if str(self.ref_of(kpi)) in wanted], []

    def below(self, scope: ScopeRef) -> list[ScopeRef]:
        """Return every scope below one, in order."""
        if scope.kind is Scope.OVERALL:
            return [ref for ref in self.refs if ref.kind is not Scope.OVERALL]
        if scope.kind is Scope.PRODUCT:
            return [
                ref for ref in self.refs if ref.product == scope.product and ref.name is not None
            ]
        return []

    def directly_below(self, scope: ScopeRef) -> list[ScopeRef]:
        """Return the scopes one step below: products of the whole, launches of a product."""
        below = self.below(scope)
        if scope.kind is Scope.OVERALL:
            return [ref for ref in below if ref.kind is Scope.PRODUCT]
        return below

    def _kpis_of_person(self, person: Person) -> tuple[list[Kpi], list[Kpi]]:
        owned = [kpi for kpi in self.kpis if kpi.owner_id == person.id]
        beside = [
            kpi
            for kpi in self.kpis
            if kpi.control is Control.SHARED
            and kpi.owner_id != person.id
            and person.team_id is not None
            and kpi.partner_team_id == person.team_id
        ]
        return owned, beside

    def _find_initiative(self, scope: ScopeRef) -> Initiative:
        called = (
            self._goes_by(reading.name or "", self._initiatives_within(reading))
            for reading in scope.readings()
        )
        found = next(filter(None, called), None) or self._named(
            scope.kind.value, scope.name or "", self._initiatives_within(scope)
        )
        if len(found) > 1:
            names = [str(self._initiative_ref(initiative)) for initiative in found]
            raise InvalidInput(
                f"Two products have a {scope.kind.value} called “{scope.name}”. "
                f"Say which: {', '.join(names)}.",
                code="scope_ambiguous",
            )
        return found[0]

    def _initiatives_within(self, scope: ScopeRef) -> list[Initiative]:
        """List those of a scope's kind, in its product where it names one."""
        within = self._goes_by(scope.product or "", self.products.values())
        return [
            i
            for i in self.initiatives.values()
            if (i.kind is InitiativeType.LAUNCH) == (scope.kind is Scope.LAUNCH)
            and (scope.product is None or self.products[i.product_id] in within)
        ]

    def _named(self, what: str, name: str, candidates: Iterable[Named]) -> list[Named]:
        known = list(candidates)
        found = self._goes_by(name, known)
        if found:
            return found
        names = {name_key(candidate.name): candidate.name for candidate in known}
        near = get_close_matches(name_key(name), names, n=3)
        raise NotFound(what, name, near=[names[match] for match in near])

    def _goes_by(self, name: str, candidates: Iterable[Named]) -> list[Named]:
        """List those that have a name; where none has, those that go by it otherwise."""
        known = list(candidates)
        called = {
            (noun.value, noun_id)
            for noun, noun_id, other in self._called
            if name_key(other) == name_key(name)
        }
        return [one for one in known if name_key(one.name) == name_key(name)] or [
            one for one in known if (str(one.__tablename__), one.id) in called
        ]

    def _refs(self) -> list[ScopeRef]:
        refs = [ScopeRef(Scope.OVERALL)]
        for product in self.products.values():
            refs.append(ScopeRef(Scope.PRODUCT, product=product.name))
            below = [i for i in self.initiatives.values() if i.product_id == product.id]
            below.sort(key=lambda i: (i.launched_on or dt.date.max, i.name))
            refs.extend(self._initiative_ref(initiative) for initiative in below)
        return refs

    def _initiative_ref(self, initiative: Initiative) -> ScopeRef:
        is_launch = initiative.kind is InitiativeType.LAUNCH
        return ScopeRef(
            Scope.LAUNCH if is_launch else Scope.INITIATIVE,
            product=self.products[initiative.product_id].name,
            name=initiative.name,
        )

    def _reachable(self, kpi: Kpi) -> bool:
        """A KPI of an archived product or launch leaves with it."""
        if kpi.initiative_id is not None:
            return kpi.initiative_id in self.initiatives
        return kpi.product_id is None or kpi.product_id in self.products


def in_use(noun: Noun, until: dt.datetime) -> bool:
    """Tell whether a noun was not yet archived at an instant."""
    return noun.archived_at is None or noun.archived_at > until
