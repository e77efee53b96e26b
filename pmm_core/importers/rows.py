"""A row of text to a staged row, or to rejections that say where and why.

Staged rows hold names and amounts as written. Whether a name exists and what a bare number means is
for `settle` and `apply`, which know the KPIs.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from pmm_core.errors import InvalidInput
from pmm_core.importers.cells import RowReader, cell_rules, zone_named
from pmm_core.importers.contract import ImportOptions, Table
from pmm_core.importers.profiles import Side
from pmm_core.importers.recognise import Match
from pmm_core.importers.staged import (
    KpiWords,
    Staged,
    StagedLaunch,
    StagedRequest,
    StagedTarget,
    StagedValue,
    Staging,
)
from pmm_core.results import ScopeRef
from pmm_core.vocabulary import (
    Cadence,
    Control,
    Direction,
    Goal,
    Indicator,
    KpiBucket,
    LaunchType,
    RequestDecision,
    Scope,
)

_LOWEST_TIER = 4
_LONGEST_UNIT = 40
_TOTALS = frozenset({"total", "grand total", "totals", "sum", "subtotal"})


def stage_values(
    table: Table, match: Match, options: ImportOptions, today: dt.date
) -> Staging[StagedValue]:
    """Read a table of KPI values, long or wide by date."""
    rules, assumed = cell_rules(table, match, options, today)

    def readings() -> Iterator[tuple[RowReader, str | None]]:
        for line in table.lines:
            if not match.dates:
                yield RowReader(table, line, match.columns, rules), None
            for at in match.dates:
                if line.cells[at].strip():
                    columns = {**match.columns, "date": at, "value": at}
                    yield RowReader(table, line, columns, rules), table.headers[at]

    return _stage(
        table, assumed, ((reader, _value(reader, day, options)) for reader, day in readings())
    )


def stage_targets(
    table: Table, match: Match, options: ImportOptions, today: dt.date
) -> Staging[StagedTarget]:
    """Read a table of targets."""
    return _stage_long(table, match, options, today, lambda reader: _target(reader, options))


def stage_launches(
    table: Table, match: Match, options: ImportOptions, today: dt.date
) -> Staging[StagedLaunch]:
    """Read a table of launches; their days may lie ahead."""
    return _stage_long(table, match, options, today, lambda reader: _launch(reader, options))


def stage_requests(
    table: Table, match: Match, options: ImportOptions, today: dt.date
) -> Staging[StagedRequest]:
    """Read a table of requests for work."""
    return _stage_long(table, match, options, today, _request)


def _stage_long(
    table: Table,
    match: Match,
    options: ImportOptions,
    today: dt.date,
    read: Callable[[RowReader], Staged | None],
) -> Staging[Staged]:
    rules, assumed = cell_rules(table, match, options, today)
    readers = (RowReader(table, line, match.columns, rules) for line in table.lines)
    return _stage(table, assumed, ((reader, read(reader)) for reader in readers))


def _stage(
    table: Table,
    assumed: Mapping[str, object],
    readings: Iterator[tuple[RowReader, Staged | None]],
) -> Staging[Staged]:
    """Part the rows that were read from those that were not."""
    rows: list[Staged] = []
    rejections = list(table.misshapen)
    read = len(rejections)
    for reader, staged in readings:
        read += 1
        rejections += reader.problems
        if staged is not None and not reader.problems:
            rows.append(staged)
    rejections.sort(key=lambda problem: problem.row or 0)
    return Staging(tuple(rows), tuple(rejections), read, assumed)


def _value(reader: RowReader, header: str | None, options: ImportOptions) -> StagedValue | None:
    scope, kpi = _scope(reader, options), _kpi(reader, options)
    on = reader.day("date", header)
    _required(reader, "date", on)
    value = reader.amount("value")
    numerator, denominator = _ratio(reader)
    if value is None and numerator is None:
        _required(reader, "value", None)
    words = KpiWords(
        unit=_unit(reader),
        bucket=reader.word("bucket", KpiBucket),
        indicator=reader.word("indicator", Indicator),
        control=reader.word("control", Control),
        direction=reader.word("direction", Direction),
        cadence=reader.word("cadence", Cadence),
        owner=reader.text("owner"),
    )
    if scope is None or kpi is None or on is None or reader.problems:
        return None
    return StagedValue(
        place=reader.place,
        column=reader.header("value") or "value",
        scope=scope,
        kpi=kpi,
        on=on,
        value=value,
        numerator=numerator,
        denominator=denominator,
        segment=reader.text("segment") or "",
        source=reader.text("source"),
        note=reader.text("note"),
        words=words,
    )


def _unit(reader: RowReader) -> str | None:
    unit = reader.text("unit")
    if unit is not None and len(unit) > _LONGEST_UNIT:
        reader.reject("unit", "text_too_long", f"A unit has at most {_LONGEST_UNIT} letters.")
    return unit


def _ratio(reader: RowReader) -> tuple[float | None, float | None]:
    """Read numerator and denominator: both or none, and nothing divided by zero."""
    numerator, denominator = reader.amount("numerator"), reader.amount("denominator")
    for name, amount in (("numerator", numerator), ("denominator", denominator)):
        if amount is not None and amount.mark == "%":
            reader.reject(
                name, "unit_mismatch", "A numerator or denominator is a count, not a percent."
            )
    if (numerator is None) != (denominator is None):
        lacking = "numerator" if numerator is None else "denominator"
        if not reader.problems:
            reader.reject(
                lacking, "ratio_incomplete", f"There is no {lacking} beside the other number."
            )
        return None, None
    if numerator is None or denominator is None:
        return None, None
    if denominator.value <= 0:
        reader.reject("denominator", "denominator_not_positive", "The denominator must be above 0.")
        return None, None
    return float(numerator.value), float(denominator.value)


def _target(reader: RowReader, options: ImportOptions) -> StagedTarget | None:
    scope, kpi = _scope(reader, options), _kpi(reader, options)
    value, low, high = (reader.amount(name) for name in ("target", "low", "high"))
    goal = reader.word("goal", Goal)
    target_date = reader.day("target_date")
    _required(reader, "target_date", target_date)
    if value is None and not (goal is Goal.WITHIN and low is not None and high is not None):
        _required(reader, "target", None)
    if low is not None and high is not None and low.fraction > high.fraction:
        reader.reject("low", "bounds_crossed", "The lower bound is above the upper one.")
    start_date = reader.day("start_date")
    if start_date and target_date and start_date >= target_date:
        reader.reject(
            "start_date", "start_after_target", "The start is not before the target date."
        )
    staged_window = reader.count("window")
    start = reader.amount("start")
    direction = reader.word("direction", Direction)
    if scope is None or kpi is None or target_date is None or reader.problems:
        return None
    return StagedTarget(
        place=reader.place,
        column=reader.header("target") or "target",
        scope=scope,
        kpi=kpi,
        value=value,
        target_date=target_date,
        start=start,
        start_date=start_date,
        direction=direction,
        goal=goal,
        low=low,
        high=high,
        segment=reader.text("segment") or "",
        window=staged_window,
        reason=reader.text("reason"),
    )


def _launch(reader: RowReader, options: ImportOptions) -> StagedLaunch | None:
    name, product = reader.text("name"), reader.text("product") or options.product
    on = reader.day("date")
    _required(reader, "name", name)
    _required(reader, "product", product)
    _required(reader, "date", on)
    launch_type, planned_on = reader.word("type", LaunchType), reader.day("planned_date")
    timezone = reader.text("timezone")
    try:
        zone_named(timezone)
    except InvalidInput as error:
        reader.reject("timezone", error.code, error.message)
    tier = reader.count("tier")
    if tier is not None and not 1 <= tier <= _LOWEST_TIER:
        reader.reject("tier", "tier_unknown", f"A tier is a number from 1 to {_LOWEST_TIER}.")
    if name is None or product is None or on is None or reader.problems:
        return None
    return StagedLaunch(
        place=reader.place,
        product=product,
        name=name,
        on=on,
        tier=tier,
        timezone=timezone,
        owner=reader.text("owner"),
        audience=reader.text("audience"),
        use_event=reader.text("use_event"),
        log=reader.text("log"),
        objective=reader.text("objective"),
        launch_type=launch_type,
        planned_on=None if planned_on == on else planned_on,
        why=reader.text("reason"),
    )


def _request(reader: RowReader) -> StagedRequest | None:
    requester, what = reader.text("requester"), reader.text("what")
    asked_on = reader.day("asked_on")
    _required(reader, "requester", requester)
    _required(reader, "what", what)
    _required(reader, "asked_on", asked_on)
    side = reader.word("inside", Side)
    hours, points = _effort(reader, "hours"), _effort(reader, "points")
    decision = reader.word("decision", RequestDecision)
    decided_on = reader.day("decided_on")
    if requester is None or what is None or asked_on is None or reader.problems:
        return None
    return StagedRequest(
        place=reader.place,
        requester=requester,
        what=what,
        asked_on=asked_on,
        hours=hours,
        points=points,
        decision=decision,
        decided_on=decided_on,
        reason=reader.text("reason"),
        inside=None if side is None else side is Side.INSIDE,
        challenge=reader.text("challenge"),
    )


def _effort(reader: RowReader, name: str) -> float | None:
    amount = reader.amount(name)
    if amount is not None and (amount.mark or amount.value < 0):
        message = f"“{reader.text(name)}” is not a number of {name}. Correct it, or leave it blank."
        reader.reject(name, "number_not_plain", message)
        return None
    return None if amount is None else float(amount.value)


def _required(reader: RowReader, name: str, found: object) -> None:
    """Reject a blank cell, unless something else is already wrong with it."""
    header = reader.header(name) or name
    if found is None and not any(problem.column == header for problem in reader.problems):
        reader.reject(name, f"{name}_missing", f"The cell is blank; the row needs a {name}.")


def _kpi(reader: RowReader, options: ImportOptions) -> str | None:
    kpi = reader.text("kpi") or options.kpi
    _required(reader, "kpi", kpi)
    for name in ("product", "kpi"):
        if (reader.text(name) or "").casefold() in _TOTALS:
            reader.reject(
                name, "total_row", "This looks like a line of totals, not a value of its own."
            )
    return kpi


def _scope(reader: RowReader, options: ImportOptions) -> ScopeRef | None:
    """Read what the row is about from its scope and product cells."""
    written, said = reader.text("product"), reader.text("scope")
    product = written or options.product
    if said is None:
        _required(reader, "product", product)
        return ScopeRef(Scope.PRODUCT, product) if product else None
    scope = _scope_named(said, product)
    if scope is None:
        reader.reject(
            "scope",
            "scope_unreadable",
            f"“{said}” is not a scope of KPIs. Write overall, product:NAME, launch:PRODUCT/NAME or "
            "initiative:PRODUCT/NAME.",
        )
    elif written:
        agreeing = (
            reading
            for reading in scope.readings()
            if (reading.product or "").casefold() == written.casefold()
        )
        scope = next(agreeing, None)
        if scope is None:
            reader.reject(
                "scope", "scope_mismatch", f"The scope says “{said}”, the product “{written}”."
            )
    return scope


def _scope_named(said: str, product: str | None) -> ScopeRef | None:
    """Read a scope; a launch without its product takes the row's."""
    try:
        scope = ScopeRef.parse(said)
    except InvalidInput:
        return None
    if scope.kind is Scope.PERSON:
        return None
    if scope.name and scope.product is None:
        return ScopeRef(scope.kind, product, scope.name) if product else None
    return scope
