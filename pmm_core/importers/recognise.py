"""Which known table a set of headers is, how sure that is, and what each column means.

A profile is recognised by its headers, never by the file's name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from pmm_core.errors import InvalidInput
from pmm_core.importers.contract import FileRefused, ImportOptions, Table, listed
from pmm_core.importers.days import looks_like_day
from pmm_core.importers.profiles import PROFILES, Field, Profile, ProfileId, in_sentence
from pmm_core.importers.remedies import Remedy, Way

# From this many date headers on, a table has one column a date.
WIDE_FROM = 3
_SURE = 0.8
_CLEAR = 0.1


@dataclass(frozen=True, slots=True)
class Match:
    """A table understood as a profile.

    Attributes:
        columns: field -> place of its column, from 0.
        dates: places of the columns whose header is a date; empty for a long table.
        confidence: 0 to 1.
        missing: required fields with no column.
        unused: headers nothing was made of.
        why: one sentence for a person.
        assumed: what was chosen for the person while matching.
        also: other kinds of rows the table holds in columns that are unused here.
    """

    profile: Profile
    columns: Mapping[str, int]
    dates: tuple[int, ...]
    confidence: float
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    why: str
    assumed: Mapping[str, object] = field(default_factory=dict)
    also: tuple[ProfileId, ...] = ()


def normalise(header: str) -> str:
    """Casefold a header, drop its punctuation and collapse its blanks."""
    return re.sub(r"[\s_\-./:()#*?]+", " ", header.casefold()).strip()


def _field_of(profile: Profile, header: str) -> tuple[Field, float] | None:
    """Find the field a header means, and how sure that is."""
    text = normalise(header)
    for known in profile.fields:
        if text == normalise(known.name):
            return known, 1.0
    for known in profile.fields:
        if text in known.synonyms:
            return known, 0.9
    return None


def is_header_row(cells: Sequence[str]) -> bool:
    """Whether cells look like the headers of a known table: two known words, or dates."""
    if sum(looks_like_day(cell) for cell in cells if cell.strip()) >= WIDE_FROM:
        return True
    for profile in PROFILES.values():
        found = {known[0].name for cell in cells if (known := _field_of(profile, cell))}
        if len(found) >= 2:
            return True
    return False


def recognise(table: Table, options: ImportOptions) -> Match:
    """Understand a table as the profile a person named, else as the one its headers are.

    Raises:
        InvalidInput: `profile_unknown`.
        FileRefused: `profile_unsure` when no profile is clear, `column_missing`,
            `column_unknown` for a mapping to a column that is not there.
    """
    if options.profile is not None:
        if options.profile not in PROFILES:
            raise InvalidInput(
                f"There is no profile “{options.profile}”; there are {listed(list(PROFILES))}.",
                code="profile_unknown",
            )
        chosen = match(table, PROFILES[options.profile], options)
    else:
        ranked = sorted(
            (match(table, profile, options) for profile in PROFILES.values()),
            key=lambda found: -found.confidence,
        )
        chosen, second = ranked[0], ranked[1]
        unsure = chosen.confidence < _SURE or chosen.confidence - second.confidence < _CLEAR
        if unsure and not (chosen.confidence >= _SURE and not chosen.missing and second.missing):
            raise FileRefused(
                table.file,
                _unsure(table, chosen),
                code="profile_unsure",
                row=table.header_row,
                remedy=Remedy(Way.KIND_OF_TABLE),
            )
    if chosen.missing:
        raise FileRefused(
            table.file,
            _missing(table, chosen),
            code="column_missing",
            row=table.header_row,
            remedy=Remedy(Way.COLUMN, chosen.missing[0]),
        )
    return replace(chosen, also=_also(table, chosen, options))


def fits(table: Table, profile: Profile, options: ImportOptions) -> bool:
    """Tell whether a table has every column that a profile needs."""
    return not match(table, profile, options).missing


def _also(table: Table, chosen: Match, options: ImportOptions) -> tuple[ProfileId, ...]:
    """Find the profiles whose needs are met too, by columns that are left over here."""
    others = (
        match(table, profile, replace(options, columns={}))
        for profile in PROFILES.values()
        if profile.id not in (chosen.profile.id, ProfileId.EVENTS)
    )
    left = set(chosen.unused)
    return tuple(
        other.profile.id
        for other in others
        if not other.missing
        and left
        & {
            table.headers[other.columns[known.name]]
            for known in other.profile.required
            if known.name in other.columns
        }
    )


def _unsure(table: Table, best: Match) -> str:
    lacks = f"; it lacks {listed(best.missing)}" if best.missing else ""
    return (
        f"The columns {listed(table.headers)} are not clearly one of the known tables. The nearest "
        f"is “{best.profile.title}”{lacks}.{_split_wrongly(table)}"
    )


def _split_wrongly(table: Table) -> str:
    """A header with another delimiter in it was most likely not cut where its cells end."""
    if not any(sign in header for header in table.headers for sign in ";\t|"):
        return ""
    return " A header holds another delimiter: the file may be delimited by another than was said."


def _missing(table: Table, found: Match) -> str:
    first = found.missing[0]
    near = get_close_matches(first, [normalise(header) for header in table.headers], n=1)
    hint = f" Is it “{near[0]}”?" if near else ""
    return (
        f"A table of {in_sentence(found.profile)} needs a column for {listed(found.missing)}."
        f"{hint} The file has {listed(table.headers)}."
    )


def match(table: Table, profile: Profile, options: ImportOptions) -> Match:
    """Score a table against one profile and map its columns."""
    dates = _date_columns(table, profile)
    columns, sureness = _mapped(table, profile, options, dates)
    assumed: dict[str, object] = {}
    if dates:
        assumed["wide_by_date"] = len(dates)
        _name_column(table, columns, dates, options, assumed)
    given = {"product": options.product, "kpi": options.kpi}
    scores: list[float] = []
    missing: list[str] = []
    for known in profile.required:
        there = known.name in columns or given.get(known.name) is not None
        there = there or (bool(dates) and known.name in profile.wide)
        there = there or any(names <= columns.keys() for names in known.stands_in)
        scores.append(sureness.get(known.name, 1.0) if there else 0.0)
        if not there:
            missing.append(known.name)
    taken = {*columns.values(), *dates}
    unused = tuple(header for at, header in enumerate(table.headers) if at not in taken)
    against = sum(normalise(header) in profile.negative for header in unused)
    confidence = sum(scores) / len(scores) - 0.25 * against - min(0.01 * len(unused), 0.1)
    return Match(
        profile=profile,
        columns=columns,
        dates=dates,
        confidence=round(max(confidence, 0.0), 2),
        missing=tuple(missing),
        unused=unused,
        why=_why(profile, columns, missing, dates),
        assumed=assumed,
    )


def _date_columns(table: Table, profile: Profile) -> tuple[int, ...]:
    places = tuple(at for at, header in enumerate(table.headers) if looks_like_day(header))
    return places if profile.wide and len(places) >= WIDE_FROM else ()


def _mapped(
    table: Table, profile: Profile, options: ImportOptions, dates: tuple[int, ...]
) -> tuple[dict[str, int], dict[str, float]]:
    """Give each field its column: first as the person said, then by header."""
    columns: dict[str, int] = {}
    sureness: dict[str, float] = {}
    known_names = {known.name for known in profile.fields}
    for name, header in options.columns.items():
        if name not in known_names:
            if options.profile is None:
                continue
            raise FileRefused(
                table.file,
                f"{profile.id.value} has no field “{name}”; it has "
                f"{listed(sorted(known_names), most=20)}.",
                code="field_unknown",
            )
        columns[name] = _place(table, header)
        sureness[name] = 1.0
    for at, header in enumerate(table.headers):
        found = _field_of(profile, header)
        if found is None or at in dates or at in columns.values():
            continue
        known, sure = found
        if sure > sureness.get(known.name, 0.0) and known.name not in options.columns:
            columns[known.name] = at
            sureness[known.name] = sure
    return columns, sureness


def _place(table: Table, header: str) -> int:
    """Find a column a person named: its header, or `#N`."""
    for at, text in enumerate(table.headers):
        if text == header or normalise(text) == normalise(header) != "":
            return at
    if re.fullmatch(r"#[1-9]\d{0,4}", header) and int(header[1:]) <= len(table.headers):
        return int(header[1:]) - 1
    raise FileRefused(
        table.file,
        f"There is no column “{header}”; the file has {listed(table.headers)}.",
        code="column_unknown",
        row=table.header_row,
    )


def _name_column(
    table: Table,
    columns: dict[str, int],
    dates: tuple[int, ...],
    options: ImportOptions,
    assumed: dict[str, object],
) -> None:
    """Take the one column left over as the names of the KPIs, and say so."""
    if "kpi" in columns or options.kpi is not None:
        return
    free = [at for at in range(len(table.headers)) if at not in {*dates, *columns.values()}]
    if len(free) == 1:
        columns["kpi"] = free[0]
        assumed["kpi_column"] = table.headers[free[0]]


def _why(
    profile: Profile, columns: Mapping[str, int], missing: Sequence[str], dates: tuple[int, ...]
) -> str:
    wide = f" and {len(dates)} dates as headers" if dates else ""
    lacks = f"; {listed(missing)} missing" if missing else ""
    return f"{profile.title}: columns for {listed(list(columns), most=20)}{wide}{lacks}."
