"""Makes and keeps the nouns: add, save, archive, restore, hand over.

Nouns that belong to an archived product or launch leave with it and come back with it; only the
product or launch itself is marked.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory, Named
from pmm_core.catalogue.drafts import NounDraft
from pmm_core.catalogue.succession import carry_on
from pmm_core.errors import InvalidInput, NotFound, Refused
from pmm_core.models import (
    AccountableMetric,
    Challenge,
    FormerName,
    Initiative,
    Kpi,
    NextAction,
    Noun,
    Person,
    Product,
    ReadinessItem,
    ScoringRound,
    Team,
)
from pmm_core.money import currency
from pmm_core.results import name_key
from pmm_core.scorecard.wording import no_engagement_yet
from pmm_core.store import actions, metrics, names, plans
from pmm_core.store.rewind import nouns_known
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, InitiativeType, Measure, NounKind, Scope

Kept = TypeVar("Kept", bound=Noun)

_POINTS_TO: Mapping[str, type[Named]] = {
    "owner_id": Person,
    "person_id": Person,
    "team_id": Team,
    "partner_team_id": Team,
    "product_id": Product,
    "initiative_id": Initiative,
    "kpi_id": Kpi,
}
# Nouns that no file speaks of by name, so the directory does not hold them.
_POINTS_BESIDE: Mapping[str, type[Challenge | ScoringRound]] = {
    "challenge_id": Challenge,
    "focus_id": Challenge,
    "round_id": ScoringRound,
    "started_from_id": ScoringRound,
}
# Fields that list nouns by id.
_LISTS: Mapping[str, type[Named] | type[Challenge]] = {
    "challenge_ids": Challenge,
    "scorer_ids": Person,
    "kpi_ids": Kpi,
    "signer_ids": Person,
}
# What a noun is and where it stands; its history would lose its meaning elsewhere.
_FIXED: Mapping[type[Noun], frozenset[str]] = {
    Initiative: frozenset({"product_id", "kind"}),
    Kpi: frozenset({"scope", "product_id", "initiative_id"}),
    NextAction: frozenset({"kpi_id", "segment"}),
    ReadinessItem: frozenset({"initiative_id"}),
}


@dataclass(frozen=True)
class HandOver:
    """What went from one person to another.

    Attributes:
        counts: how many nouns of each table.
    """

    person: Person
    successor: Person
    counts: Mapping[type[Noun], int]


def read_directory(*, store: Store, actor: Actor) -> Directory:
    """Read every team, person, product, launch and KPI with its names, archived ones too."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return directory(session)


def directory(session: Session) -> Directory:
    """Read the directory inside an open unit or read."""
    return Directory(names.named_nouns(session=session), names.former_names(session=session))


def read_nouns(*, store: Store, actor: Actor, table: type[Kept]) -> Sequence[Kept]:
    """Read every noun of one kind in the order they were made, archived ones too."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return nouns_known(session=session, model=table)


def read_noun(*, store: Store, actor: Actor, noun: Kept) -> Kept:
    """Read a noun as it is now.

    Raises:
        NotFound: there is no such noun.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        row = session.get(type(noun), noun.id)
    if row is None:
        raise NotFound(wording.noun(type(noun)), str(noun.id))
    return row


def read_actions(*, store: Store, actor: Actor, kpi_id: int) -> Sequence[NextAction]:
    """Read the open next steps of a KPI, those due first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return actions.of_kpi(session=session, kpi_id=kpi_id)


def add(*, store: Store, actor: Actor, draft: NounDraft[Kept]) -> Kept:
    """Make one noun.

    Raises:
        InvalidInput: the name is taken (`name_taken`), or the draft points to something that is
            not there or not in use (`not_in_use`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return create_all(unit, [draft])[0]


def create_all(unit: Unit, drafts: Sequence[NounDraft[Kept]]) -> Sequence[Kept]:
    """Make nouns of one kind inside an open unit of work; see `add`."""
    known = directory(unit.session)
    rows = [draft.row() for draft in drafts]
    for row in rows:
        _check_links(unit.session, known, row.model_dump())
        _check_lists(unit.session, known, row.model_dump(), {})
        if isinstance(row, Kpi):
            _check_reading(known, row.reading)
        if isinstance(row, Kpi) and row.initiative_id is not None:
            _take_place(known, row)
        if isinstance(row, Named):
            known.claim(row, row.name)
    return unit.add_all(rows)


def save(*, store: Store, actor: Actor, base: Kept, draft: NounDraft[Kept]) -> Kept:
    """Write what a person changed, if nobody saved since; a former name is kept.

    Args:
        base: the noun as the person saw it, with its version.
        draft: what it is to be; only fields that differ from the base are written.

    Raises:
        ChangedElsewhere: somebody saved first; `details` holds base, theirs and yours.
        InvalidInput: as for `add`; `stays` for a noun that would move; `unit_changes_meaning`;
            `reason_missing` for a launch whose day moves, which takes a reason with it.
    """
    require(actor, Action.WRITE, store)
    if isinstance(base, Initiative):
        _refuse_silent_move(base, cast(Initiative, draft.row()))
    with store.write(actor=actor) as unit:
        return change(unit, base, draft)


def change(unit: Unit, base: Kept, draft: NounDraft[Kept]) -> Kept:
    """Write what a person changed inside an open unit of work; see `save`."""
    wanted = draft.row()
    changes = {
        field: getattr(wanted, field)
        for field in type(draft).noun_fields()
        if getattr(wanted, field) != getattr(base, field)
    }
    if isinstance(base, Kpi) and base.initiative_id is not None:
        changes.pop("product_id", None)
    return _change(unit, base, changes)


def archive(*, store: Store, actor: Actor, noun: Kept) -> Kept:
    """Take a noun out of pickers and Overview; its history stays.

    Raises:
        Refused: a person still owns something (`still_owns`): hand over first.
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        if isinstance(noun, Person):
            owned = _owned_by(unit.session, noun)
            if owned:
                raise Refused(wording.still_owns(noun.name, _counts(owned)), code="still_owns")
        return _write(unit, noun, {"archived_at": unit.at})


def restore(*, store: Store, actor: Actor, noun: Kept) -> Kept:
    """Bring an archived noun back; a person who had left is here again.

    Raises:
        Refused: what it belongs to is archived (`not_in_use`): restore that first.
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        above = directory(unit.session).archived_above(noun) if isinstance(noun, Named) else None
        if above is not None:
            what = wording.noun(type(above))
            raise Refused(wording.not_in_use(what, above.name), code="not_in_use")
        back: dict[str, Any] = {"archived_at": None}
        if isinstance(noun, Person):
            back |= {"left_on": None, "successor_id": None}
        return _write(unit, noun, back)


def count_owned(*, store: Store, actor: Actor, person: Person) -> Mapping[type[Noun], int]:
    """Count what `hand_over` would hand over, open next steps and what they carry included."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return _counts(_owned_by(session, person))


def hand_over(
    *, store: Store, actor: Actor, person: Person, successor_id: int, left_on: dt.date
) -> HandOver:
    """Give all a person owns to a successor and archive the person, in one step or not at all.

    KPIs, launches, products, open next steps and open readiness items change hands, archived nouns
    too; so does what the person carries. A second accountable KPI of the successor says whom it was
    taken over from; one the successor carries already stays once.

    Args:
        person: as the one who hands over saw them, with their version.
        left_on: the person's last day.

    Raises:
        InvalidInput: nobody follows themselves (`own_successor`), nor does somebody who is not
            in use (`not_in_use`).
        ChangedElsewhere: somebody saved the person first.
    """
    require(actor, Action.WRITE, store)
    if successor_id == person.id:
        raise InvalidInput(wording.own_successor(person.name), code="own_successor")
    with store.write(actor=actor) as unit:
        known = directory(unit.session)
        _check_links(unit.session, known, {"owner_id": successor_id})
        owned = _owned_by(unit.session, person)
        for noun in owned:
            if not isinstance(noun, AccountableMetric):
                _write(unit, noun, {"owner_id": successor_id})
        _carry_on(unit, person, successor_id)
        left = {"left_on": left_on, "successor_id": successor_id, "archived_at": unit.at}
        gone = _write(unit, person, left)
        return HandOver(gone, cast(Person, known.get(Person, successor_id)), _counts(owned))


def finish(*, store: Store, actor: Actor, action: NextAction, done_on: dt.date) -> NextAction:
    """Mark a next step as done on a day.

    Raises:
        ChangedElsewhere: somebody saved first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        return _write(unit, action, {"done_on": done_on})


def _change(unit: Unit, base: Kept, changes: Mapping[str, Any]) -> Kept:
    what = wording.noun(type(base))
    if _FIXED.get(type(base), frozenset()) & set(changes):
        raise InvalidInput(wording.stays(what, getattr(base, "name", what)), code="stays")
    known = directory(unit.session)
    if isinstance(base, Kpi):
        _check_series(base, changes)
        _check_reading(known, changes.get("reading"))
    _check_links(unit.session, known, changes)
    _check_lists(unit.session, known, changes, base.model_dump())
    if isinstance(base, Named) and "name" in changes:
        known.claim(base, changes["name"])
    saved = _write(unit, base, changes)
    if isinstance(base, Named) and name_key(base.name) != name_key(changes.get("name", base.name)):
        kind = NounKind(str(base.__tablename__))
        unit.add(FormerName(noun=kind, noun_id=cast(int, base.id), name=base.name))
    return saved


def _write(unit: Unit, base: Kept, changes: Mapping[str, Any]) -> Kept:
    return unit.change(
        type(base), cast(int, base.id), changes, version=base.version, base=base.model_dump()
    )


def _refuse_silent_move(base: Initiative, wanted: Initiative) -> None:
    """The day of a launch moves with a reason, which is kept beside it (`plan`)."""
    is_launch = base.kind is InitiativeType.LAUNCH and base.launched_on is not None
    if is_launch and wanted.launched_on != base.launched_on:
        raise InvalidInput(wording.moves_silently(base.name), code="reason_missing")


def _check_links(session: Session, known: Directory, changes: Mapping[str, Any]) -> None:
    """Refuse a link to something that is not there or not in use."""
    for field, table in _POINTS_TO.items():
        if changes.get(field) is None:
            continue
        linked = known.get(table, changes[field])
        what = "owner" if field == "owner_id" else wording.noun(table)
        if linked is None:
            raise InvalidInput(wording.not_there(what), code="not_in_use")
        if not known.is_in_use(linked):
            raise InvalidInput(wording.not_in_use(what, linked.name), code="not_in_use")
    for field, beside in _POINTS_BESIDE.items():
        if changes.get(field) is None:
            continue
        there = cast(Challenge | ScoringRound | None, session.get(beside, changes[field]))
        if there is None:
            raise InvalidInput(wording.not_there(wording.noun(beside)), code="not_in_use")
        if there.archived_at is not None:
            raise InvalidInput(
                wording.not_in_use(wording.noun(beside), there.name), code="not_in_use"
            )


def _check_reading(known: Directory, reading: Mapping[str, Any] | None) -> None:
    """Refuse to read what no launch has; a log that is not there shows on the scorecard."""
    if reading is None or "launch" not in reading:
        return
    launch = known.get(Initiative, reading["launch"])
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise InvalidInput(wording.not_there("launch"), code="not_in_use")
    if not known.is_in_use(launch):
        raise InvalidInput(wording.not_in_use("launch", launch.name), code="not_in_use")
    if reading["day"] not in launch.windows:
        message = wording.no_such_window(launch.name, reading["day"], launch.windows)
        raise InvalidInput(message, code="window_unknown")
    if reading.get("measure") == Measure.ENGAGEMENT and reading["day"] < launch.engaged_days:
        message = no_engagement_yet(launch.name, reading["day"], launch.engaged_days)
        raise InvalidInput(message, code="window_too_short")


def _check_lists(
    session: Session, known: Directory, changes: Mapping[str, Any], base: Mapping[str, Any]
) -> None:
    """Refuse what is added to a list and is not in use; what stands there already may stay."""
    for field, table in _LISTS.items():
        for one in set(changes.get(field) or ()) - set(base.get(field) or ()):
            linked = cast("Named | Challenge | None", session.get(table, one))
            if linked is None:
                raise InvalidInput(wording.not_there(wording.noun(table)), code="not_in_use")
            is_gone = linked.archived_at is not None
            if is_gone or (isinstance(linked, Named) and not known.is_in_use(linked)):
                what = wording.noun(table)
                raise InvalidInput(wording.not_in_use(what, linked.name), code="not_in_use")


def _take_place(known: Directory, kpi: Kpi) -> None:
    """A KPI of a launch or another initiative stands with it, under the same product."""
    above = cast(Initiative, known.get(Initiative, kpi.initiative_id))
    if kpi.product_id not in (None, above.product_id):
        raise InvalidInput(wording.not_there("product"), code="not_in_use")
    kpi.product_id = above.product_id
    kpi.scope = Scope.LAUNCH if above.kind is InitiativeType.LAUNCH else Scope.INITIATIVE


def _check_series(base: Kpi, changes: Mapping[str, Any]) -> None:
    """Values of another unit, or of another definition, are a series of their own."""
    version = changes.get("definition_version", base.definition_version)
    if version not in (base.definition_version, base.definition_version + 1):
        raise InvalidInput(wording.series_is_counted(), code="series_out_of_order")
    unit = changes.get("unit", base.unit)
    if base.unit is None or unit == base.unit or version > base.definition_version:
        return
    counted_in = [(currency(one), one == "%") for one in (base.unit, unit)]
    if counted_in[0] != counted_in[1]:
        raise InvalidInput(
            wording.unit_changes_meaning(base.name, base.unit, unit or "no unit"),
            code="unit_changes_meaning",
        )


def _owned_by(session: Session, person: Person) -> list[Noun]:
    owned = directory(session).owned_by(person)
    person_id = cast(int, person.id)
    return [
        *owned,
        *actions.of_owner(session=session, owner_id=person_id),
        *plans.open_items_of_owner(session=session, owner_id=person_id),
        *metrics.of_carrier(session=session, person_id=person_id, team_id=None),
    ]


def _carry_on(unit: Unit, person: Person, successor_id: int) -> None:
    leaving, own = (
        metrics.of_carrier(session=unit.session, person_id=person_id, team_id=None)
        for person_id in (cast(int, person.id), successor_id)
    )
    changes, gone = carry_on(leaving, own, leaver=person, successor_id=successor_id)
    for metric in gone:
        _write(unit, metric, {"archived_at": unit.at})
    for metric, said in changes:
        _write(unit, metric, said)


def _counts(nouns: Sequence[Noun]) -> dict[type[Noun], int]:
    tables = (Kpi, Initiative, Product, NextAction, ReadinessItem, AccountableMetric)
    return {table: sum(type(noun) is table for noun in nouns) for table in tables}
