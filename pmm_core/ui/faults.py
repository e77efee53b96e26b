"""One friendly panel for whatever goes wrong; the trace goes to the log, under the same id."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text

_LOG = logging.getLogger(__name__)
# Where the block that is being drawn tells its faults; below all of it unless it kept a place.
_PLACE: ContextVar[DeltaGenerator | None] = ContextVar("place_of_faults", default=None)


@contextmanager
def shown_faults() -> Iterator[None]:
    """Show a fault of the block instead of a trace; what was drawn before stays."""
    before = _PLACE.set(None)
    try:
        yield
    except PmmError as fault:
        show_fault(fault.message)
    except Exception:
        number = secrets.token_hex(4)
        _LOG.exception("Unexpected fault %s", number)
        show_fault(
            f"Something went wrong that should not, and nothing was changed. Try again; if it "
            f"stays so, look for {number} in the log and run `python -m pmm_core doctor`.",
            is_markdown=True,
        )
    finally:
        _PLACE.reset(before)


def keep_place_for_fault() -> None:
    """Have a fault of the block told here: beside the button that was pressed, so in sight."""
    _PLACE.set(st.container())


def show_fault(message: str, *, is_markdown: bool = False) -> None:
    """Tell what went wrong in the place the block kept for it.

    Args:
        message: the sentence; user text in it is made safe.
        is_markdown: true for a sentence of our own that holds none.
    """
    place = _PLACE.get() or st.container()
    place.error(message if is_markdown else safe_text(message), icon=":material/error:")
