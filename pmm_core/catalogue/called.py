"""How a command names things: a KPI by its name, its scope where two share one, a person."""

from collections import Counter
from difflib import get_close_matches

from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import Initiative, Kpi, Person, Product
from pmm_core.results import ScopeRef, name_key
from pmm_core.vocabulary import Scope


def scope_of(known: Directory, kpi: Kpi) -> ScopeRef:
    """Name the scope a KPI belongs to, as a command takes it."""
    name = known.name(Initiative, kpi.initiative_id)
    return ScopeRef(
        kpi.scope,
        product=known.name(Product, kpi.product_id),
        name=name if kpi.scope in (Scope.LAUNCH, Scope.INITIATIVE) else None,
    )


def label_of(known: Directory, kpi: Kpi) -> str:
    """Name a KPI so that it is one of a kind: `product:Comet/Activation rate`."""
    return f"{scope_of(known, kpi)}/{kpi.name}"


def kpis_called(known: Directory, name: str, scope: str | None = None) -> list[Kpi]:
    """List the KPIs in use that go by a name, former names included.

    Args:
        name: `NAME` or `SCOPE/NAME`.
        scope: leave out those of other scopes, e.g. `product:Comet`; null for all.

    Raises:
        NotFound: there is none; near misses are suggested.
    """
    kpis = [kpi for kpi in known.in_use(Kpi) if _is_within(known, kpi, scope)]
    key = name_key(name)
    found = [one for one in kpis if key in (name_key(one.name), name_key(label_of(known, one)))]
    if found:
        return found
    former = {one.id for one in kpis if known.had_name(one, name)}
    if former:
        return [one for one in kpis if one.id in former]
    raise NotFound("KPI", name, near=_near(known, key))


def the_kpi(known: Directory, name: str, scope: str | None = None) -> Kpi:
    """Return the one KPI in use that goes by a name; see `kpis_called`.

    Raises:
        InvalidInput: several scopes have a KPI of that name (`kpi_ambiguous`).
    """
    found = kpis_called(known, name, scope)
    if len(found) > 1:
        names = [label_of(known, one) for one in found]
        raise InvalidInput(wording.kpi_ambiguous(found[0].name, names), code="kpi_ambiguous")
    return found[0]


def the_person(known: Directory, name: str) -> Person:
    """Return the person in use who goes by a name.

    Raises:
        NotFound: there is none; near misses are suggested.
    """
    person = known.require(Person, name)
    if not known.is_in_use(person):
        raise NotFound(wording.noun(Person), name)
    return person


def _near(known: Directory, key: str) -> list[str]:
    """Suggest what was meant, as it can be typed: with its scope where a name is shared."""
    kpis = known.in_use(Kpi)
    names = Counter(name_key(one.name) for one in kpis)
    last = key.rpartition("/")[2]
    close = get_close_matches(key, names, n=3) or get_close_matches(last, names, n=3)
    meant = [one for match in close for one in kpis if name_key(one.name) == match]
    meant = meant or [one for one in kpis if key and key in name_key(one.name)]
    typed = [one.name if names[name_key(one.name)] == 1 else label_of(known, one) for one in meant]
    return typed[:6]


def _is_within(known: Directory, kpi: Kpi, scope: str | None) -> bool:
    if scope is None:
        return True
    own = scope_of(known, kpi)
    return any(
        one.kind is own.kind
        and (one.product is None or name_key(one.product) == name_key(own.product or ""))
        and (one.name is None or name_key(one.name) == name_key(own.name or ""))
        for one in ScopeRef.parse(scope).readings()
    )
