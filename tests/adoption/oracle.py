"""A second, independent answer to the same question: plain Python over single events.

It shares no code with the program: days by `zoneinfo`, units in dictionaries, the curve by the
textbook product over units still at risk.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Event:
    """One row of a log; `when` is ISO text, with or without a time and an offset."""

    unit: str
    event: str
    when: str
    plan: str = ""


@dataclass
class Question:
    """What is asked; the names are those of the command's options."""

    adopt: list[str]
    launched_on: dt.date | None = None
    expose: str | None = None
    active_days: int = 28
    late_joiners: str = "separate"
    after_exposure_day: bool = False
    min_uses: int = 1
    min_days: int = 1
    leave: str | None = None
    windows: list[int] = field(default_factory=lambda: [5, 10, 30])
    horizon: int = 30
    as_of: dt.date = dt.date.max
    timezone: str = "UTC"
    source_timezone: str = "UTC"
    by: bool = False
    laid_on: str | None = None


@dataclass(frozen=True)
class Story:
    """One unit: when it enters, what ends it, how long it is followed, which curve it is in."""

    audience: str
    segment: str
    entry: int
    adopted: int | None
    left: int | None
    follow: int


def moment(text: str, question: Question) -> tuple[dt.date, dt.datetime]:
    """Return the calendar day in the question's zone, and the instant."""
    zone = ZoneInfo(question.timezone)
    if len(text) == 10:
        day = dt.date.fromisoformat(text)
        return day, dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None:
        if question.source_timezone == question.timezone:
            return at.date(), at.replace(tzinfo=zone).astimezone(dt.UTC)
        at = at.replace(tzinfo=ZoneInfo(question.source_timezone))
    return at.astimezone(zone).date(), at.astimezone(dt.UTC)


def tell_stories(events: list[Event], question: Question) -> tuple[list[Story], dict[str, int]]:
    """Follow every unit; also count units by what became of them."""
    lives: dict[str, list[tuple[dt.date, dt.datetime, Event]]] = defaultdict(list)
    for event in events:
        day, at = moment(event.when, question)
        if day <= question.as_of:
            lives[event.unit].append((day, at, event))
    stories, units = [], {"eligible": 0, "late_joiners": 0, "excluded": 0, "used_before": 0}
    for life in lives.values():
        placed = place(life, question)
        if placed is None:
            continue
        audience, zero, entry = placed
        units["late_joiners" if audience == "late_joiners" else audience] += 1
        if audience == "excluded" or (
            audience == "late_joiners" and question.late_joiners == "exclude"
        ):
            continue
        # What is laid from a launch begins with the exposure of each unit all the same.
        begin = entry if question.laid_on == "launch" else 0
        uses = sorted((d - zero).days - begin for d, _, e in life if is_use(e, question))
        if audience == "eligible":
            units["used_before"] += any(day < 0 for day in uses)
        adopted = adoption(uses, question)
        is_pooled = question.laid_on == "exposure"
        joined = audience == "late_joiners" and (is_pooled or question.late_joiners == "include")
        stories.append(
            Story(
                audience="eligible" if joined else audience,
                segment=last_value(life, zero + dt.timedelta(days=entry)),
                entry=entry,
                adopted=None if adopted is None else begin + adopted,
                left=min(
                    (
                        (d - zero).days
                        for d, _, e in life
                        if question.leave and e.event == question.leave and (d - zero).days >= begin
                    ),
                    default=None,
                ),
                follow=(question.as_of - zero).days,
            )
        )
    return stories, units


def place(life: list, question: Question) -> tuple[str, dt.date, int] | None:
    """Return audience, day 0 and day of entry."""
    if question.expose is not None:
        exposed = [d for d, _, e in life if question.expose in ("any", e.event)]
        if not exposed:
            return None
        if question.laid_on != "launch":
            return "eligible", min(exposed), 0
        return "eligible", question.launched_on, max((min(exposed) - question.launched_on).days, 0)
    launch = question.launched_on
    before = [(at, e) for d, at, e in life if d < launch]
    if not before:
        first = min(d for d, _, _ in life)
        if question.late_joiners == "include" and question.laid_on is None:
            return "late_joiners", launch, (first - launch).days
        return "late_joiners", first, 0
    opens = launch - dt.timedelta(days=question.active_days)
    seen = any(opens <= d < launch for d, _, _ in life)
    leavings = [at for at, e in before if question.leave and e.event == question.leave]
    gone = bool(leavings) and not any(at > max(leavings) for at, _ in before)
    return ("eligible" if seen and not gone else "excluded"), launch, 0


def is_use(event: Event, question: Question) -> bool:
    return "any" in question.adopt or event.event in question.adopt


def adoption(uses: list[int], question: Question) -> int | None:
    counted = [day for day in uses if day >= (1 if question.after_exposure_day else 0)]
    for place_, day in enumerate(counted, start=1):
        on_or_before = [d for d in counted if d <= day]
        if len(on_or_before) >= question.min_uses and len(set(on_or_before)) >= question.min_days:
            return day
        assert place_
    return None


def last_value(life: list, until: dt.date) -> str:
    rows = [(at, e.plan) for d, at, e in life if d <= until]
    latest = max(at for at, _ in rows)
    return min(plan for at, plan in rows if at == latest)


def curve(stories: list[Story], question: Question) -> dict:
    """Compute one curve by walking over the days."""
    days, survival, share = [], 1.0, 0.0
    for day in range(question.horizon + 1):
        at_risk = [s for s in stories if s.entry <= day <= end(s)]
        adopted = [s for s in at_risk if outcome(s) == ("adopted", day)]
        left = [s for s in at_risk if outcome(s) == ("left", day)]
        censored = [s for s in at_risk if outcome(s) == ("censored", day)]
        if at_risk:
            share += survival * len(adopted) / len(at_risk)
            survival *= 1 - (len(adopted) + len(left)) / len(at_risk)
        observed = any(s.entry <= day <= s.follow for s in stories)
        days.append(
            {
                "day": day,
                "at_risk": len(at_risk),
                "adopted": len(adopted),
                "left": len(left),
                "censored": len(censored),
                "share": share if observed else None,
            }
        )
    return {"days": days, "windows": [window(stories, d) for d in question.windows]}


def outcome(story: Story) -> tuple[str, int]:
    """Return what ends a story and when; adopting comes before leaving on one day."""
    ways = [(story.follow, 2, "censored")]
    if story.adopted is not None:
        ways.append((story.adopted, 0, "adopted"))
    if story.left is not None:
        ways.append((story.left, 1, "left"))
    day, _, word = min(ways)
    return word, day


def end(story: Story) -> int:
    return outcome(story)[1]


def window(stories: list[Story], day: int) -> dict:
    """Count one window."""
    inside = [s for s in stories if s.entry <= day]
    matured = [s for s in inside if s.entry == 0 and s.follow >= day]
    return {
        "day": day,
        "n": len(inside),
        "matured": len(matured),
        "adopted": sum(outcome(s)[0] == "adopted" and end(s) <= day for s in inside),
        "matured_adopted": sum(outcome(s)[0] == "adopted" and end(s) <= day for s in matured),
    }


def answer(events: list[Event], question: Question) -> tuple[dict, dict[str, int]]:
    """Return every curve by (segment, audience), and the units."""
    stories, units = tell_stories(events, question)
    segments = [None, *sorted({s.segment for s in stories})] if question.by else [None]
    curves = {}
    for segment in segments:
        for audience in ("eligible", "late_joiners"):
            group = [s for s in stories if s.audience == audience and segment in (None, s.segment)]
            if group:
                curves[segment, audience] = curve(group, question)
    return curves, units


@dataclass(frozen=True)
class Adopter:
    """One adopter: from which day to which it is followed as one, and its days of use."""

    segment: str
    audience: str
    first: int
    last: int
    used: frozenset[int]


def adopters(events: list[Event], question: Question) -> list[Adopter]:
    """Follow every unit that adopted in time until it leaves or is observed no longer."""
    found = []
    lives: dict[str, list[tuple[dt.date, dt.datetime, Event]]] = defaultdict(list)
    for event in events:
        day, at = moment(event.when, question)
        if day <= question.as_of:
            lives[event.unit].append((day, at, event))
    for life in lives.values():
        stories, _ = tell_stories([e for _, _, e in life], question)
        if not stories or outcome(stories[0])[0] != "adopted":
            continue
        (story,) = stories
        placed = place(life, question)
        assert placed is not None
        zero = placed[1]
        leaving = question.leave
        gone = [(d - zero).days for d, _, e in life if leaving and e.event == leaving and d >= zero]
        last = min(story.follow, question.horizon, min(gone, default=10_000) - 1)
        first_use = 1 if question.after_exposure_day else 0
        used = {(d - zero).days for d, _, e in life if is_use(e, question)}
        if end(story) <= min(last, question.horizon):
            used = {day for day in used if day >= first_use}
            found.append(Adopter(story.segment, story.audience, end(story), last, frozenset(used)))
    return found


def engagement(
    everyone: list[Adopter], question: Question, *, days: int, min_days: int
) -> list[tuple[int, int, int, int]]:
    """Count adopters, the active among them, those exposed and those with a use, on each day."""
    counted = []
    for day in range(question.horizon + 1):
        there = [one for one in everyone if one.first < day <= one.last]
        settled = [one for one in there if one.first <= day - days]
        active = [
            one for one in settled if sum(day - days < d <= day for d in one.used) >= min_days
        ]
        used = sum(day in one.used for one in there)
        counted.append((len(settled), len(active), len(there), used))
    return counted
