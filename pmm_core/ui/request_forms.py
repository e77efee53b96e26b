"""The form of a request for work, the table that tags many at once, and how requests are kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pmm_core.drift import wording
from pmm_core.drift.drafts import RequestDraft
from pmm_core.drift.service import read_challenges, read_requests, save_requests
from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.formatting import BLANK, safe_text, show_day, show_value
from pmm_core.models import WorkRequest
from pmm_core.prioritizer.rounds import told_apart
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import open_task, opened_task, show_sides
from pmm_core.ui.faults import keep_place_for_fault
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
# Request id -> field -> what was typed.
Edits = Mapping[int | None, Mapping[str, Any]]


@dataclass(frozen=True)
class OpenedTags(OpenedOnPage):
    """Requests that are being tagged together.

    Attributes:
        rows: as they were when they were opened; the table shows them with the edits.
        bases: those that were saved since, as they were saved.
        touched: fields of them that were saved from here.
        saved: how many were saved since.
        refused: set once somebody saved one of them first.
    """

    rows: tuple[WorkRequest, ...]
    bases: Mapping[int | None, WorkRequest] = field(default_factory=dict)
    touched: Mapping[int | None, frozenset[str]] = field(default_factory=dict)
    saved: int = 0
    refused: ChangedElsewhere | None = None

    def base(self, row: WorkRequest) -> WorkRequest:
        """Return a request as the person last saved it, or else opened it."""
        return self.bases.get(row.id, row)

    def unsaved(self, wanted: Edits) -> Edits:
        """Keep what differs from the bases."""
        return {
            row.id: said
            for row in self.rows
            if (said := wanted[row.id])
            and any(getattr(self.base(row), field) != value for field, value in said.items())
        }

    def with_saved(self, rows: Sequence[WorkRequest], wanted: Edits) -> "OpenedTags":
        """Go on from what was saved; the table stays open for what arrives late."""
        touched = {row.id: frozenset(wanted[row.id]) for row in rows}
        merged = {
            row_id: self.touched.get(row_id, frozenset()) | fields
            for row_id, fields in touched.items()
        }
        return replace(
            self,
            bases={**self.bases, **{row.id: row for row in rows}},
            touched={**self.touched, **merged},
            saved=self.saved + len(rows),
            refused=None,
        )


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
    if isinstance(opened_task(OpenedOnPage), OpenedTags):
        show_dialog(visit, Dialog(wording.TAG_TITLE, _tag, width="medium", leave="Close"))


def _tag(visit: Visit) -> None:
    """Draw the table.

    It sends an edit a moment after it was made. So it stands outside a form, where one that comes
    late arrives by itself, and it is neither closed nor drawn anew by a save: what had not arrived
    by then shows as not saved.
    """
    # The dialog reruns without its page: what is open may have been saved since it was opened.
    opened = opened_task(OpenedOnPage)
    if not isinstance(opened, OpenedTags):
        return
    challenges = _challenges(visit, *(row.challenge_id for row in opened.rows))
    above = st.container()
    st.caption(wording.TAG_NOTE)
    shown = _frame(opened.rows, challenges)
    edited = st.data_editor(
        shown,
        key="tags",
        hide_index=True,
        height=min(520, 36 * (len(opened.rows) + 1) + 2),
        disabled=["name", "requester", "asked_on"],
        column_order=_order(challenges),
        column_config=_columns(challenges),
    )
    wanted = opened.unsaved(_wanted(opened, shown, edited, challenges))
    below = st.empty()
    _tell_saved(below, opened, wanted)
    keep_place_for_fault()
    save = st.button("Save all", type="primary", icon=":material/check:", key="tags-save")
    if save and wanted:
        opened = _save_tags(visit, opened, wanted)
        open_task(opened)
        _tell_saved(below, opened, opened.unsaved(_wanted(opened, shown, edited, challenges)))
    if opened.refused is not None:
        with above:
            show_sides(
                opened.refused,
                lambda field, value: (wording.FIELDS[field], _written(challenges, field, value)),
            )


def _tell_saved(place: DeltaGenerator, opened: OpenedTags, wanted: Edits) -> None:
    if opened.saved and not wanted:
        place.success(wording.saved_all(opened.saved), icon=":material/check:")
    else:
        place.caption(wording.to_save(len(wanted)))


def _save_tags(visit: Visit, opened: OpenedTags, wanted: Edits) -> OpenedTags:
    bases = [(opened.base(row), wanted[row.id]) for row in opened.rows if row.id in wanted]
    changes = [(base, _draft(base, said)) for base, said in bases]
    try:
        saved = save_requests(store=visit.store, actor=visit.actor, changes=changes)
    except ChangedElsewhere as refused:
        return _taken_up(visit, opened, refused)
    return opened.with_saved(saved, wanted)


def _taken_up(visit: Visit, opened: OpenedTags, refused: ChangedElsewhere) -> OpenedTags:
    """Go on from the versions there are now; what the person typed stays."""
    now = {row.id: row.version for row in read_requests(store=visit.store, actor=visit.actor)}
    bases = {
        row.id: WorkRequest(**base.model_dump() | {"version": now.get(row.id, base.version)})
        for row in opened.rows
        for base in (opened.base(row),)
    }
    return replace(opened, bases=bases, refused=refused)


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


def _wanted(
    opened: OpenedTags, shown: pd.DataFrame, edited: pd.DataFrame, challenges: Mapping[int, str]
) -> Edits:
    """Read what somebody typed into the table: of each row only the cells that were touched."""
    ids = {name: noun_id for noun_id, name in challenges.items()}
    read: Mapping[str, Callable[[Any], Any]] = {
        "inside": lambda cell: _SIDES[str(cell)],
        "decision": lambda cell: _DECISIONS[str(cell)],
        "challenge_id": lambda cell: ids.get(str(cell)),
    }
    wanted: dict[int | None, dict[str, Any]] = {}
    lines = zip(opened.rows, shown.to_dict("records"), edited.to_dict("records"), strict=True)
    for row, before, line in lines:
        # What was saved a moment ago counts as touched: it may have been set back since.
        touched = opened.touched.get(row.id, frozenset())
        wanted[row.id] = {
            field: read.get(field, _known)(_known(line[field]))
            for field in _TABLE
            if field in touched or _known(line[field]) != _known(before[field])
        }
    return wanted


def _draft(row: WorkRequest, wanted: Mapping[str, Any]) -> RequestDraft:
    if wanted.get("decision", row.decision) is not row.decision:
        # The day of the earlier decision is not the day of this one.
        wanted = {**wanted, "decided_on": None}
    kept = {field: getattr(row, field) for field in RequestDraft.model_fields}
    try:
        return RequestDraft.check(**{**kept, **wanted})
    except InvalidInput as refused:
        raise InvalidInput(f"“{row.name}”: {refused.message}", code=refused.code) from refused


def _known(cell: Any) -> Any:
    """A frame writes an unknown cell in several ways."""
    return None if cell is None or pd.isna(cell) or cell == "" else cell


def _challenges(visit: Visit, *chosen: int | None) -> dict[int, str]:
    """Name the challenges in use by id, no two alike; what is chosen already stays a choice."""
    rows = read_challenges(store=visit.store, actor=visit.actor)
    names = {
        row.id: row.name
        for row in rows
        if row.id is not None and (row.archived_at is None or row.id in chosen)
    }
    return told_apart(names)


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
