"""A chart is put together once for the same numbers, and anew for others."""

from __future__ import annotations

from typing import Any


def _page() -> None:
    import altair
    import pandas as pd
    import streamlit as st

    from pmm_core.ui.drawn import show_chart

    def draw(numbers: list[int], *, theme: str) -> altair.LayerChart:
        st.session_state["drawn"] = [*st.session_state.get("drawn", []), list(numbers)]
        points = altair.Chart(pd.DataFrame({"x": numbers})).mark_point().encode(x="x:Q")
        return altair.layer(points)

    show_chart("dots", draw, st.session_state.get("numbers", [1, 2]), alt="Some dots.")


def test_a_chart_is_drawn_again_only_for_other_numbers() -> None:
    from streamlit.testing.v1 import AppTest

    app: Any = AppTest.from_function(_page).run()
    first = app.get("vega_lite_chart")[0].proto
    app.run()
    again = app.get("vega_lite_chart")[0].proto
    assert app.session_state["drawn"] == [[1, 2]]
    assert (again.spec, again.datasets[0].data.data) == (first.spec, first.datasets[0].data.data)
    app.session_state["numbers"] = [1, 3]
    app.run()
    assert not app.exception and app.session_state["drawn"] == [[1, 2], [1, 3]]
    other = app.get("vega_lite_chart")[0].proto
    assert other.datasets[0].data.data != first.datasets[0].data.data
