"""Keeps what a person counted of a launch; nothing recorded is ever changed or deleted.

The newest row of a launch, segment and day is in force; a correction and a taking back are newer
rows.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue.service import directory
from pmm_core.company.service import read_settings
from pmm_core.days import end_of_day
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound
from pmm_core.importers.contract import SourceFile
from pmm_core.importers.counts import read_count_table
from pmm_core.models import Initiative, Product, TypedCount
from pmm_core.store import counts
from pmm_core.store.store import Store, Unit
from pmm_core.typed import wording
from pmm_core.typed.drafts import (
    CountCells,
    CountDraft,
    CountProblem,
    Key,
    LaunchAge,
    check,
    read_cells,
)
from pmm_core.vocabulary import Action, Clock, InitiativeType, NounKind


@dataclass(frozen=True)
class RecordedCounts:
    """What was recorded.

    Attributes:
        rows: the new rows, in the order of the table.
        taken_back: how many of them take an earlier count back.
        unchanged: how many rows said what is in force already; they leave no row.
    """

    launch: str
    rows: Sequence[TypedCount]
    taken_back: int
    unchanged: int


@dataclass(frozen=True)
class CountedLaunch:
    """A launch that counts are typed for.

    Attributes:
        has_log: then the log is what is read.
    """

    name: str
    product: str
    has_log: bool

    @property
    def label(self) -> str:
        """Name it by product and name."""
        return f"{self.product}/{self.name}"


@dataclass(frozen=True)
class CountEntry:
    """One row of the history of a launch's counts.

    Attributes:
        in_force: false once it was corrected or taken back.
    """

    row: TypedCount
    in_force: bool


def record_table(
    *, store: Store, actor: Actor, launch_id: int, file: SourceFile, today: dt.date
) -> RecordedCounts:
    """Record the counts of a CSV, or of a table a person pasted; see `record_counts`."""
    require(actor, Action.WRITE, store)
    cells = read_count_table(file)
    return record_counts(
        store=store, actor=actor, launch_id=launch_id, cells=cells, today=today, said_in=file.name
    )


def record_counts(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    cells: Sequence[CountCells],
    today: dt.date,
    seen: Mapping[Key, int] | None = None,
    said_in: str = "",
) -> RecordedCounts:
    """Record counts as a person typed them, all of them or none.

    Args:
        cells: one row a segment and day.
        today: nothing after it can have been counted.
        seen: id of the count in force of each segment and day, as the person saw them; null where
            nobody looked before, as for a file.
        said_in: the file the rows are rows of, for messages; empty for a grid.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: a row cannot be recorded; all of them are in `problems`, and the code is that
            of the first. `launch_without_day` on the launch clock without a day 0.
        ChangedElsewhere: somebody typed one of them meanwhile.
    """
    require(actor, Action.WRITE, store)
    drafts, unreadable = read_cells(cells)
    if unreadable:
        raise _refused(unreadable, said_in)
    with store.write(actor=actor) as unit:
        launch = _launch(unit.session, launch_id)
        newest = counts.newest(session=unit.session, initiative_id=launch_id)
        current = {(row.segment, row.day): row for row in newest if row.adopted is not None}
        age = _age(launch, today)
        if seen is not None:
            _check_seen(unit, launch, drafts, current, seen)
        before = {key: _draft(row) for key, row in current.items()}
        problems = check(drafts, before, age)
        if problems:
            raise _refused(problems, said_in)
        rows = [
            row
            for draft in drafts
            if (row := _row(draft, current.get(draft.key), launch_id, age)) is not None
        ]
        stored = unit.add_all(rows)
    taken_back = sum(row.adopted is None for row in stored)
    return RecordedCounts(launch.name, stored, taken_back, len(drafts) - len(stored))


def read_counts(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    known_on: dt.date | None = None,
    known_by: dt.datetime | None = None,
) -> Sequence[TypedCount]:
    """Read the counts of a launch in force, by segment and day; everybody first.

    Args:
        known_on: as the store stood at the end of that day; null for now.
        known_by: the same as an instant.
    """
    require(actor, Action.READ, store)
    if known_on is not None:
        timezone = read_settings(store=store, actor=actor).timezone
        known_by = end_of_day(known_on, timezone)
    with store.read() as session:
        newest = counts.newest(session=session, initiative_id=launch_id, known_by=known_by)
    return [row for row in newest if row.adopted is not None]


def launch_facts(*, store: Store, actor: Actor, launch_id: int) -> CountedLaunch:
    """Read what a list of counts says of its launch.

    Raises:
        NotFound: there is no such launch.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        launch = _launch(session, launch_id)
        product = directory(session).name(Product, launch.product_id)
    return CountedLaunch(launch.name, product or "", bool(launch.log))


def read_count_history(*, store: Store, actor: Actor, launch_id: int) -> Sequence[CountEntry]:
    """Read every count ever typed for a launch, the newest first."""
    require(actor, Action.READ, store)
    with store.read() as session:
        newest = counts.newest(session=session, initiative_id=launch_id)
        rows = counts.history(session=session, initiative_id=launch_id)
    counting = {row.id for row in newest if row.adopted is not None}
    return [CountEntry(row, row.id in counting) for row in rows]


def _launch(session: Session, launch_id: int) -> Initiative:
    launch = directory(session).get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    return launch


def _age(launch: Initiative, today: dt.date) -> LaunchAge:
    if launch.clock is Clock.EXPOSURE:
        return LaunchAge(None, today)
    if launch.launched_on is None:
        raise InvalidInput(wording.without_day(launch.name), code="launch_without_day")
    return LaunchAge(launch.launched_on, today)


def _draft(row: TypedCount) -> CountDraft:
    return CountDraft(
        row=0,
        segment=row.segment,
        day=row.day,
        eligible=row.eligible,
        adopted=row.adopted,
        counted_on=row.counted_on,
        note=row.note,
    )


def _row(
    draft: CountDraft, current: TypedCount | None, launch_id: int, age: LaunchAge
) -> TypedCount | None:
    """Make the row a draft stands for; null where it says what is in force already."""
    if draft.adopted is None and current is None:
        return None
    if age.launched_on is None and draft.counted_on is None and draft.adopted is not None:
        is_same = current and (current.eligible, current.adopted) == (draft.eligible, draft.adopted)
        # Without a day 0 for all, a count is known from the day somebody counted.
        counted_on = current.counted_on if current and is_same else age.today
        draft = replace(draft, counted_on=counted_on)
    fields = ("eligible", "adopted", "counted_on", "note")
    if current and all(getattr(draft, field) == getattr(current, field) for field in fields):
        return None
    eligible = draft.eligible if draft.eligible is not None else current and current.eligible
    return TypedCount(
        initiative_id=launch_id,
        segment=draft.segment,
        day=draft.day,
        eligible=eligible or 0,
        adopted=draft.adopted,
        counted_on=draft.counted_on,
        note=draft.note,
    )


def _refused(problems: Sequence[CountProblem], said_in: str) -> InvalidInput:
    problems = sorted(problems, key=lambda one: one.row)
    first, more = problems[0], len(problems) - 1
    rows = [
        {
            "file": said_in or None,
            "row": one.row or None,
            "column": one.column,
            "code": one.code,
            "message": one.message,
        }
        for one in problems
    ]
    message = wording.refused(said_in, first.row, first.message, more)
    return InvalidInput(message, code=first.code, details={"problems": rows})


def _check_seen(
    unit: Unit,
    launch: Initiative,
    drafts: Sequence[CountDraft],
    current: Mapping[Key, TypedCount],
    seen: Mapping[Key, int],
) -> None:
    for draft in drafts:
        theirs = current.get(draft.key)
        if (theirs.id if theirs else None) == seen.get(draft.key):
            continue
        base_id = seen.get(draft.key)
        base = unit.session.get(TypedCount, base_id) if base_id else None
        history = counts.history(session=unit.session, initiative_id=launch.id or 0)
        by = next(row.recorded_by for row in history if (row.segment, row.day) == draft.key)
        sides = [
            {
                "field": field,
                "base": getattr(base, field, None),
                "theirs": getattr(theirs, field, None),
                "yours": getattr(draft, field),
            }
            for field in ("eligible", "adopted")
            if getattr(theirs, field, None) != getattr(draft, field)
        ]
        details = {"noun": NounKind.TYPED_COUNT.value, "name": launch.name, "by": by}
        raise ChangedElsewhere(
            wording.changed(launch.name, draft.segment, draft.day, by),
            details={**details, "fields": sides},
        )
