"""Which noun of the store a row names, and which names the store does not know."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from pmm_core.catalogue.directory import EVERYWHERE, Directory, Named
from pmm_core.catalogue.directory import Place as Within
from pmm_core.importers.cells import Place
from pmm_core.importers.changes import KpiRef, NounRef
from pmm_core.importers.contract import Rejection
from pmm_core.importers.plan import Unknown
from pmm_core.importers.stated import RENAMED, noun_word
from pmm_core.models import Import, Initiative, Kpi, Person, Product
from pmm_core.results import ScopeRef, name_key
from pmm_core.vocabulary import InitiativeType, NounKind, Scope

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A noun a row names.

    Attributes:
        scope: of a KPI.
        within: where the directory would have it; null where nothing can be yet.
    """

    noun: NounKind
    name: str
    scope: ScopeRef | None = None
    within: Within | None = EVERYWHERE

    @property
    def key(self) -> str:
        """What two spellings of one noun share: rows may write it, and its product, in any case."""
        where = name_key(str(self.scope)) if self.within is None else self.within
        return f"{self.noun}\n{where}\n{name_key(self.name)}"


@dataclass(slots=True)
class Resolver:
    """Find nouns by the names of rows, remembering what is missing.

    Attributes:
        directory: who is who in the store.
        returnable: nouns that left because the import that made them was taken back.
        create: whether unknown products, KPIs and people would be made.
        new: (noun, key) -> name of what would be made.
        returning: what would return.
        unknown: what is missing, by noun and key.
        rejections: rows that name something that cannot be used.
        renamed: (noun, key of the name written) -> that name and the one of today.
    """

    directory: Directory
    returnable: Collection[tuple[NounKind, int]]
    create: bool
    new: dict[tuple[NounKind, str], str] = field(default_factory=dict)
    returning: dict[tuple[NounKind, int], None] = field(default_factory=dict)
    unknown: dict[tuple[NounKind, str], Unknown] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    renamed: dict[tuple[NounKind, str], tuple[str, str]] = field(default_factory=dict)

    def product(self, name: str, at: Place) -> NounRef | None:
        """Find a product; null, with a rejection, where it cannot be used."""
        found = self.directory.find(Product, name)
        self._note_renamed(NounKind.PRODUCT, name, found)
        return self._take(_Wanted(NounKind.PRODUCT, name), found, at)

    def person(self, name: str, at: Place) -> NounRef | None:
        """Find a person, or whoever took over from one who left."""
        found = self.directory.find(Person, name)
        self._note_renamed(NounKind.PERSON, name, found)
        seen: set[int | None] = set()
        while found is not None and found.successor_id is not None and found.id not in seen:
            seen.add(found.id)
            found = self.directory.get(Person, found.successor_id)
        return self._take(_Wanted(NounKind.PERSON, name), found, at)

    def kpi(self, scope: ScopeRef, name: str, at: Place) -> KpiRef | None:
        """Find a KPI within its scope; null, with a rejection, where it cannot be used."""
        product: NounRef | None = None
        initiative: Initiative | None = None
        scope = self._as_known(scope)
        if scope.kind is not Scope.OVERALL:
            product = self.product(scope.product or "", at)
            if product is None:
                if self.directory.find(Product, scope.product or "") is None:
                    self._note(_Wanted(NounKind.KPI, name, scope, within=None), at)
                return None
        if scope.name is not None:
            initiative = self._initiative(scope, product, at)
            if initiative is None:
                return None
        above = KpiRef(
            id=None,
            scope=scope.kind,
            product=product,
            initiative_id=None if initiative is None else initiative.id,
        )
        return self._kpi_within(above, scope, name, at)

    def kpi_as_it_will_be(self, ref: KpiRef, name: str, unit: str | None) -> Kpi:
        """Return a KPI as its values will find it: the known one in use, or the new one."""
        known = self.directory.get(Kpi, ref.id)
        if known is None:
            return Kpi(scope=ref.scope, name=name, unit=unit)
        return known.model_copy(update={"archived_at": None})

    def launch(self, product: NounRef, name: str) -> Initiative | None:
        """Find an initiative of a product by name, archived ones too."""
        if product.id is None:
            return None
        found = self.directory.find(Initiative, name, within=(product.id,))
        self._note_renamed(NounKind.INITIATIVE, name, found)
        return found

    def comes_back(self, launch: Initiative, at: Place) -> bool:
        """Tell whether a launch is in use, or returns with the file that makes it again."""
        noun = (NounKind.INITIATIVE, launch.id or 0)
        if launch.archived_at is None:
            return True
        if noun in self.returnable:
            self._bring_back(NounKind.INITIATIVE, launch)
            return True
        self._reject_archived(launch, at)
        return False

    def names_of(self, noun: NounKind, refs: Iterable[NounRef | None]) -> dict[str, str]:
        """Name the new nouns among those that are really used: key -> name."""
        return {
            ref.key: self.new[noun, ref.key] for ref in refs if ref is not None and ref.id is None
        }

    def reject(self, at: Place, column: str | None, code: str, message: str) -> None:
        """Note why a row cannot be taken; the column is a field, named as the file does later."""
        self.rejections.append(Rejection(at.file, at.row, column, code, message))

    def _kpi_within(self, above: KpiRef, scope: ScopeRef, name: str, at: Place) -> KpiRef | None:
        product_id = above.product.id if above.product else None
        is_old = above.product is None or product_id is not None
        within: Within | None = (scope.kind, product_id, above.initiative_id) if is_old else None
        found = None if within is None else self.directory.find(Kpi, name, within=within)
        self._note_renamed(NounKind.KPI, name, found)
        ref = self._take(_Wanted(NounKind.KPI, name, scope, within), found, at)
        return None if ref is None else replace(above, id=ref.id, key=ref.key)

    def _as_known(self, scope: ScopeRef) -> ScopeRef:
        """Part product and launch as the store does, where either holds a slash."""
        for reading in scope.readings():
            product = self.directory.find(Product, reading.product or "")
            if product and self.launch(NounRef(product.id), reading.name or ""):
                return reading
        return scope

    def _initiative(self, scope: ScopeRef, product: NounRef | None, at: Place) -> Initiative | None:
        found = self.launch(product, scope.name or "") if product else None
        is_launch = found is not None and found.kind is InitiativeType.LAUNCH
        if found is None or is_launch != (scope.kind is Scope.LAUNCH):
            near = (
                self.directory.near(Initiative, scope.name or "", within=(product.id,))
                if product and product.id is not None
                else ()
            )
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            self.reject(
                at,
                "scope",
                f"{scope.kind.value}_unknown",
                f"{scope.product} has no {scope.kind.value} called “{scope.name}”.{hint} Make it "
                "first, or import a table of launches.",
            )
            return None
        if not self.directory.is_in_use(found):
            self._reject_archived(found, at)
            return None
        return found

    def _take(self, wanted: _Wanted, found: Named | None, at: Place) -> NounRef | None:
        """Take a noun that was found, or one to be made; null, with a rejection, for neither."""
        if found is not None and self._usable(found):
            return NounRef(found.id)
        if found is not None and (wanted.noun, found.id or 0) not in self.returnable:
            self._reject_archived(found, at)
            return None
        if len(wanted.name) > LONGEST_NAME:
            message = f"A name has at most {LONGEST_NAME} letters."
            self.reject(at, _FIELDS[wanted.noun], "name_too_long", message)
            return None
        missing = self._note(wanted, at)
        if not self.create:
            self._reject_unknown(missing, at)
            return None
        if found is not None and found.id is not None:
            self._bring_back(wanted.noun, found)
            return NounRef(found.id)
        self.new.setdefault((wanted.noun, wanted.key), wanted.name.strip())
        return NounRef(None, wanted.key)

    def _note(self, wanted: _Wanted, at: Place) -> Unknown:
        """Remember a name the store does not know."""
        before = self.unknown.get((wanted.noun, wanted.key))
        missing = (
            replace(before, rows=before.rows + 1)
            if before
            else Unknown(
                noun=wanted.noun,
                name=wanted.name.strip(),
                within=wanted.scope,
                rows=1,
                first=at,
                near=self._near(wanted),
            )
        )
        self.unknown[wanted.noun, wanted.key] = missing
        return missing

    def _note_renamed(self, noun: NounKind, written: str, found: Named | None) -> None:
        """Remember that rows call something by a name it had before."""
        key = name_key(written)
        if found is not None and name_key(found.name) != key:
            self.renamed[noun, key] = (written.strip(), found.name)

    @property
    def stated(self) -> dict[str, list[dict[str, str]]]:
        """Say which former names were followed."""
        followed = [
            {"noun": noun.value, "name": written, "now": now}
            for (noun, _), (written, now) in self.renamed.items()
        ]
        return {RENAMED: followed} if followed else {}

    def _near(self, wanted: _Wanted) -> tuple[str, ...]:
        if wanted.within is None:
            return ()
        if wanted.noun is NounKind.PRODUCT:
            return self.directory.near(Product, wanted.name)
        if wanted.noun is NounKind.PERSON:
            return self.directory.near(Person, wanted.name)
        return self.directory.near(Kpi, wanted.name, within=wanted.within)

    def _reject_unknown(self, missing: Unknown, at: Place) -> None:
        hint = f" Did you mean {' or '.join(missing.near)}?" if missing.near else ""
        self.reject(
            at,
            _FIELDS[missing.noun],
            f"{missing.noun.value}_unknown",
            f"There is no {noun_word(missing.noun)} called “{missing.name}”{missing.where}.{hint}",
        )

    def _bring_back(self, noun: NounKind, found: Named) -> None:
        """Let a noun return, and its owner before it where that left with it."""
        owner = (NounKind.PERSON, getattr(found, "owner_id", None) or 0)
        if owner in self.returnable:
            self.returning[owner] = None
        self.returning[noun, found.id or 0] = None

    def _usable(self, found: Named) -> bool:
        """Whether a noun is in use, or would be once what it belongs to returns."""
        above = self.directory.archived_above(found)
        returns = above is not None and (NounKind(above.__tablename__), above.id) in self.returning
        return found.archived_at is None and (above is None or returns)

    def _reject_archived(self, found: Named, at: Place) -> None:
        blocked = self.directory.archived_above(found) or found
        self.reject(
            at,
            _FIELDS.get(NounKind(blocked.__tablename__)),
            "archived",
            f"“{blocked.name}” is archived, so nothing is recorded under it. Restore it first.",
        )


_FIELDS = {
    NounKind.PRODUCT: "product",
    NounKind.KPI: "kpi",
    NounKind.PERSON: "owner",
    NounKind.INITIATIVE: "scope",
}


def made_by(imports: Iterable[Import]) -> set[tuple[NounKind, int]]:
    """Collect the nouns that imports made."""
    return {
        (NounKind(noun), noun_id)
        for record in imports
        for noun, ids in record.created.items()
        for noun_id in ids
    }
