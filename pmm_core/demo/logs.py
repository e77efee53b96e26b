"""Writes the event logs of the sample's six launches, from the counts in `launch_logs.csv`."""

import datetime as dt
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from pmm_core.demo.curves import Anchors, adoption_days, shuffled
from pmm_core.demo.nouns import log_name
from pmm_core.demo.sources import LAST_DAY, TIMEZONE, Line, counts, known_day, read_table

_ZONE = ZoneInfo(TIMEZONE)
_SCHEMA = pa.schema(
    [
        ("user_id", pa.string()),
        ("event", pa.string()),
        ("ts", pa.timestamp("us", tz="UTC")),
        ("plan", pa.string()),
    ]
)
_LOOK_BACK = 28
_SESSION = "session"
_SESSIONS = 4

Event = tuple[dt.datetime, str, str, str]


@dataclass(frozen=True)
class Group:
    """The users of one plan of one launch.

    Attributes:
        day_0: launch day.
        use: the event that counts as use.
        activate: the event of the first value, which comes before use; empty where use is it.
        invited: waves of invitations, day and size; empty where the launch day is day 0.
        adopted: how many have adopted by the end of which day.
        used_before: of the eligible, who used it before the launch.
        lapsed: users last seen before the look-back.
        left: of the eligible who did not adopt, whose account was closed.
        only_activated: of the others who did not adopt, who had the first value all the same.
    """

    launch: str
    plan: str
    day_0: dt.date
    use: str
    activate: str
    expose: str
    leave: str
    eligible: int
    adopted: Anchors
    invited: tuple[tuple[dt.date, int], ...]
    used_before: int
    lapsed: int
    late_joiners: int
    late_adopted: int
    left: int
    only_activated: int


def log_files() -> list[str]:
    """Name the files of all logs."""
    return sorted({log_name(line["product"], line["launch"]) for line in read_table("launch_logs")})


def write_logs(folder: Path) -> None:
    """Write all logs; a file appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, events in log_events().items():
        moments, users, names, plans = zip(*events, strict=True)
        table = pa.table([users, names, moments, plans], schema=_SCHEMA)
        part = folder / f"{file}.{os.getpid()}.part"
        pq.write_table(table, part)
        part.replace(folder / file)


def log_events() -> dict[str, list[Event]]:
    """Make the rows of all logs by file name: instant, user, event and plan, oldest first."""
    launches = {(line["product"], line["name"]): line for line in read_table("initiatives")}
    logs: dict[str, list[Event]] = {}
    for line in read_table("launch_logs"):
        launch = launches[line["product"], line["launch"]]
        file = log_name(line["product"], line["launch"])
        logs.setdefault(file, []).extend(_events(_group(line, launch)))
    return {file: sorted(events) for file, events in logs.items()}


def _group(line: Line, launch: Line) -> Group:
    return Group(
        launch=f"{line['product']}-{line['launch']}".lower().replace(" ", "-"),
        plan=line["plan"],
        day_0=known_day(launch["launched_on"]),
        use=launch["adopt_events"],
        activate=launch["activation_event"],
        expose=launch["expose_event"],
        leave=launch["leave_event"],
        eligible=int(line["eligible"]),
        adopted=[(int(day), count) for day, count in counts(line["adopted"])],
        invited=tuple((known_day(day), size) for day, size in counts(line["exposed"])),
        used_before=int(line["used_before"]),
        lapsed=int(line["lapsed"]),
        late_joiners=int(line["late_joiners"]),
        late_adopted=int(line["late_adopted"]),
        left=int(line["left"]),
        only_activated=int(line["only_activated"]),
    )


def _events(group: Group) -> Iterator[Event]:
    dice = _Dice(f"{group.launch}/{group.plan}")
    rows = _invited_days(group, dice) if group.invited else _launch_days(group, dice)
    for number, on, event in rows:
        if on <= LAST_DAY:
            user = f"{group.launch}-{group.plan}-{number:04d}".lower()
            local = dt.datetime.combine(on, dt.time(8), _ZONE) + dt.timedelta(
                seconds=dice.below(10 * 3600)
            )
            yield local.astimezone(dt.UTC), user, event, group.plan


class _Dice:
    """Chance that falls alike everywhere: only `random()` promises that for every version."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311

    def below(self, n: int) -> int:
        """Draw one of 0..n-1."""
        return int(self._random.random() * n)


def _launch_days(group: Group, dice: _Dice) -> Iterator[tuple[int, dt.date, str]]:
    """Live through a launch whose launch day is day 0 for everybody active before it."""
    order = shuffled(group.eligible)
    days = adoption_days(group.adopted, day_0=group.day_0)
    leavers = order[len(days) : len(days) + group.left]
    days_open = (LAST_DAY - group.day_0).days
    gone = {user: 5 + place * (days_open - 5) // group.left for place, user in enumerate(leavers)}
    for number in range(group.eligible):
        yield number, _after(group.day_0, -1 - dice.below(_LOOK_BACK)), _SESSION
        stays = gone.get(number, days_open + 1)
        for _ in range(_SESSIONS):
            yield number, _after(group.day_0, dice.below(stays)), _SESSION
        if number in gone:
            yield number, _after(group.day_0, stays), group.leave
    for number in order[: group.used_before]:
        yield number, _after(group.day_0, -3 - dice.below(7)), group.use
    for number, day in zip(order, days, strict=False):
        yield from _uses(number, _after(group.day_0, day), group, dice)
    for number in range(group.eligible, group.eligible + group.lapsed):
        yield number, _after(group.day_0, -60 + dice.below(20)), _SESSION
    yield from _late_joiner_days(group, dice)
    if group.activate:
        yield from _first_values(order, days, group)


def _late_joiner_days(group: Group, dice: _Dice) -> Iterator[tuple[int, dt.date, str]]:
    """Let users join evenly from the launch day on; some use it in their first two weeks."""
    first = group.eligible + group.lapsed
    adopters = set(shuffled(group.late_joiners)[: group.late_adopted])
    for place in range(group.late_joiners):
        days_open = (LAST_DAY - group.day_0).days + 1
        joined = _after(group.day_0, place * days_open // group.late_joiners)
        yield first + place, joined, _SESSION
        if place in adopters:
            yield from _uses(first + place, _after(joined, dice.below(14)), group, dice)


def _first_values(
    order: list[int], days: list[int], group: Group
) -> Iterator[tuple[int, dt.date, str]]:
    """Give adopters their first value up to three days before they use it, and some no use."""
    dice = _Dice(f"{group.launch}/{group.plan}/activation")
    for number, day in zip(order, days, strict=False):
        yield number, _after(group.day_0, max(0, day - dice.below(4))), group.activate
    first = len(days) + group.left
    for number in order[first : first + group.only_activated]:
        on = dice.below((LAST_DAY - group.day_0).days + 1)
        yield number, _after(group.day_0, on), group.activate


def _invited_days(group: Group, dice: _Dice) -> Iterator[tuple[int, dt.date, str]]:
    """Live through a launch in waves: day 0 of a user is the day of the invitation."""
    waves = [day for day, size in group.invited for _ in range(size)]
    for number, invited in enumerate(waves):
        yield number, invited, group.expose
        for _ in range(_SESSIONS):
            yield number, _after(invited, dice.below((LAST_DAY - invited).days + 1)), _SESSION
    order = shuffled(group.eligible)
    for number, day in zip(order, adoption_days(group.adopted), strict=False):
        yield number, _after(waves[number], day), group.use


def _uses(
    number: int, first: dt.date, group: Group, dice: _Dice
) -> Iterator[tuple[int, dt.date, str]]:
    """Use it for the first time, and up to three times more in the month after."""
    yield number, first, group.use
    for _ in range(dice.below(4)):
        yield number, _after(first, 1 + dice.below(30)), group.use


def _after(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)
