"""The parts of an import on screen: what came, how it is read, what would happen, what happened."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from pmm_core.exports import ExportKind, ExportTable, file_name, safe_export
from pmm_core.formatting import safe_text, show_count, show_day
from pmm_core.importers import apply, keep, wording
from pmm_core.importers.apply import AnyPlan
from pmm_core.importers.contract import (
    IS_EVENT_LOG,
    DateOrder,
    FileRefused,
    ImportOptions,
    SourceFile,
)
from pmm_core.importers.plan import ImportPlan
from pmm_core.importers.profiles import PROFILES, ProfileId, template
from pmm_core.importers.shape import Plan
from pmm_core.importers.stated import not_used
from pmm_core.models import Import
from pmm_core.ui import cached, navigation
from pmm_core.ui.session import Visit

_WITH_TEMPLATE = [name for name in PROFILES if name != ProfileId.EVENTS]
_PROBLEMS_SHOWN = 200
# So many problems are read as a table whose sentences wrap; more are scrolled through.
_PROBLEMS_READ = 30


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
    details = st.expander(wording.HOW_TO_READ, on_change="rerun", key="import_options")
    with details, st.grid(columns=3, min_column_width=200):
        profile = st.selectbox(
            wording.KIND_OF_TABLE, list(PROFILES), index=None, placeholder="Recognised",
            format_func=lambda name: PROFILES[name].title,
            key="import_profile", persist_state="session",
        )  # fmt: skip
        order = st.selectbox(
            wording.DATE_ORDER, list(DateOrder), index=None, placeholder="As the dates prove",
            format_func=lambda order: wording.DATE_ORDERS[order],
            key="import_order", persist_state="session",
        )  # fmt: skip
        product = st.text_input(
            wording.NAMED["product"], key="import_product", persist_state="session"
        )
        kpi = st.text_input(wording.NAMED["kpi"], key="import_kpi", persist_state="session")
        percent = st.toggle(wording.AS_PERCENT, key="import_percent", persist_state="session")
        odd = st.toggle(wording.ODD_DATES, key="import_odd", persist_state="session")
    return ImportOptions(
        profile=profile,
        date_order=order,
        product=product or None,
        kpi=kpi or None,
        percent_as_percent=percent,
        accept_odd_dates=odd,
    )


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
    for line in (plan.why, unused, wording.span(days), *wording.assumed(plan.assumed)):
        if line:
            st.caption(safe_text(line))


def show_stored(plan: Plan) -> None:
    """Say that all of it is stored already, and where to go from here."""
    st.success(wording.stored_before(plan), icon=":material/check_circle:")
    if plan.log is not None:
        page, label = navigation.LAUNCHES, "Use it for a launch"
    elif isinstance(plan, ImportPlan) and plan.match.profile.id is ProfileId.REQUESTS:
        page, label = navigation.REQUESTS, "See the drift"
    else:
        page, label = navigation.PRODUCT, "See the scorecard"
    st.page_link(page, label=label, icon=":material/arrow_forward:")


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
        losing = keep.losing_log(store=visit.store, actor=visit.actor, record=record)
        if losing:
            st.caption(safe_text(wording.would_lose(losing)))
        if record.withdrawn_at is not None:
            st.badge("Taken back", icon=":material/undo:", color="gray")
        elif st.button("Take back", key=f"undo-{record.id}", icon=":material/undo:"):
            result = apply.undo(store=visit.store, actor=visit.actor, import_id=record.id or 0)
            st.toast(wording.undone(result), icon=":material/undo:")
            st.rerun()


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
