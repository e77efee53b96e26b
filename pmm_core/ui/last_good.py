"""Keeps the last good answer of a source on screen while it cannot be read."""

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, cast
from zoneinfo import ZoneInfo

import streamlit as st

from pmm_core.adoption import wording
from pmm_core.clock import utc_now
from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text
from pmm_core.ui.session import Visit

Answer = TypeVar("Answer")
_LOG = logging.getLogger(__name__)
# Nothing old may stand in for these.
_NEVER_OLD = frozenset({"not_found", "not_permitted"})
# Faults of the question, which has no answer then rather than an old one, unless the very same was
# answered before: then it is the log that is another one.
_OF_THE_QUESTION = frozenset(
    {
        "column_unknown",
        "day_beyond_curve",
        "definition_invalid",
        "event_not_in_log",
        "launch_without_day",
        "launch_without_exposure",
        "launch_without_log",
        "no_audience",
        "timezone_unknown",
    }
)


@dataclass(frozen=True)
class Kept(Generic[Answer]):
    """An answer with the instant it was read at.

    Attributes:
        why: what stands in the way of a newer one; null where it is new.
        asked: the question it answers.
    """

    answer: Answer
    read_at: dt.datetime
    why: str | None = None
    asked: Hashable = None

    @property
    def is_old(self) -> bool:
        """Whether it could not be read again."""
        return self.why is not None


def read_or_keep(
    key: str,
    read: Callable[[], Answer],
    *,
    asked: Hashable,
    doubt: Callable[[Answer], str | None] = lambda _answer: None,
) -> Kept[Answer]:
    """Read an answer and keep it for this visitor; where that fails, return the one kept before.

    Args:
        key: of what is shown, with the store it is read from.
        read: asks the source.
        asked: all that the answer depends on but the source.
        doubt: says why an answer is not to take a good one's place; null where it may.

    Raises:
        PmmError: it cannot be read, and never could for this visitor.
    """
    name = f"last-good-{key}"
    before = cast(Kept[Answer] | None, st.session_state.get(name))
    try:
        now = Kept(read(), utc_now(), asked=asked)
    except PmmError as fault:
        if before is None or fault.code in _NEVER_OLD:
            raise
        if fault.code in _OF_THE_QUESTION and before.asked != asked:
            raise
        return replace(before, why=fault.message)
    except Exception:
        if before is None:
            raise
        number = secrets.token_hex(4)
        _LOG.exception("Unexpected fault %s", number)
        return replace(before, why=wording.source_failed(number))
    why = doubt(now.answer)
    if why is None:
        st.session_state[name] = now
    elif before is not None and before.asked == asked:
        return replace(before, why=why)
    return now


def show_age(visit: Visit, kept: Kept[Answer], as_of: dt.date) -> None:
    """Say that an answer is an old one, of when it is, and what stands in the way.

    Args:
        as_of: the last day the answer knows of.
    """
    if kept.why is not None:
        zone = ZoneInfo(visit.settings.timezone)
        st.warning(
            safe_text(wording.last_good(kept.read_at.astimezone(zone), as_of, kept.why)),
            icon=":material/history:",
        )
