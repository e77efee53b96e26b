"""`launch count`: counts of a launch without an event log, typed, corrected and taken back."""

import datetime as dt
from typing import Any, BinaryIO

import click

from pmm_core.adoption.service import find_launch
from pmm_core.cli.day import Day
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.importers.contract import SourceFile
from pmm_core.typed import wording
from pmm_core.typed.answer import counts_answer
from pmm_core.typed.drafts import CountCells
from pmm_core.typed.service import (
    RecordedCounts,
    launch_facts,
    read_counts,
    record_counts,
    record_table,
)


@click.command("count")
@click.argument("launch")
@click.option("--file", type=click.File("rb"), help="CSV of counts; - reads standard input.")
@click.option("--day", type=click.IntRange(min=0), help="Of the launch's age, inclusive.")
@click.option("--eligible", metavar="N", help="How many could adopt.")
@click.option("--adopted", metavar="N", help="How many of them had by the end of that day.")
@click.option("--segment", default="", metavar="VALUE", help="Of whom; everybody unless given.")
@click.option("--counted-on", type=Day(), help="Last day the count knows of.")
@click.option("--note", metavar="TEXT", help="Where the numbers come from.")
@click.option("--take-back", is_flag=True, help="Take the count of that day back.")
@click.option("--known-on", type=Day(), help="List the counts as they stood at the end of a day.")
@click.pass_obj
def count_command(call: Call, /, launch: str, **options: Any) -> None:
    """Type eligible and adopted units of a launch, NAME or PRODUCT/NAME; without options list them.

    A CSV has the columns day, eligible and adopted, and may have segment, counted_on and note.
    """
    store = call.open_store()
    launch_id = find_launch(
        store=store, actor=call.actor, name=launch.removeprefix("launch:").strip()
    )
    on = today(store=store, settings=call.settings).day
    done = _record(call, launch_id, on, options)
    facts = launch_facts(store=store, actor=call.actor, launch_id=launch_id)
    rows = read_counts(
        store=store, actor=call.actor, launch_id=launch_id, known_on=options["known_on"]
    )
    notes = [wording.LOG_WINS] if rows and facts.has_log else []
    lines = (
        [
            wording.recorded(
                facts.name, len(done.rows) - done.taken_back, done.taken_back, done.unchanged
            )
        ]
        if done
        else []
    )
    lines += [
        wording.count_line(row.segment, row.day, row.eligible, row.adopted or 0) for row in rows
    ] or [wording.none_typed(facts.label)]
    call.answer(counts_answer(facts.label, rows, done, notes), "\n".join([*lines, *notes]))


def _record(
    call: Call, launch_id: int, on: dt.date, options: dict[str, Any]
) -> RecordedCounts | None:
    file: BinaryIO | None = options["file"]
    typed = {name: options[name] for name in ("eligible", "adopted", "counted_on", "note")}
    is_typed = options["day"] is not None
    if (any(typed.values()) or options["take_back"] or options["segment"]) and not is_typed:
        raise click.UsageError(wording.DAY_OPTION)
    if file is not None and is_typed:
        raise click.UsageError(wording.FILE_OR_DAY)
    store = call.open_store()
    if file is not None:
        name = "standard input" if file.name == "<stdin>" else file.name
        source = SourceFile.named(name, file.read())
        return record_table(
            store=store, actor=call.actor, launch_id=launch_id, file=source, today=on
        )
    if not is_typed:
        return None
    if options["take_back"] == (options["adopted"] is not None):
        raise click.UsageError(wording.ADOPTED_OR_BACK)
    cells = CountCells(
        row=0,
        segment=options["segment"],
        day=str(options["day"]),
        eligible=options["eligible"] or "",
        adopted=options["adopted"] or "",
        counted_on=options["counted_on"],
        note=options["note"],
    )
    return record_counts(
        store=store, actor=call.actor, launch_id=launch_id, cells=[cells], today=on
    )
