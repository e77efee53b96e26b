"""The settings of the company on screen: one form, bound to what the person saw."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.typing import UploadedFile

from pmm_core.clock import known_timezones
from pmm_core.company import wording
from pmm_core.company.holidays import Span, read_holidays
from pmm_core.company.profile import (
    CompanySettings,
    DateFormat,
    Holiday,
    NumberFormat,
    SettingsDraft,
)
from pmm_core.company.service import read_settings, save_settings
from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.formatting import BLANK, safe_text, show_counted
from pmm_core.money import currencies
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.faults import show_fault
from pmm_core.ui.fields import Fields
from pmm_core.ui.session import Visit


@dataclass(frozen=True)
class OpenedSettings:
    """The settings as they were when the form was opened.

    Attributes:
        base: what they said then, with the versions the person has seen since.
        key: of the form.
        refused: set once somebody saved one of them first.
    """

    base: CompanySettings
    key: str
    refused: ChangedElsewhere | None = None


def show_settings(visit: Visit) -> None:
    """Ask for the settings, and save those that differ from what the person saw."""
    opened = opened_task(OpenedSettings)
    if opened is None:
        opened = OpenedSettings(visit.settings, f"settings-{visit.store.facts().token}")
        open_task(opened)
    if opened.refused is not None:
        show_sides(opened.refused, _write)
    try:
        draft = _settings_form(visit, opened)
        if draft is None:
            return
        save_settings(store=visit.store, actor=visit.actor, base=opened.base, draft=draft)
    except InvalidInput as refused:
        _show_problems(refused)
    except ChangedElsewhere as refused:
        # What the form was opened with stays the base, so that only the person's own changes are
        # written over what somebody else saved.
        fresh = read_settings(store=visit.store, actor=visit.actor)
        base = replace(opened.base, versions=fresh.versions)
        open_task(replace(opened, base=base, refused=refused))
        st.rerun()
    else:
        finish_task(Notice(wording.SAVED))


def _settings_form(visit: Visit, opened: OpenedSettings) -> SettingsDraft | None:
    said = opened.base.said
    with st.form(opened.key, border=False):
        st.subheader("You", anchor=False)
        given: dict[str, Any] = {
            "owner_name": st.text_input(
                wording.label("owner_name"),
                said.owner_name or "",
                max_chars=120,
                key=f"{opened.key}-owner_name",
                help=wording.OWNER_NOTE,
            )
        }
        st.subheader("Calendar", anchor=False)
        given |= _calendar_inputs(opened.key, said)
        st.subheader("Money, numbers and days", anchor=False)
        given |= _writing_inputs(visit, opened.key, said)
        st.subheader("Holidays", anchor=False)
        listed, file = _holiday_inputs(opened.key, said)
        if not Fields(opened.key).save_button():
            return None
    span = Span.around(visit.today)
    parts = [listed.encode()] if listed.strip() else []
    parts += [file.getvalue()] if file else []
    given["holidays"] = [one for part in parts for one in read_holidays(part, span=span)]
    return SettingsDraft.check(**given)


def _calendar_inputs(key: str, said: SettingsDraft) -> dict[str, Any]:
    given: dict[str, Any] = {}
    with st.grid(columns=2, min_column_width=260):
        given["fiscal_year_start_month"] = st.selectbox(
            wording.label("fiscal_year_start_month"),
            range(1, 13),
            index=said.fiscal_year_start_month - 1,
            format_func=lambda month: wording.MONTHS[month - 1],
            key=f"{key}-fiscal_year_start_month",
            help=wording.FISCAL_NOTE,
        )
        given["week_start"] = st.selectbox(
            wording.label("week_start"),
            range(7),
            index=said.week_start,
            format_func=lambda day: wording.DAYS[day],
            key=f"{key}-week_start",
        )
    given["workweek"] = st.multiselect(
        wording.label("workweek"),
        range(7),
        default=sorted(said.workweek),
        format_func=lambda day: wording.DAYS[day],
        key=f"{key}-workweek",
    )
    return given


def _writing_inputs(visit: Visit, key: str, said: SettingsDraft) -> dict[str, Any]:
    codes, zones = currencies(), sorted(known_timezones())
    numbers, dates = list(NumberFormat), list(DateFormat)
    given: dict[str, Any] = {}
    with st.grid(columns=2, min_column_width=260):
        given["currency"] = st.selectbox(
            wording.label("currency"),
            codes,
            index=codes.index(said.currency) if said.currency else None,
            placeholder="Not said yet",
            key=f"{key}-currency",
            help=wording.CURRENCY_NOTE,
        )
        given["timezone"] = st.selectbox(
            wording.label("timezone"),
            zones,
            index=zones.index(said.timezone) if said.timezone else None,
            placeholder=wording.own_timezone(visit.settings.timezone),
            key=f"{key}-timezone",
            help=wording.TIMEZONE_NOTE,
        )
        given["number_format"] = st.selectbox(
            wording.label("number_format"),
            numbers,
            index=numbers.index(said.number_format),
            key=f"{key}-number_format",
        )
        given["date_format"] = st.selectbox(
            wording.label("date_format"),
            dates,
            index=dates.index(said.date_format),
            key=f"{key}-date_format",
        )
    return given


def _holiday_inputs(key: str, said: SettingsDraft) -> tuple[str, UploadedFile | None]:
    listed = st.text_area(
        wording.HOLIDAY_LINES,
        _as_lines(said.holidays),
        height=180,
        placeholder="For example 2026-12-25,Christmas",
        key=f"{key}-holidays",
        help=wording.HOLIDAYS_NOTE,
    )
    file = st.file_uploader(
        "Add holidays from a file",
        type=["csv", "ics", "txt"],
        key=f"{key}-holiday-file",
        help=wording.HOLIDAY_FILE_NOTE,
    )
    return listed, file


def _as_lines(holidays: Sequence[Holiday]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows((one.day.isoformat(), one.name) for one in holidays)
    return lines.getvalue()


def _show_problems(refused: InvalidInput) -> None:
    """Tell what is wrong; lines of holidays by their number."""
    show_fault(refused.message)
    lines = [one for one in refused.details.get("problems", []) if "row" in one]
    for one in lines[:10]:
        st.markdown(f"Line {one['row']}: {safe_text(one['message'])}")


def _write(key: str, value: Any) -> tuple[str, str]:
    if isinstance(value, list):
        return wording.label(key), show_counted(len(value), "day")
    return wording.label(key), BLANK if value is None else str(value)
