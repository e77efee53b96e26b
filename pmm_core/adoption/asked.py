"""What the launches of the store ask of their logs."""

from collections.abc import Sequence
from contextlib import suppress

from pmm_core.adoption.definition import ANY_EVENT, AdoptionDefinition
from pmm_core.errors import InvalidInput
from pmm_core.models import Initiative
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


def definitions(launches: Sequence[Initiative], log: str | None) -> tuple[AdoptionDefinition, ...]:
    """List what launches ask of a log, as far as they can ask."""
    found = []
    for one in launches:
        if one.kind is InitiativeType.LAUNCH and one.log == log:
            with suppress(InvalidInput):
                found.append(launch_definition(one))
    return tuple(found)
