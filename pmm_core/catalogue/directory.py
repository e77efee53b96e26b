"""Who is who: every noun with a name, found by id, by its name or by a name it had before.

Names match after trimming and case folding. A KPI's name is one of a kind within its scope, a
launch's within its product, all others in the whole store. A name in use goes before a former one.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar, cast

from pmm_core.catalogue import wording
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import (
    ExternalFactor,
    FormerName,
    Initiative,
    Kpi,
    Noun,
    Person,
    Product,
    Team,
)
from pmm_core.results import name_key
from pmm_core.vocabulary import Scope

Named = Team | Person | Product | Initiative | Kpi
Kept = TypeVar("Kept", bound=Named)
Place = tuple[Scope | int | None, ...]
EVERYWHERE: Place = ()


def place_of(noun: Named) -> Place:
    """Tell within what a noun's name is one of a kind."""
    if isinstance(noun, Kpi):
        return (noun.scope, noun.product_id, noun.initiative_id)
    return (noun.product_id,) if isinstance(noun, Initiative) else EVERYWHERE


class Directory:
    """The named nouns of a store at one moment.

    Args:
        nouns: all of them, archived ones too, oldest first.
        former: the names they had before, the last given up first.
    """

    def __init__(self, nouns: Iterable[Named], former: Iterable[FormerName]) -> None:
        self._by_id: dict[tuple[type[Noun], int], Named] = {}
        self._by_name: dict[tuple[type[Noun], Place, str], Named] = {}
        for noun in nouns:
            self._by_id[type(noun), cast(int, noun.id)] = noun
            self._by_name[_key(noun, noun.name)] = noun
        tables = {str(table.__tablename__): table for table, _ in self._by_id}
        for entry in former:
            renamed = self._by_id.get((tables.get(entry.noun.value, Team), entry.noun_id))
            if renamed is not None:
                self._by_name.setdefault(_key(renamed, entry.name), renamed)

    def get(self, table: type[Kept], noun_id: int | None) -> Kept | None:
        """Return the noun with an id; null where there is none."""
        return cast(Kept | None, self._by_id.get((table, noun_id or 0)))

    def name(self, table: type[Kept], noun_id: int | None) -> str | None:
        """Return the name of the noun with an id; null where there is none."""
        noun = self.get(table, noun_id)
        return None if noun is None else noun.name

    def in_use(self, table: type[Kept]) -> list[Kept]:
        """List what is in use by name; what belongs to something archived is not."""
        return [noun for noun in self._all(table) if self.is_in_use(noun)]

    def archived(self, table: type[Kept]) -> list[Kept]:
        """List what was archived itself, the last first."""
        gone = [noun for noun in self._all(table) if noun.archived_at is not None]
        return sorted(gone, key=lambda noun: str(noun.archived_at), reverse=True)

    def is_in_use(self, noun: Named) -> bool:
        """Tell whether neither the noun nor what it belongs to is archived."""
        return noun.archived_at is None and self.archived_above(noun) is None

    def archived_above(self, noun: Named) -> Named | None:
        """Return the archived product or launch a noun belongs to, if there is one."""
        above: list[Named | None] = []
        if isinstance(noun, Kpi):
            above.append(self.get(Initiative, noun.initiative_id))
        if isinstance(noun, Kpi | Initiative):
            above.append(self.get(Product, noun.product_id))
        return next((one for one in above if one and one.archived_at is not None), None)

    def owned_by(self, person: Person) -> list[Named]:
        """List the products, launches and KPIs a person owns, archived ones too."""
        owners = ((noun, getattr(noun, "owner_id", None)) for noun in self._by_id.values())
        return [noun for noun, owner_id in owners if owner_id is not None and owner_id == person.id]

    def products_touched(self, factor: ExternalFactor) -> list[int | None]:
        """List the products an external factor touches; null stands for all of them.

        A factor of overall KPIs only touches no product.
        """
        if not factor.kpi_ids:
            return [factor.product_id]
        of = (kpi.product_id for kpi_id in factor.kpi_ids if (kpi := self.get(Kpi, kpi_id)))
        return list(dict.fromkeys(product_id for product_id in of if product_id is not None))

    def find(self, table: type[Kept], name: str, *, within: Place = EVERYWHERE) -> Kept | None:
        """Return the noun that has, or had, a name; null where there is none.

        Args:
            table: the noun's table.
            within: where to look, as `place_of` tells it.
        """
        return cast(Kept | None, self._by_name.get((table, within, name_key(name))))

    def require(self, table: type[Kept], name: str, *, within: Place = EVERYWHERE) -> Kept:
        """Return the noun that has, or had, a name.

        Raises:
            NotFound: there is none; near misses are suggested.
        """
        found = self.find(table, name, within=within)
        if found is None:
            near = self.near(table, name, within=within)
            raise NotFound(wording.noun(table), name, near=near)
        return found

    def had_name(self, noun: Named, name: str) -> bool:
        """Tell whether a noun goes, or went, by a name."""
        return self._by_name.get(_key(noun, name)) is noun

    def near(self, table: type[Kept], name: str, *, within: Place = EVERYWHERE) -> tuple[str, ...]:
        """Suggest up to three names in use that look like one."""
        names = {
            name_key(noun.name): noun.name
            for noun in self.in_use(table)
            if place_of(noun) == within
        }
        return tuple(names[match] for match in get_close_matches(name_key(name), names, n=3))

    def claim(self, noun: Named, name: str) -> None:
        """Let a new or renamed noun have a name within its place.

        Raises:
            InvalidInput: another noun has it, or had it (`name_taken`).
        """
        holder = self._by_name.setdefault(_key(noun, name), noun)
        if holder is noun or (noun.id is not None and holder.id == noun.id):
            return
        sentence = wording.name_taken(
            name,
            holder.name,
            what=wording.noun(type(noun)),
            former=name_key(holder.name) != name_key(name),
            archived=not self.is_in_use(holder),
        )
        raise InvalidInput(sentence, code="name_taken")

    def _all(self, table: type[Kept]) -> list[Kept]:
        found = [noun for (kind, _), noun in self._by_id.items() if kind is table]
        return cast(list[Kept], sorted(found, key=lambda noun: name_key(noun.name)))


def _key(noun: Named, name: str) -> tuple[type[Noun], Place, str]:
    return type(noun), place_of(noun), name_key(name)
