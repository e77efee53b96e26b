"""Every sentence a reader sees about the frozen audience of a launch."""

import datetime as dt
from collections.abc import Sequence

from pmm_core.audience.reading import Frozen, LaunchAudience
from pmm_core.formatting import show_count, show_counted, show_day, show_names

_MOST_NAMED = 6

FREEZE = "Freeze the audience"
FREEZE_ANEW = "Freeze anew"
FREEZE_NOTE = (
    "Lists the units that are eligible by the rule today. From then on the launch counts exactly "
    "these, whatever rows come later."
)
ANEW_NOTE = "The list there is now stays in the history; say why another is needed."
READING = "Listing who is eligible"
EARLIER = "Frozen before"
BLANK_SEGMENT = "(blank)"
FIELDS = {"why": "Why"}
NOT_FROZEN = "Not frozen yet: counted anew from the log each time."
NOT_THERE = (
    "Its list is not in the events folder. Bring it back from a backup that holds the event logs."
)
DIFFERS = (
    "The launch day, look-back, zone, log or leaving event changed since; the list did not. Freeze "
    "anew if it should follow."
)


def line(audience: LaunchAudience) -> str:
    """Say whether and how the audience is fixed: `Audience frozen on 3 Mar 2026: 1,204 units; ...`.

    The rule follows in words, segments where there are some.
    """
    frozen = audience.frozen
    return NOT_FROZEN if frozen is None else f"{head(frozen)}; rule: {frozen.rule}."


def head(frozen: Frozen) -> str:
    """Say when and how many: `Audience frozen on 3 Mar 2026: 1,204 units`."""
    return f"Audience frozen on {show_day(frozen.frozen_on)}: {show_counted(frozen.size, 'unit')}"


def sizes(frozen: Frozen) -> str | None:
    """Say how large each segment is, the largest first; null without segments."""
    if frozen.segment_by is None:
        return None
    ordered = sorted(frozen.sizes.items(), key=lambda one: (-one[1], one[0]))
    said = [f"{name or BLANK_SEGMENT} {show_count(n)}" for name, n in ordered[:_MOST_NAMED]]
    more = len(ordered) - _MOST_NAMED
    said += [f"{show_count(more)} more"] if more > 0 else []
    return f"By {frozen.segment_by}: {', '.join(said)}."


def earlier(frozen: Frozen) -> str:
    """Say of one freezing who did it, and why it was done anew."""
    why = f" Why: {frozen.why.rstrip(' .')}." if frozen.why else ""
    return f"{head(frozen)}, by {frozen.by}.{why}"


def warnings(audience: LaunchAudience) -> tuple[str, ...]:
    """Say what is wrong with the audience in force."""
    if audience.frozen is None:
        return ()
    gone = () if audience.frozen.is_there else (NOT_THERE,)
    return (*gone, *((DIFFERS,) if audience.differs else ()))


def done(name: str, frozen: Frozen) -> str:
    """Say that it was frozen."""
    return f"{name}: {head(frozen)[:1].lower()}{head(frozen)[1:]}."


def on_exposure_clock(name: str) -> str:
    """Refuse to freeze where everybody has a day 0 of their own."""
    return (
        f"“{name}” counts every unit from its own exposure, so there is no audience on one day to "
        "freeze. Nothing has to be done."
    )


def launch_ahead(name: str, launched_on: dt.date) -> str:
    """Refuse to freeze before the launch day."""
    return (
        f"“{name}” launches on {show_day(launched_on)}: freeze its audience on that day or later, "
        "when it is known who was there before it."
    )


def log_ends_early(name: str, log: str, last_day: dt.date, eve: dt.date) -> str:
    """Refuse to freeze from a log that does not reach the launch."""
    return (
        f"The event log “{log}” of “{name}” ends on {show_day(last_day)}, before the eve of the "
        f"launch ({show_day(eve)}): whoever came between would be missing. Import the days up to "
        "the launch, then freeze."
    )


def why_missing(name: str, frozen: Frozen) -> str:
    """Refuse to freeze anew without a reason."""
    return (
        f"The audience of “{name}” is frozen already ({show_counted(frozen.size, 'unit')} on "
        f"{show_day(frozen.frozen_on)}). Say why it has to be frozen anew."
    )


def changed(name: str, by: str) -> str:
    """Refuse to freeze over what somebody else did meanwhile."""
    return f"{by} changed or froze “{name}” meanwhile. Look at it again, then freeze it if need be."


def lists_missing(launches: Sequence[str]) -> str:
    """Say after a backup was brought back whose frozen audience did not come with it."""
    return (
        f"The list of the frozen audience is missing for {show_names(launches)}: the backup was "
        "made without --events. No such launch can be read until its list is back or its audience "
        "is frozen anew."
    )
