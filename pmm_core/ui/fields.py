"""Inputs that the forms share; each shows what is and returns what is to be.

Every input has a key of its own, so that what a person typed stays although the choices change
meanwhile. Streamlit can hold a form back in the browser while a required input is empty, and then
says so at that input alone, which a long form has scrolled away: so no empty input is required of
the browser, the draft refuses it, and the sentence stands beside the button.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from pmm_core.catalogue import wording as catalogue_wording
from pmm_core.catalogue.directory import Directory, Named
from pmm_core.formatting import manner_in_force
from pmm_core.ledger import wording as ledger_wording
from pmm_core.models import Person
from pmm_core.ui.faults import keep_place_for_fault

LABELS = catalogue_wording.FIELDS | ledger_wording.FIELDS
# As Streamlit marks an input that it requires itself.
_REQUIRED = " :small[:gray[(required)]]"
Word = TypeVar("Word", bound=StrEnum)
Linked = TypeVar("Linked", bound=Named)


@dataclass(frozen=True)
class Fields:
    """The inputs of one form.

    Attributes:
        form: the form's key; the inputs' keys begin with it.
        labels: what each field is called.
    """

    form: str
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)

    def key(self, field: str) -> str:
        """Return the key of an input."""
        return f"{self.form}-{field}"

    def name(self, value: str | None, *, note: str | None = None) -> str:
        """Ask for a name."""
        return st.text_input(
            f"Name{_REQUIRED}", value or "", max_chars=120, key=self.key("name"), help=note
        )

    def text(
        self,
        field: str,
        value: str | None,
        *,
        lines: int = 1,
        required: bool = False,
        hint: str | None = None,
        note: str | None = None,
    ) -> str:
        """Ask for words, which may stay unsaid unless required; several lines are an area."""
        label = self._label(field, required)
        if lines > 1:
            return st.text_area(
                label, value or "", key=self.key(field), height=30 * lines, help=note
            )
        return st.text_input(label, value or "", key=self.key(field), placeholder=hint, help=note)

    def number(
        self, field: str, value: float | None, *, unit: str | None = None, note: str | None = None
    ) -> float | None:
        """Ask for a number that may stay unknown; a share is typed in percent, and is a fraction.

        Args:
            field: its name; the label comes from it.
            value: in the store's terms.
            unit: of the KPI; `%` for a share.
            note: shown on hover.
        """
        share = unit == "%"
        shown = value * 100 if share and value is not None else value
        typed = st.number_input(
            f"{self.labels[field]}, in %" if share else self.labels[field],
            value=None if shown is None else round(float(shown), 9),
            step=1.0,
            format="%.10g",
            key=self.key(field),
            placeholder="31 for 31%" if share else "Not known",
            help=note,
        )
        if typed is None:
            return None
        # Twelve digits are far more than anybody types, and hide that 0.1 * 3 is not 0.3.
        return round(typed / 100, 12) if share else float(typed)

    def count(self, field: str, value: int) -> int:
        """Ask for a whole number of at least 1."""
        return st.number_input(self.labels[field], 1, value=value, key=self.key(field))

    def window(self, field: str, *, note: str) -> int | None:
        """Ask for a day of a launch curve that may stay unsaid."""
        return st.number_input(
            self.labels[field],
            1,
            365,
            value=None,
            step=1,
            key=self.key(field),
            placeholder="e.g. 30",
            help=note,
        )

    def word(
        self,
        field: str,
        value: Word | None,
        words: Mapping[Word, str],
        *,
        required: bool = False,
        note: str | None = None,
    ) -> Word | None:
        """Ask for a word of a vocabulary; null until somebody has said it."""
        options = list(words)
        return st.selectbox(
            self._label(field, required and value is None),
            options,
            index=None if value is None else options.index(value),
            format_func=lambda word: words[word],
            key=self.key(field),
            placeholder="Choose" if required else "Not said yet",
            required=required and value is not None,
            help=note,
        )

    def noun(
        self,
        field: str,
        value: int | None,
        choices: Mapping[int, str],
        *,
        required: bool = False,
        note: str | None = None,
    ) -> int | None:
        """Ask for a noun by name, and return its id; see `choices`."""
        ids = list(choices)
        return st.selectbox(
            self._label(field, required and value is None),
            ids,
            index=None if value is None else ids.index(value),
            format_func=lambda noun_id: choices[noun_id],
            key=self.key(field),
            placeholder="Choose" if required else "None yet",
            required=required and value is not None,
            help=note,
        )

    def nouns(self, field: str, value: Sequence[int], choices: Mapping[int, str]) -> list[int]:
        """Ask for several nouns by name, and return their ids in the order chosen."""
        return st.multiselect(
            self.labels[field],
            list(choices),
            default=[one for one in value if one in choices],
            format_func=lambda noun_id: choices[noun_id],
            key=self.key(field),
            placeholder="Choose",
        )

    def choice(
        self,
        field: str,
        value: str | None,
        known: Sequence[str],
        *,
        accept_new: bool = False,
        note: str | None = None,
    ) -> str | None:
        """Ask for one of a few words that are known; what was said before stays a choice.

        Args:
            field: its name; the label comes from it.
            value: what was said before.
            known: the choices.
            accept_new: whether another word can be typed.
            note: shown on hover.
        """
        options = list(dict.fromkeys([*known, *([value] if value else [])]))
        return st.selectbox(
            self.labels[field],
            options,
            index=options.index(value) if value else None,
            key=self.key(field),
            placeholder="None yet",
            accept_new_options=accept_new,
            help=note,
        )

    def day(
        self,
        field: str,
        value: dt.date | None,
        *,
        latest: dt.date | None = None,
        required: bool = False,
        note: str | None = None,
    ) -> dt.date | None:
        """Ask for a day; null where it stays unknown.

        The input could say that it is required, and then breaks what screen readers rely on; the
        draft says it instead.
        """
        chosen: dt.date | None = st.date_input(
            self._label(field, required),
            value,
            max_value=latest,
            format=manner_in_force().date_field,
            key=self.key(field),
            help=note,
        )
        return chosen

    def _label(self, field: str, required: bool) -> str:
        return f"{self.labels[field]}{_REQUIRED if required else ''}"

    def save_button(self, label: str = "Save", *, icon: str = ":material/check:") -> bool:
        """Offer to save; the last thing in a form. What is wrong with it is told above."""
        keep_place_for_fault()
        return st.form_submit_button(label, type="primary", icon=icon)


def choices(
    known: Directory,
    table: type[Linked],
    current: int | None = None,
    *,
    keep: Callable[[Linked], bool] = lambda _noun: True,
) -> dict[int, str]:
    """Name the nouns in use by id; what is chosen already stays a choice."""
    nouns = [noun for noun in known.in_use(table) if keep(noun)]
    chosen = known.get(table, current)
    if chosen is not None and chosen not in nouns:
        nouns.append(chosen)
    return {noun.id: noun.name for noun in nouns if noun.id is not None}


def people(known: Directory, current: int | None = None) -> dict[int, str]:
    """Name the people in use by id."""
    return choices(known, Person, current)
