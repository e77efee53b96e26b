"""What the launches of the store ask of their logs."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pmm_core.adoption.definition import ANY_EVENT, AdoptionDefinition, FrozenUnits
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.typed import SEGMENT_COLUMN, Counted, typed_adoption
from pmm_core.adoption.wording import frozen_rule, only_split_by
from pmm_core.errors import InvalidInput
from pmm_core.models import FrozenAudience, Initiative, TypedCount
from pmm_core.vocabulary import Clock, InitiativeType, LateJoiners


def launch_definition(launch: Initiative) -> AdoptionDefinition:
    """Turn the fields of a launch into the definition of its curve.

    Raises:
        InvalidInput: on the launch clock without a launch day (`launch_without_day`), on the
            exposure clock without an exposure event (`launch_without_exposure`).
    """
    on_launch_clock = launch.clock is Clock.LAUNCH
    if on_launch_clock and launch.launched_on is None:
        raise InvalidInput(
            f"“{launch.name}” has no launch day yet. Enter it on the launch.",
            code="launch_without_day",
        )
    if not on_launch_clock and not launch.expose_event:
        raise InvalidInput(
            f"“{launch.name}” has no event yet that starts each unit's own day 0. Enter it on the "
            "launch.",
            code="launch_without_exposure",
        )
    windows = tuple(sorted(set(launch.windows)))
    return AdoptionDefinition(
        adopt=tuple(launch.adopt_events) or (ANY_EVENT,),
        launched_on=launch.launched_on if on_launch_clock else None,
        expose=None if on_launch_clock else launch.expose_event,
        active_days=launch.active_days,
        late_joiners=LateJoiners(launch.late_joiners),
        after_exposure_day=launch.after_exposure_day,
        min_uses=launch.min_uses,
        min_days=launch.min_days,
        leave=launch.leave_event,
        windows=windows,
        horizon=max(windows, default=0),
        timezone=launch.timezone,
    )


def audience_rule(launch: Initiative) -> str:
    """Say whom the audience of a launch lists when it is frozen; raises as `launch_definition`."""
    return frozen_rule(launch_definition(launch), launch.log or "")


def frozen_definition(
    launch: Initiative, row: FrozenAudience | None, lists: Path
) -> AdoptionDefinition:
    """Turn the fields of a launch into a definition that counts its frozen audience.

    Args:
        row: the audience in force; null while there is none.
        lists: folder below which its list lies.

    Raises:
        InvalidInput: as `launch_definition`.
    """
    rule = launch_definition(launch)
    if row is None or rule.launched_on is None:
        return rule
    frozen = FrozenUnits(
        file=str(lists / (row.file or "")),
        digest=row.digest or "",
        size=row.size,
        segment_by=row.segment_by,
        frozen_on=row.frozen_on,
        is_by_rule=row.rule == audience_rule(launch),
    )
    return replace(rule, frozen=frozen)


def definitions(launches: Sequence[Initiative], log: str | None) -> tuple[AdoptionDefinition, ...]:
    """List what launches ask of a log, as far as they can ask."""
    found = []
    for one in launches:
        if one.kind is InitiativeType.LAUNCH and one.log == log:
            with suppress(InvalidInput):
                found.append(launch_definition(one))
    return tuple(found)


def read_typed(
    launch: Initiative,
    counts: Sequence[TypedCount],
    *,
    as_of: dt.date | None,
    by: str | None,
    min_n: int,
) -> Adoption:
    """Read the curves of a launch from the counts typed for it.

    Raises:
        InvalidInput: it was counted by another column (`column_unknown`).
    """
    column = launch.segment_by or SEGMENT_COLUMN
    if by not in (None, column):
        raise InvalidInput(only_split_by(launch.name, column), code="column_unknown")
    if launch.clock is Clock.EXPOSURE and not launch.expose_event:
        launch = Initiative(**launch.model_dump() | {"expose_event": ANY_EVENT})
    return typed_adoption(
        [
            Counted(row.segment or None, row.day, row.eligible, row.adopted or 0, row.counted_on)
            for row in counts
        ],
        replace(launch_definition(launch), min_n=min_n),
        name=launch.name,
        as_of=as_of,
        by=column,
    )
