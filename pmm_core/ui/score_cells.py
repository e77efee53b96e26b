"""The inputs of a scorer's sheet: what is stored is shown, what is typed comes back as drafts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pmm_core.errors import InvalidInput
from pmm_core.formatting import safe_text
from pmm_core.models import ChallengeScore
from pmm_core.prioritizer import round_wording as wording
from pmm_core.prioritizer.drafts import ScoreDraft
from pmm_core.prioritizer.questions import EVIDENCE, QUESTIONS, SCALE
from pmm_core.prioritizer.rounds import SAID, Sheet
from pmm_core.ui.fields import Fields
from pmm_core.vocabulary import Criterion

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Cells:
    """The inputs of one sheet on screen.

    Attributes:
        sheet: as it is by now; what is not on screen is kept from it.
        initial: what the inputs started from.
        key: what their keys begin with.
    """

    sheet: Sheet
    initial: Sheet
    key: str

    def ask(self, challenge_id: int, criterion: Criterion, *, whole: bool) -> ScoreDraft | None:
        """Ask one question; null where what was typed cannot be stored, which is said.

        Args:
            challenge_id: about which challenge.
            criterion: which question.
            whole: true for what stands beside the score too.
        """
        key = (challenge_id, criterion)
        stored, initial = (_said(one.seen.get(key)) for one in (self.sheet, self.initial))
        fields = Fields(f"{self.key}-{challenge_id}-{criterion.value}", wording.FIELDS)
        value = _ask_value if whole else _ask_short
        said: dict[str, Any] = {"value": value(fields, criterion, initial)}
        before = self.sheet.last_time.get(key)
        if before is not None and said["value"] is not None:
            st.caption(wording.last_time(before))
        if whole:
            said |= _BESIDE[criterion](fields, initial)
        try:
            return ScoreDraft.check(challenge_id=challenge_id, criterion=criterion, **stored | said)
        except InvalidInput as refused:
            st.error(f"{wording.NOT_SAVED} {safe_text(refused.message)}", icon=":material/error:")
            return None


def _said(row: ChallengeScore | None) -> dict[str, Any]:
    return {field: getattr(row, field, None) for field in SAID}


def _ask_value(fields: Fields, criterion: Criterion, initial: Said) -> int | None:
    question = QUESTIONS[criterion]
    key, value = fields.key("value"), initial["value"]
    chosen = st.radio(
        f"**{question.asks}**",
        SCALE,
        index=None if value is None else SCALE.index(value),
        format_func=lambda one: f"**{one}** {question.anchor(one)}",
        key=key,
        help=question.about,
    )
    st.button(
        wording.CLEAR,
        type="tertiary",
        icon=":material/backspace:",
        key=f"{key}-clear",
        disabled=chosen is None,
        on_click=_clear,
        args=(key,),
    )
    return chosen


def _clear(key: str) -> None:
    st.session_state[key] = None


def _ask_short(fields: Fields, criterion: Criterion, initial: Said) -> int | None:
    question = QUESTIONS[criterion]
    chosen = st.segmented_control(
        wording.HEADS[criterion],
        SCALE,
        default=initial["value"],
        key=fields.key("value"),
        help=" ".join(f"{one}: {question.anchor(one)}" for one in SCALE),
    )
    st.caption(question.about if chosen is None else question.anchor(chosen))
    return chosen


def _beside_urgent(fields: Fields, initial: Said) -> dict[str, Any]:
    cost = initial["cost_of_waiting"]
    return {
        "due_on": fields.day("due_on", initial["due_on"]),
        "cost_of_waiting": fields.text("cost_of_waiting", cost, lines=3, note=wording.COST_HINT),
    }


def _beside_unique(fields: Fields, initial: Said) -> dict[str, Any]:
    return {
        "evidence": fields.word("evidence", initial["evidence"], EVIDENCE),
        "why": fields.text("why", initial["why"], lines=3, note=wording.WHY_HINT),
    }


def _beside_impact(fields: Fields, initial: Said) -> dict[str, Any]:
    said: dict[str, Any] = {}
    with st.grid(columns=3, min_column_width=80):
        for field in ("low", "estimate", "high"):
            said[field] = fields.number(field, initial[field])
    unit = initial["unit"]
    said["unit"] = fields.text("unit", unit, hint=wording.UNIT_HINT, note=wording.RANGE_NOTE)
    return said


_BESIDE: Mapping[Criterion, Callable[[Fields, Said], dict[str, Any]]] = {
    Criterion.URGENT: _beside_urgent,
    Criterion.UNIQUE: _beside_unique,
    Criterion.IMPACT: _beside_impact,
}
