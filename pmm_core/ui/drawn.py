"""Charts drawn once for the same numbers: a page that is run again shows the one it has.

Putting a chart of many layers together takes longer than all reads of a warm page.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import altair as alt
import streamlit as st

from pmm_core.formatting import manner_in_force
from pmm_core.ui.session import theme


def show_chart(
    key: str, draw: Callable[..., alt.LayerChart], *numbers: Any, alt: str, **more: Any
) -> None:
    """Show a chart, drawn anew only where its numbers, the theme or the manner are others.

    Args:
        key: of the chart, unique on the page.
        draw: a builder that takes the numbers and a `theme`.
        numbers, more: what it draws; compared as a whole with what was drawn before.
        alt: what the chart shows, in words.
    """
    name = f"drawn-{key}"
    asked = (numbers, more, theme(), manner_in_force())
    known = st.session_state.get(name)
    if known is None or known[0] != asked:
        known = (asked, draw(*numbers, **more, theme=theme()).to_dict())
        st.session_state[name] = known
    # What is shown takes the data out of the spec.
    st.vega_lite_chart(spec=deepcopy(known[1]), alt=alt, key=key)
