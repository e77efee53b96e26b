"""Keeps the last good answer of a source on screen while it cannot be read."""

import datetime as dt
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
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
# Faults of the question, not of the source: it has no answer rather than an old one.
_NOT_THE_SOURCE = frozenset(
    {
        "column_unknown",
        "day_beyond_curve",
        "definition_invalid",
        "event_not_in_log",
        "launch_without_day",
        "launch_without_exposure",
        "launch_without_log",
        "no_audience",
        "not_found",
        "not_permitted",
        "timezone_unknown",
    }
)


@dataclass(frozen=True)
class Kept(Generic[Answer]):
    """An answer with the instant it was read at.

    Attributes:
        why: what stands in the way of a newer one; null where it is new.
    """

    answer: Answer
    read_at: dt.datetime
    why: str | None = None

    @property
    def is_old(self) -> bool:
        """Whether it could not be read again."""
        return self.why is not None


def read_or_keep(key: str, read: Callable[[], Answer]) -> Kept[Answer]:
    """Read an answer and keep it for this visitor; where that fails, return the one kept before.

    Args:
        key: of the question, with the store it is asked of.
        read: asks the source.

    Raises:
        PmmError: it cannot be read, and never could for this visitor.
    """
    name = f"last-good-{key}"
    before = cast(Kept[Answer] | None, st.session_state.get(name))
    try:
        now = Kept(read(), utc_now())
    except PmmError as fault:
        if before is None or fault.code in _NOT_THE_SOURCE:
            raise
        return Kept(before.answer, before.read_at, fault.message)
    except Exception:
        if before is None:
            raise
        number = secrets.token_hex(4)
        _LOG.exception("Unexpected fault %s", number)
        return Kept(before.answer, before.read_at, wording.source_failed(number))
    st.session_state[name] = now
    return now


def show_age(visit: Visit, kept: Kept[Answer]) -> None:
    """Say that an answer is an old one, of when it is, and what stands in the way."""
    if kept.why is not None:
        zone = ZoneInfo(visit.settings.timezone)
        st.warning(
            safe_text(wording.last_good(kept.read_at.astimezone(zone), kept.why)),
            icon=":material/history:",
        )
