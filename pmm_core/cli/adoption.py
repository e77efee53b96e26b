"""`adoption`: a launch curve straight from an event log, or of a launch of the store."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from pmm_core.adoption import wording
from pmm_core.adoption.answer import adoption_answer
from pmm_core.adoption.definition import ANY_EVENT, AdoptionDefinition
from pmm_core.adoption.reading import Adoption, HowToRead
from pmm_core.adoption.service import LogSource, find_launch, read_adoption, read_launch
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.clock import current_day
from pmm_core.company.service import today
from pmm_core.errors import InvalidInput
from pmm_core.measures import wording as measured
from pmm_core.measures.answer import measures_answer
from pmm_core.measures.reading import Measures
from pmm_core.measures.service import Beside, read_launch_measures, read_measures
from pmm_core.vocabulary import LateJoiners

_LAUNCH = "launch:"
# Code of a refusal -> the options that end it; the core names none, a screen has none.
_OPTIONS_FOR = {
    "no_audience": "Look back further with --active-days.",
    "adopt_missing": "Name it with --adopt EVENT, or say --adopt any for every row.",
    "rows_rejected": "Leave them out with --skip-rejected.",
    "table_missing": "Name it with --table.",
}
# Option that names an event -> what else to type where the event is not in the log.
_EVENT_OPTIONS = {
    "adopt": "name another with --adopt EVENT, count every row with --adopt any",
    "activate": "name another with --activate EVENT",
    "expose": "name another with --expose EVENT",
    "leave": "name another with --leave EVENT, or none",
}
# What a stored launch does not say itself.
_WITH_LAUNCH = {"source", "as_of", "by", "min_n", "skip_rejected", "allow_unused", "measures"}
# Options that ask for more than adoption.
_MEASURED = ("measures", "activate", "engaged_days", "engaged_min_days")


class Windows(click.ParamType[tuple[int, ...]]):
    """Days such as `5,10,30`, kept in rising order."""

    name = "DAYS"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        """Read the days."""
        if isinstance(value, tuple):
            return value
        try:
            days = tuple(sorted({int(day) for day in str(value).split(",")}))
        except ValueError:
            self.fail(f"“{value}” are not days. Write them as 5,10,30.", param, ctx)
        if days[0] < 0:
            self.fail("a window ends on day 0 or later.", param, ctx)
        return days


_OPTIONS = [
    click.option("--table", metavar="NAME", help="Table of a connection URL."),
    click.option("--unit-col", metavar="COLUMN", help="Column of the unit (user, account)."),
    click.option("--event-col", metavar="COLUMN", help="Column of what happened."),
    click.option("--time-col", metavar="COLUMN", help="Column of when it happened."),
    click.option("--adopt", multiple=True, metavar="EVENT", help="Counts as use; any = every row."),
    click.option("--where", multiple=True, metavar="COND", help="Only rows with COLUMN OP VALUE."),
    click.option("--launched-on", type=Day(), help="Launch clock: day 0 of the frozen audience."),
    click.option("--active-days", type=click.IntRange(min=1), default=28, help="Look-back."),
    click.option(
        "--late-joiners",
        type=click.Choice([word.value for word in LateJoiners]),
        default=LateJoiners.SEPARATE.value,
        help="Units first seen on or after the launch day.",
    ),
    click.option("--expose", metavar="EVENT", help="Exposure clock: day 0 of each unit."),
    click.option("--after-exposure-day", is_flag=True, help="Use on day 0 does not count."),
    click.option("--min-uses", type=click.IntRange(min=1), default=1, help="Uses that count."),
    click.option("--min-days", type=click.IntRange(min=1), default=1, help="On distinct days."),
    click.option("--leave", metavar="EVENT", help="After it a unit can no longer adopt."),
    click.option("--activate", multiple=True, metavar="EVENT", help="First value; with measures."),
    click.option("--engaged-days", type=click.IntRange(1, 365), help="Active within so many days."),
    click.option("--engaged-min-days", type=click.IntRange(min=1), help="On distinct days of it."),
    click.option("--measures", is_flag=True, help="Activation, engagement and leaving too."),
    click.option("--windows", type=Windows(), default="5,10,30", help="Days to read the curve on."),
    click.option("--horizon", type=click.IntRange(min=0), help="Last day of the curve."),
    click.option("--as-of", type=Day(), help="Last day observed; later rows are ignored."),
    click.option("--timezone", default="UTC", metavar="TZ", help="Zone in which days are cut."),
    click.option("--source-timezone", default="UTC", metavar="TZ", help="Zone of bare times."),
    click.option("--by", metavar="COLUMN", help="One more curve per value."),
    click.option("--min-n", type=click.IntRange(min=1), default=30, help="Fewer is too few."),
    click.option("--skip-rejected", is_flag=True, help="Leave out rows that cannot be read."),
    click.option("--allow-unused", is_flag=True, help="Accept an event that occurs nowhere."),
]


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("adoption")
@click.argument("source")
@_with_options
@click.pass_context
def adoption_command(context: click.Context, /, source: str, **options: Any) -> None:
    """Show how fast units adopt, from an event log or for launch:NAME of the store.

    SOURCE is a CSV, JSONL, text or Parquet file (also .gz), a folder or pattern of them, a
    connection URL with --table, or launch:NAME or launch:PRODUCT/NAME.
    """
    call = context.ensure_object(Call)
    try:
        found = _read(context, call, source, options)
    except InvalidInput as refused:
        option = _OPTIONS_FOR.get(refused.code)
        if refused.code == "event_not_in_log":
            option = _instead(refused.details, options)
        if refused.code == "no_audience" and not refused.details:
            # Looking back further finds nobody before a day that has not come, or an exposure.
            option = None
        said = f"{refused.message} {option}" if option else refused.message
        raise InvalidInput(said, code=refused.code, details=refused.details) from refused
    if isinstance(found, Adoption):
        call.answer(adoption_answer(found) | {"measures": None}, _lines(found))
    else:
        document = adoption_answer(found.adoption) | {"measures": measures_answer(found)}
        call.answer(document, "\n".join([_lines(found.adoption), *measured.lines(found)]))


def _instead(details: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """Say what to type instead of the events that are not in the log, by what they were for."""
    unknown = set(details.get("unknown", ()))
    named = {name: options[name] or () for name in _EVENT_OPTIONS}
    ways = [
        way
        for name, way in _EVENT_OPTIONS.items()
        if unknown & set([named[name]] if isinstance(named[name], str) else named[name])
    ]
    if not details.get("commonest"):
        ways = ["name the column with --event-col", *ways]
    said = "; ".join([*ways, "or accept an event that occurs nowhere with --allow-unused"])
    return f"{said[0].upper()}{said[1:]}."


def _read(
    context: click.Context, call: Call, source: str, options: dict[str, Any]
) -> Adoption | Measures:
    if source.startswith(_LAUNCH):
        _refuse_overrides(context)
        store = call.open_store()
        launch_id = find_launch(
            store=store, actor=call.actor, name=source.removeprefix(_LAUNCH).strip()
        )
        read = read_launch_measures if options["measures"] else read_launch
        return read(
            store=store,
            actor=call.actor,
            launch_id=launch_id,
            as_of=options["as_of"],
            by=options["by"],
            how=HowToRead(
                stated=True,
                min_n=options["min_n"],
                skip_rejected=options["skip_rejected"],
                today=today(store=store, settings=call.settings).day,
            ),
        )
    log, definition = _log(source, options), _definition(options)
    on_clock = call.settings.today or current_day(options["timezone"])
    if not any(options[name] for name in _MEASURED):
        return read_adoption(
            source=log,
            definition=definition,
            as_of=options["as_of"],
            by=options["by"],
            today=on_clock,
        )
    return read_measures(
        source=log,
        definition=definition,
        beside=Beside(
            tuple(options["activate"]),
            options["engaged_days"] or 7,
            options["engaged_min_days"] or 1,
        ),
        as_of=options["as_of"],
        by=options["by"],
        today=on_clock,
    )


def _refuse_overrides(context: click.Context) -> None:
    given = [
        f"--{name.replace('_', '-')}"
        for name in context.params
        if name not in _WITH_LAUNCH
        and context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(
            f"{', '.join(given)} is kept with the launch. Change it there, or read its log by path."
        )


def _log(source: str, options: dict[str, Any]) -> LogSource:
    return LogSource(
        source=source,
        table=options["table"],
        unit=options["unit_col"],
        event=options["event_col"],
        time=options["time_col"],
        where=tuple(options["where"]),
        timezone=options["source_timezone"],
        skip_rejected=options["skip_rejected"],
        allow_unused=options["allow_unused"],
        adopt_named=bool(options["adopt"]),
    )


def _definition(options: dict[str, Any]) -> AdoptionDefinition:
    if (options["launched_on"] is None) == (options["expose"] is None):
        raise click.UsageError("Give exactly one of --launched-on DATE and --expose EVENT.")
    windows = options["windows"]
    horizon = options["horizon"]
    return AdoptionDefinition(
        adopt=tuple(options["adopt"]) or (ANY_EVENT,),
        launched_on=options["launched_on"],
        expose=options["expose"],
        active_days=options["active_days"],
        late_joiners=LateJoiners(options["late_joiners"]),
        after_exposure_day=options["after_exposure_day"],
        min_uses=options["min_uses"],
        min_days=options["min_days"],
        leave=options["leave"],
        windows=windows,
        horizon=windows[-1] if horizon is None else horizon,
        timezone=options["timezone"],
        min_n=options["min_n"],
    )


def _lines(adoption: Adoption) -> str:
    lines = [wording.title(adoption), wording.counted(adoption)]
    for curve in adoption.curves:
        lines.append(wording.curve_name(curve))
        lines += [
            f"  day {window.day:>3}  {wording.reading(window):<26}"
            f"{wording.window_state(window, curve.observed_through)}"
            for window in curve.windows
        ]
        lines += filter(None, [wording.delayed_entry(curve)])
    return "\n".join([*lines, *adoption.notes])
