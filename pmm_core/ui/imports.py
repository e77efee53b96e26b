"""The parts of an import on screen: what came, how it is read, what would happen, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pmm_core.exports import ExportKind, ExportTable, file_name, safe_export
from pmm_core.formatting import safe_text, show_count, show_day
from pmm_core.importers import apply, wording
from pmm_core.importers.apply import AnyPlan
from pmm_core.importers.contract import (
    IS_EVENT_LOG,
    FileRefused,
    ImportOptions,
    SourceFile,
)
from pmm_core.importers.plan import ImportPlan
from pmm_core.importers.profiles import PROFILES, ProfileId, template
from pmm_core.importers.remedies import NAMED_ONCE
from pmm_core.importers.shape import Plan
from pmm_core.importers.stated import not_used
from pmm_core.importers.undo import foresee_undo, undo
from pmm_core.models import Import
from pmm_core.ui import cached, navigation
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, take_notice
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.session import Visit

_WITH_TEMPLATE = [name for name in PROFILES if name != ProfileId.EVENTS]
_PROBLEMS_SHOWN = 200
# So many problems are read as a table whose sentences wrap; more are scrolled through.
_PROBLEMS_READ = 30
# So many launches of one table are led to each by itself.
_LAUNCHES_SHOWN = 3

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True)
class OpenedImport:
    """An import that is to be taken back."""

    record: Import


def pick_files() -> list[SourceFile]:
    """Ask for files or pasted text; empty while there is nothing to read."""
    way = st.segmented_control(
        "Bring it as",
        ["Files", "Pasted text"],
        default="Files",
        required=True,
        key="import_way",
        persist_state="session",
    )
    if way == "Pasted text":
        text = st.text_area(
            "Paste the cells, headers first", height=180, key="import_text", persist_state="session"
        )
        return [SourceFile.pasted(text)] if text.strip() else []
    uploaded = st.file_uploader(
        "CSV, Excel or Parquet; all files of one kind of table",
        accept_multiple_files=True,
        key="import_files",
    )
    return [SourceFile.named(file.name, file.getvalue()) for file in uploaded]


def pick_options() -> ImportOptions:
    """Ask only for what cannot be recognised; everything is left open by default."""
    with st.expander(wording.HOW_TO_READ, on_change="rerun", key="import_options"):
        st.caption(wording.READ_DIFFERENTLY_NOTE)
        with st.grid(columns=3, min_column_width=200):
            meaning = _pick_meaning()
            shape = _pick_shape()
        percent = st.toggle(wording.AS_PERCENT, key="import_percent", persist_state="session")
        odd = st.toggle(wording.ODD_DATES, key="import_odd", persist_state="session")
    return replace(
        ImportOptions(**meaning, **shape), percent_as_percent=percent, accept_odd_dates=odd
    )


def _pick_meaning() -> dict[str, Any]:
    titles = {name: profile.title for name, profile in PROFILES.items()}
    return {
        "profile": _pick("profile", wording.KIND_OF_TABLE, titles),
        "date_order": _pick(
            "order", wording.DATE_ORDER, wording.DATE_ORDERS, open_as="As the dates prove"
        ),
        "decimal": _pick("decimal", wording.DECIMAL, wording.DECIMALS),
        **{name: _type_in(name, wording.NAMED[name]) for name in NAMED_ONCE},
    }


def _pick_shape() -> dict[str, Any]:
    return {
        "sheet": _type_in("sheet", wording.SHEET),
        "encoding": _pick("encoding", wording.ENCODING, wording.ENCODINGS),
        "delimiter": _pick("delimiter", wording.DELIMITER, wording.DELIMITERS),
        "header_row": st.number_input(
            wording.HEADER_ROW,
            1,
            value=None,
            step=1,
            placeholder="Recognised",
            key="import_header_row",
            persist_state="session",
        ),
    }


def _pick(name: str, label: str, words: Mapping[Word, str], *, open_as: str = "Recognised") -> Any:
    """Ask for one of some words; null leaves it to be recognised."""
    return st.selectbox(
        label,
        list(words),
        index=None,
        placeholder=open_as,
        format_func=lambda word: words[word],
        key=f"import_{name}",
        persist_state="session",
    )


def _type_in(name: str, label: str) -> str | None:
    return st.text_input(label, key=f"import_{name}", persist_state="session") or None


def pick_permissions(plan: Plan) -> ImportOptions:
    """Ask for what is never done silently: making new names, leaving rows out, naming a log."""
    options = plan.options
    if plan.log is not None:
        name = st.text_input("Name of the log", plan.log, key="import_log", width=320)
        options = replace(options, log_name=name or None)
    if plan.unknown:
        st.markdown(f"**{wording.unknown_title(len(plan.unknown))}**")
        for one in plan.unknown[:20]:
            st.caption(safe_text(wording.unknown(one)))
        options = replace(options, create=st.toggle(wording.CREATE, key="import_create"))
    if plan.can_be_left_out:
        leave_out = st.toggle(wording.leave_out(plan.can_be_left_out), key="import_skip")
        options = replace(options, skip_rejected=leave_out)
    return options


def show_counts(visit: Visit, plan: Plan) -> None:
    """Show how the files were read and how many rows would be stored; nothing has been yet."""
    rows, manner = plan.rows, visit.settings.manner
    with st.container(horizontal=True):
        for label, number in (
            ("Rows read", rows.read),
            ("New or revised", rows.accepted),
            ("Unchanged", rows.unchanged),
            ("Repeated", rows.duplicate),
            ("With problems", rows.rejected),
        ):
            st.metric(label, show_count(number), border=True, width=150)
    days = [show_day(day, manner) for day in plan.days or ()]
    unused = not_used(plan.unused) if plan.unused else ""
    _show_also(plan)
    for line in (plan.why, unused, wording.span(days), *wording.assumed(plan.assumed)):
        if line:
            st.caption(safe_text(line))


def show_stored(visit: Visit, plan: Plan) -> None:
    """Say that all of it is stored already, and where to go from here."""
    st.success(wording.stored_before(plan), icon=":material/check_circle:")
    _show_also(plan)
    if plan.log is not None:
        _show_way(navigation.LAUNCHES, "Use it for a launch")
    elif not isinstance(plan, ImportPlan):
        return
    elif plan.match.profile.id is ProfileId.REQUESTS:
        _show_way(navigation.REQUESTS, "See the drift")
    elif plan.match.profile.id is ProfileId.LAUNCHES:
        _show_launches_of(visit, plan)
    else:
        _show_way(navigation.PRODUCT, "See the scorecard")


def _show_also(plan: Plan) -> None:
    also = wording.also_holds(plan)
    if also:
        st.info(also, icon=":material/layers:")


def _show_launches_of(visit: Visit, plan: ImportPlan) -> None:
    """Lead to the launches of a table by the names they have now."""
    names = apply.launches_of(store=visit.store, actor=visit.actor, plan=plan)
    for name in names[:_LAUNCHES_SHOWN]:
        _show_way(navigation.ADOPTION, f"See {safe_text(name)}", launch=name)
    if len(names) != 1:
        _show_way(navigation.LAUNCHES, "See all launches")


def _show_way(page: str, label: str, **query: str) -> None:
    st.page_link(page, label=label, icon=":material/arrow_forward:", query_params=query or None)


def show_rows(plan: Plan) -> None:
    """Show the first rows under the fields their columns were recognised as."""
    st.markdown("**Columns and first rows**")
    st.dataframe(_first_rows(plan), hide_index=True, alt="First rows with the recognised columns")


def show_problems(plan: Plan) -> None:
    """List the rows that cannot be taken, each with its place and what to do."""
    if not plan.problems:
        return
    columns = ["File", "Row", "Column", "What is wrong"]
    cells = [
        (one.file, str(one.row or ""), one.column or "", wording.problem(one))
        for one in plan.problems
    ]
    st.markdown(f"**{wording.problems_title(len(cells))}**")
    frame = pd.DataFrame(cells[:_PROBLEMS_SHOWN], columns=columns)
    if frame["File"].nunique() == 1:
        frame = frame.drop(columns="File")
    alt = "Rows that cannot be taken, with the reason"
    if len(cells) <= _PROBLEMS_READ:
        st.table(frame.map(safe_text).set_index("Row"), border="horizontal", alt=alt)
    else:
        wide = {"What is wrong": st.column_config.TextColumn(width="large")}
        st.dataframe(frame, hide_index=True, column_config=wide, alt=alt)
    st.download_button(
        "Download the list",
        lambda: safe_export(ExportTable(columns, cells), ExportKind.CSV),
        file_name=file_name("problems", ExportKind.CSV),
        icon=":material/download:",
        on_click="ignore",
    )


def show_templates() -> None:
    """Offer an empty table of each kind, with one example row."""
    with st.container(horizontal=True):
        for name in _WITH_TEMPLATE:
            profile = PROFILES[name]
            st.download_button(
                profile.title,
                partial(safe_export, template(profile), ExportKind.EXCEL),
                file_name=file_name(profile.title, ExportKind.EXCEL),
                icon=":material/download:",
                on_click="ignore",
                key=f"template-{name}",
            )


def show_imports(visit: Visit) -> None:
    """List what was imported, the newest first, each to be taken back."""
    imports = apply.read_imports(store=visit.store, actor=visit.actor)
    if not imports:
        st.caption(wording.NO_IMPORTS)
    for record in imports:
        _show_import(visit, record)


def preview(visit: Visit, files: Sequence[SourceFile], options: ImportOptions) -> AnyPlan:
    """Work out what would happen; the same files are read once.

    Raises:
        PmmError: the files as a whole cannot be read.
    """
    if options.profile == ProfileId.EVENTS:
        return cached.log_plan(visit, tuple(files), options, visit.today)
    try:
        return cached.import_plan(visit, tuple(files), options, visit.today)
    except FileRefused as refused:
        if refused.code != IS_EVENT_LOG:
            raise
        return cached.log_plan(visit, tuple(files), options, visit.today)


def store(visit: Visit, plan: AnyPlan) -> str:
    """Store what a plan accepts, and say what was stored."""
    result = apply.carry_out(store=visit.store, actor=visit.actor, plan=plan)
    return wording.stored_toast(result.plan.rows.as_json())


def _show_import(visit: Visit, record: Import) -> None:
    manner = visit.settings.manner
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        when = show_day(visit.day_of(record.recorded_at), manner)
        st.markdown(
            f"**{safe_text(', '.join(record.files))}**  \n:small[:gray[{when}, "
            f"{safe_text(record.recorded_by)}: {safe_text(wording.stored(record.rows))}]]",
            width="stretch",
        )
        if record.withdrawn_at is not None:
            st.badge("Taken back", icon=":material/undo:", color="gray")
        else:
            st.button(
                "Take back",
                key=f"undo-{record.id}",
                icon=":material/undo:",
                on_click=open_task,
                args=(OpenedImport(record),),
            )


def show_taken_back() -> None:
    """Tell what was just taken back, and how to have it again."""
    notice = take_notice()
    if notice is not None:
        st.info(safe_text(notice.message), icon=":material/undo:")


def show_opened_import(visit: Visit) -> None:
    """Ask in a dialog whether an import is to be taken back; the last call of the page."""
    opened = opened_task(OpenedImport)
    if opened is not None:
        title = f"Take back {safe_text(', '.join(opened.record.files))}"
        show_dialog(visit, Dialog(title, lambda current: _take_back(current, opened.record)))


def _take_back(visit: Visit, record: Import) -> None:
    import_id = record.id or 0
    foreseen = foresee_undo(store=visit.store, actor=visit.actor, import_id=import_id)
    for sentence in wording.what_goes(record.profile, foreseen):
        st.markdown(safe_text(sentence))
    st.caption(wording.TAKE_BACK_NOTE)
    keep_place_for_fault()
    if st.button("Take back", key="undo-sure", type="primary", icon=":material/undo:"):
        done = undo(store=visit.store, actor=visit.actor, import_id=import_id)
        finish_task(Notice(wording.undone(record.profile, record.files, done)))


def _first_rows(plan: Plan) -> pd.DataFrame:
    """Head each column with the field it was recognised as, above its own header."""
    heads = [
        f"{field} ← {header}" if field else f"{wording.rest(plan)} {header}"
        for header, field in plan.columns
    ]
    cells = [(number, *values) for number, values in plan.first_rows]
    return pd.DataFrame(cells, columns=["Row", *_distinct(heads)])


def _distinct(heads: list[str]) -> list[str]:
    """A frame needs different heads; a table may have equal ones."""
    return [f"{head} #{at}" if head in heads[:at] else head for at, head in enumerate(heads)]
