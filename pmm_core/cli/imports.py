"""`import` and `undo`: files in, with every problem named, and out again."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from pmm_core.cli.root import Call, place
from pmm_core.company.service import read_settings, today
from pmm_core.errors import InvalidInput
from pmm_core.formatting import show_counted
from pmm_core.importers.apply import AnyPlan, carry_out, preview
from pmm_core.importers.contract import (
    IS_EVENT_LOG,
    DateOrder,
    FileRefused,
    ImportOptions,
    SourceFile,
    listed,
)
from pmm_core.importers.keep import preview_log
from pmm_core.importers.limits import refuse_large
from pmm_core.importers.profiles import ProfileId
from pmm_core.importers.remedies import with_option
from pmm_core.importers.shape import Plan, Result
from pmm_core.importers.stated import not_used, sentences
from pmm_core.importers.undo import undo

_OPTIONS = [
    click.option("--as", "profile", metavar="PROFILE", help="kpi_values, launches, requests, ..."),
    click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Name a column."),
    click.option(
        "--date-order",
        type=click.Choice([order.value for order in DateOrder]),
        help="Order of day, month and year where the dates do not prove it.",
    ),
    click.option("--encoding", metavar="NAME", help="e.g. utf-8, cp1252, utf-16-le."),
    click.option("--delimiter", metavar="SIGN", help="comma, semicolon, tab, pipe, or the sign."),
    click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign."),
    click.option("--sheet", metavar="NAME", help="Sheet of a workbook."),
    click.option("--header-row", type=click.IntRange(min=1), help="Row of the headers."),
    click.option("--timezone", metavar="TZ", help="Zone in which the day of an instant is cut."),
    click.option("--product", metavar="NAME", help="Product of every row."),
    click.option("--kpi", metavar="NAME", help="KPI of every row."),
    click.option("--create", is_flag=True, help="Make unknown products and KPIs."),
    click.option("--skip-rejected", is_flag=True, help="Store the good rows without the others."),
    click.option("--accept-odd-dates", is_flag=True, help="Take future days and before 1990."),
    click.option(
        "--percent-as",
        type=click.Choice(["percent", "fraction"]),
        default="fraction",
        help="What a bare number of a percent KPI is.",
    ),
    click.option("--dry-run", is_flag=True, help="List everything, store nothing."),
]


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@_with_options
@click.pass_obj
def import_command(call: Call, /, files: tuple[Path, ...], **said: Any) -> None:
    """Import KPI values, targets, launches or requests (CSV, Excel, Parquet), or an event log.

    Every accepted row of all files is stored in one step, or none is; `undo` takes it back.
    """
    store = call.open_store()
    asked: dict[str, Any] = {
        "store": store,
        "actor": call.actor,
        "options": _options(said, timezone=read_settings(store=store, actor=call.actor).timezone),
        "today": today(store=store, settings=call.settings).day,
    }
    plan = _plan(files, asked)
    if said["dry_run"]:
        call.answer(plan.answer(dry_run=True), _lines(plan, "Nothing was stored (dry run)."))
        return
    result = carry_out(store=store, actor=call.actor, plan=plan)
    call.answer(result.answer(), _lines(result.plan, _outcome(result)))


def _plan(files: Sequence[Path], asked: dict[str, Any]) -> AnyPlan:
    """Look at the files as tables, or as one event log where they are one."""
    if asked["options"].profile != ProfileId.EVENTS:
        try:
            return preview(files=[_file(path) for path in files], **asked)
        except FileRefused as refused:
            if refused.code != IS_EVENT_LOG:
                raise
    for path in files:
        try:
            path.stat()
        except OSError as error:
            raise _missing(path, error) from error
    return preview_log(files=[SourceFile.lying_at(path) for path in files], **asked)


@click.command("undo")
@click.argument("import_id", type=click.IntRange(min=1))
@click.pass_obj
def undo_command(call: Call, import_id: int) -> None:
    """Take an import back; what its rows had replaced is in force again."""
    done = undo(store=call.open_store(), actor=call.actor, import_id=import_id)
    if done.already:
        line = f"Import {import_id} had been taken back before."
    else:
        line = f"Took back {show_counted(done.withdrawn, 'row')} of import {import_id}"
        again = show_counted(done.restored, "earlier one is", "earlier ones are")
        line += f"; {again} in force again." if done.restored else "."
    for noun, names in done.archived.items():
        line += f" Archived with it: {noun.replace('_', ' ')} {listed(names)}."
    if done.without_log:
        line += f" Without an event log now: {listed(done.without_log)}."
    call.answer(done, line)


def _file(path: Path) -> SourceFile:
    try:
        refuse_large(path.name, path.stat().st_size)
        return SourceFile.at(path)
    except OSError as error:
        raise _missing(path, error) from error


def _missing(path: Path, error: OSError) -> InvalidInput:
    return InvalidInput(f"{path} cannot be read: {error.strerror}.", code="file_missing")


def _options(said: dict[str, Any], *, timezone: str) -> ImportOptions:
    return ImportOptions(
        profile=said["profile"],
        columns=dict(_mapped(pair) for pair in said["mapping"]),
        date_order=DateOrder(said["date_order"]) if said["date_order"] else None,
        encoding=said["encoding"],
        delimiter=said["delimiter"],
        decimal=said["decimal"],
        sheet=said["sheet"],
        header_row=said["header_row"],
        timezone=said["timezone"] or timezone,
        product=said["product"],
        kpi=said["kpi"],
        create=said["create"],
        skip_rejected=said["skip_rejected"],
        accept_odd_dates=said["accept_odd_dates"],
        percent_as_percent=said["percent_as"] == "percent",
    )


def _mapped(pair: str) -> tuple[str, str]:
    field, sign, column = pair.partition("=")
    if not sign or not field.strip() or not column.strip():
        raise click.UsageError(f"“{pair}” is not FIELD=COLUMN, e.g. --map value=Actual.")
    return field.strip(), column.strip()


def _outcome(result: Result) -> str:
    if result.import_id is not None:
        return f"Stored as import {result.import_id}; `undo {result.import_id}` takes it back."
    if result.plan.same_as is not None:
        return f"The same content is stored already, as import {result.plan.same_as}."
    return "Everything in it is in force already; nothing was stored."


def _lines(plan: Plan, outcome: str) -> str:
    counts = ", ".join(f"{number} {word}" for word, number in plan.rows.as_json().items())
    lines = [f"{plan.why} Rows: {counts}."]
    lines += [f"  {sentence}" for sentence in sentences(plan.assumed)]
    if plan.unused:
        lines.append(f"  {not_used(plan.unused)}")
    lines += [f"  The table also holds rows for --as {kind.value}." for kind in plan.also]
    lines += [
        f"  {one.file}{place(one.file, one.row, one.column)}: "
        f"{with_option(one.message, one.remedy)}"
        for one in plan.problems[:20]
    ]
    if len(plan.problems) > 20:
        more = show_counted(len(plan.problems) - 20, "more problem")
        lines.append(f"  and {more} (--json lists all)")
    return "\n".join([*lines, outcome])
