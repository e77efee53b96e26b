"""One friendly panel for whatever goes wrong; the trace goes to the log, under the same id."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text

_LOG = logging.getLogger(__name__)


@contextmanager
def shown_faults() -> Iterator[None]:
    """Show a fault of the block instead of a trace; what was drawn before stays."""
    try:
        yield
    except PmmError as fault:
        st.error(safe_text(fault.message), icon=":material/error:")
    except Exception:
        number = secrets.token_hex(4)
        _LOG.exception("Unexpected fault %s", number)
        st.error(
            f"Something went wrong that should not, and nothing was changed. Try again; if it "
            f"stays so, look for {number} in the log and run `python -m pmm_core doctor`.",
            icon=":material/error:",
        )
