"""The form of a request for work, the table that tags many at once, and how requests are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import pandas as pd
import streamlit as st

from pmm_core.drift import wording
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.service import read_challenges, read_requests, save_requests
from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.formatting import BLANK, safe_text, show_day, show_value
from pmm_core.models import WorkRequest
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.fields import Fields
from pmm_core.ui.kept import Keeping, OpenedNoun, OpenedOnPage, noun_keeping
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import RequestDecision

_SIDES = {wording.INSIDE: True, wording.OUTSIDE: False, wording.UNTAGGED: None}
_DECISIONS: Mapping[str, RequestDecision | None] = {
    wording.UNDECIDED: None,
    **{word: decision for decision, word in wording.DECISION_WORDS.items()},
}
_TABLE = ("inside", "decision", "hours", "reason", "challenge_id")


@dataclass(frozen=True)
class OpenedTags(OpenedOnPage):
    """Requests that are being tagged together.

    Attributes:
        rows: as they were when they were opened.
        refused: set once somebody saved one of them first.
    """

    rows: tuple[WorkRequest, ...]
    refused: ChangedElsewhere | None = None


def request_keeping(visit: Visit) -> Keeping:
    """Tell how requests are kept on screen."""
    challenges = _challenges(visit)
    return noun_keeping(
        WorkRequest,
        form=_form,
        named=lambda row: str(row.name),
        write=lambda field, value: (wording.FIELDS[field], _written(challenges, field, value)),
        archive_note=wording.ARCHIVE_NOTE,
    )


def _form(visit: Visit, opened: OpenedNoun) -> RequestDraft | None:
    request = cast(WorkRequest | None, opened.noun)
    base = request or WorkRequest(name="", requester="", asked_on=visit.today)
    known = read_requests(store=visit.store, actor=visit.actor)
    requesters = sorted({one.requester for one in known}, key=str.casefold)
    ask = Fields(opened.key, wording.FIELDS)
    with st.form(ask.form, border=False):
        said: dict[str, Any] = {"name": ask.text("name", base.name)}
        with st.grid(columns=2, min_column_width=200):
            said["requester"] = ask.choice(
                "requester", base.requester or None, requesters, accept_new=True
            )
            said["asked_on"] = ask.day("asked_on", base.asked_on, latest=visit.today)
            said["hours"] = ask.number("hours", base.hours, note=wording.HOURS_NOTE)
            said["points"] = ask.number("points", base.points, note=wording.POINTS_NOTE)
            said["decision"] = ask.word("decision", base.decision, wording.DECISIONS)
            said["decided_on"] = ask.day("decided_on", base.decided_on, latest=visit.today)
            said["inside"] = _side(ask, base.inside)
            said["challenge_id"] = ask.noun(
                "challenge_id", base.challenge_id, _challenges(visit, base.challenge_id)
            )
        said["reason"] = ask.text("reason", base.reason, lines=3, note=wording.REASON_NOTE)
        if not ask.save_button():
            return None
    return RequestDraft.check(**said)


def _side(ask: Fields, inside: bool | None) -> bool | None:
    chosen = st.selectbox(
        wording.FIELDS["inside"],
        [wording.INSIDE, wording.OUTSIDE],
        index=None if inside is None else int(not inside),
        key=ask.key("inside"),
        placeholder=wording.UNTAGGED,
        help=wording.INSIDE_NOTE,
    )
    return _SIDES[chosen] if chosen else None


def show_opened_tags(visit: Visit) -> None:
    """Show the table that tags many requests in a dialog, if it is open."""
    opened = opened_task(OpenedOnPage)
    if isinstance(opened, OpenedTags):
        body = Dialog(wording.TAG_TITLE, lambda current: _tag(current, opened), width="medium")
        show_dialog(visit, body)


def _tag(visit: Visit, opened: OpenedTags) -> None:
    challenges = _challenges(visit, *(row.challenge_id for row in opened.rows))
    if opened.refused is not None:
        show_sides(
            opened.refused,
            lambda field, value: (wording.FIELDS[field], _written(challenges, field, value)),
        )
    st.caption(wording.TAG_NOTE)
    with st.form("tag-requests", border=False):
        edited = st.data_editor(
            _frame(opened.rows, challenges),
            key="tags",
            hide_index=True,
            height=min(520, 36 * (len(opened.rows) + 1) + 2),
            disabled=["name", "requester", "asked_on"],
            column_order=_order(challenges),
            column_config=_columns(challenges),
        )
        if not Fields("tag-requests").save_button("Save all"):
            return
    changes = _changes(opened.rows, edited, challenges)
    if not changes:
        # An edit of the last moment may still be on its way here: nothing is closed over it.
        st.caption(wording.NOTHING_CHANGED)
        return
    try:
        save_requests(store=visit.store, actor=visit.actor, changes=changes)
    except ChangedElsewhere as refused:
        _take_up(visit, opened, refused)
    else:
        finish_task(Notice(wording.saved_all(len(changes))))


def _take_up(visit: Visit, opened: OpenedTags, refused: ChangedElsewhere) -> None:
    """Go on from the versions there are now; what the person typed stays."""
    now = {row.id: row.version for row in read_requests(store=visit.store, actor=visit.actor)}
    rows = tuple(
        WorkRequest(**row.model_dump() | {"version": now.get(row.id, row.version)})
        for row in opened.rows
    )
    open_task(replace(opened, rows=rows, refused=refused))
    st.rerun()


def _frame(rows: Sequence[WorkRequest], challenges: Mapping[int, str]) -> pd.DataFrame:
    cells = [
        {
            "name": row.name,
            "requester": row.requester,
            "asked_on": row.asked_on,
            "inside": wording.inside_word(row.inside),
            "decision": wording.decision_word(row.decision),
            "hours": row.hours,
            "reason": row.reason or "",
            "challenge_id": challenges.get(row.challenge_id or 0),
        }
        for row in rows
    ]
    columns = ["name", "requester", "inside", "decision", "hours", "reason", "challenge_id"]
    frame = pd.DataFrame(cells, columns=[*columns, "asked_on"])
    return frame.astype({"hours": "float64"})


def _order(challenges: Mapping[int, str]) -> list[str]:
    """Show the column of challenges only where there are some."""
    columns = ["name", "requester", "inside", "decision", "hours", "reason"]
    return [*columns, *(["challenge_id"] if challenges else []), "asked_on"]


def _columns(challenges: Mapping[int, str]) -> dict[str, Any]:
    column, label = st.column_config, wording.FIELDS
    return {
        "name": column.TextColumn(label["name"], pinned=True, width="medium"),
        "requester": column.TextColumn(label["requester"], width="small"),
        "asked_on": column.DateColumn(label["asked_on"]),
        "inside": column.SelectboxColumn(label["inside"], options=list(_SIDES), required=True),
        "decision": column.SelectboxColumn(
            label["decision"], options=list(_DECISIONS), required=True
        ),
        "hours": column.NumberColumn(label["hours"], min_value=0),
        "reason": column.TextColumn(label["reason"], width="medium"),
        "challenge_id": column.SelectboxColumn(
            label["challenge_id"], options=list(challenges.values())
        ),
    }


def _changes(
    rows: Sequence[WorkRequest], edited: pd.DataFrame, challenges: Mapping[int, str]
) -> list[tuple[WorkRequest, RequestDraft]]:
    """Make the drafts of the rows somebody changed."""
    ids = {name: noun_id for noun_id, name in challenges.items()}
    changes = []
    for row, line in zip(rows, edited.to_dict("records"), strict=True):
        said = {field: _known(line[field]) for field in _TABLE}
        wanted = {
            "inside": _SIDES[str(said["inside"])],
            "decision": _DECISIONS[str(said["decision"])],
            "hours": said["hours"],
            "reason": said["reason"],
            "challenge_id": ids.get(str(said["challenge_id"])),
        }
        if wanted["decision"] is not row.decision:
            # The day of the earlier decision is not the day of this one.
            wanted["decided_on"] = None
        draft = _draft(row, wanted)
        if draft != RequestDraft.of(row):
            changes.append((row, draft))
    return changes


def _draft(row: WorkRequest, wanted: Mapping[str, Any]) -> RequestDraft:
    kept = {field: getattr(row, field) for field in RequestDraft.model_fields}
    try:
        return RequestDraft.check(**{**kept, **wanted})
    except InvalidInput as refused:
        raise InvalidInput(f"“{row.name}”: {refused.message}", code=refused.code) from refused


def _known(cell: Any) -> Any:
    """A frame writes an unknown cell in several ways."""
    return None if cell is None or pd.isna(cell) or cell == "" else cell


def _challenges(visit: Visit, *chosen: int | None) -> dict[int, str]:
    """Name the challenges in use by id; what is chosen already stays a choice."""
    rows = read_challenges(store=visit.store, actor=visit.actor)
    return {
        row.id: row.name
        for row in rows
        if row.id is not None and (row.archived_at is None or row.id in chosen)
    }


def _written(challenges: Mapping[int, str], field: str, value: Any) -> str:
    if field == "inside":
        return wording.inside_word(value)
    if field == "decision":
        return wording.decision_word(RequestDecision(value) if value else None)
    if value is None or value == "":
        return BLANK
    if field == "challenge_id":
        return challenges.get(value, BLANK)
    if isinstance(value, float):
        return show_value(value, None)
    return show_day(value) if hasattr(value, "strftime") else safe_text(str(value))
