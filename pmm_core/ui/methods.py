"""Numbers checked by hand, on screen: formula, what goes in, what comes out."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pmm_core.by_hand import METHODS, compute
from pmm_core.by_hand_wording import (
    BY_COMMAND,
    CHECK,
    CHECK_FORECAST,
    CHECK_HELP,
    RESULT_TITLE,
    TOLD,
    Field,
    Kind,
    Told,
    not_launches,
    not_numbers,
    quoted,
    results,
)
from pmm_core.errors import InvalidInput
from pmm_core.formatting import safe_text
from pmm_core.precedent.comparison import Apart, ComparedLaunch
from pmm_core.precedent.forecast import LaunchForecast
from pmm_core.ui import inputs, navigation
from pmm_core.ui.show import show_cell

_METHOD_KEY = "method"
_MOST = 10**9
# In pixels: a phone shows two beside each other.
_WIDTH, _WIDE = 150, 480


def pick() -> tuple[str, Told]:
    """Ask for a method; an address that names another is told so."""
    asked = st.query_params.get(_METHOD_KEY)
    names = list(METHODS)
    # The field writes its title into the address; a link may hold the word of the command as well.
    if asked in names:
        st.session_state[_METHOD_KEY] = asked
    chosen: str = st.selectbox(
        "Method",
        names,
        format_func=lambda name: TOLD[name].title,
        key=_METHOD_KEY,
        bind="query-params",
        width=420,
    )
    if asked and asked not in {*names, *(told.title for told in TOLD.values())}:
        inputs.note_dropped("Method", asked)
    return chosen, TOLD[chosen]


def show_formula(told: Told) -> None:
    """Show what a method computes."""
    st.markdown(told.question)
    for line in told.formula:
        st.latex(line, width="content")
    st.caption(told.where)


def ask(told: Told) -> dict[str, Any] | None:
    """Ask for the numbers of a method; null where they cannot be read, which is told."""
    said: dict[str, Any] = {}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        answers = [(field, _ask(field)) for field in told.fields]
    try:
        for field, text in answers:
            if text or field.is_needed:
                said[field.name] = _read(field, text)
    except InvalidInput as fault:
        st.info(safe_text(fault.message), icon=":material/info:")
        return None
    return said


def show_result(method: str, said: Mapping[str, Any]) -> None:
    """Show what comes out, and how to have it by command."""
    try:
        answer = compute(method, said)
    except InvalidInput as fault:
        st.info(safe_text(fault.message), icon=":material/info:")
        return
    st.subheader(RESULT_TITLE, anchor=False)
    line = quoted(method, answer)
    if line:
        st.markdown(f"**{line}**")
    with st.container(border=True, horizontal=True, gap="small"):
        for label, digits, nice in results(method, answer):
            show_cell(
                label, f"{digits}" + (f"  \n:small[:gray[{nice}]]" if nice else ""), width=140
            )
    st.caption(BY_COMMAND)
    command = f"echo '{json.dumps(said)}' | python -m pmm_core method {method}"
    st.code(command, language="shell", wrap_lines=True)


def link_to_share(adopted: int, n: int, *, label: str = CHECK) -> None:
    """Lead from a share to how its interval comes about."""
    _link(label, {_METHOD_KEY: "wilson", "x": str(adopted), "n": str(n)})


def link_to_gap(first: ComparedLaunch, second: ComparedLaunch, gap: Apart) -> None:
    """Lead from a difference of two shares to how it comes about, where it is one of two counts."""
    if gap.share.method == "newcombe":
        counts = {"x1": first.at.adopted, "n1": first.at.n, "x2": second.at.adopted}
        query = {name: str(count) for name, count in (counts | {"n2": second.at.n}).items()}
        _link(CHECK, {_METHOD_KEY: "newcombe", **query})


def link_to_forecast(found: LaunchForecast) -> None:
    """Lead from a forecast to how it comes about."""
    if found.forecast is None or found.day is None:
        return
    counts = [one.counts(found.day) for one in found.past]
    past = ", ".join(f"{one.n}:{one.early}:{one.late}" for one in counts)
    numbers = {"h": found.day, "H": found.by_day, "n": found.n, "adopted": found.adopted}
    query = {name: str(number) for name, number in numbers.items()}
    _link(CHECK_FORECAST, {_METHOD_KEY: "pool", **query, "past": past})


def _link(label: str, query: dict[str, str]) -> None:
    st.page_link(
        navigation.METHODS,
        label=label,
        icon=":material/calculate:",
        help=CHECK_HELP,
        query_params=query,
    )


def _ask(field: Field) -> str:
    asked = st.query_params.get(field.name)
    if field.kind is not Kind.COUNT:
        written: str = st.text_input(
            field.label, value=field.start, key=field.name, bind="query-params", width=_WIDE
        )
        return written.strip()
    number: int | None = st.number_input(
        field.label,
        min_value=0,
        max_value=_MOST,
        value=int(field.start),
        step=1,
        key=field.name,
        bind="query-params",
        width=_WIDTH,
    )
    if asked and asked != str(number):
        inputs.note_dropped(field.label, asked)
    return "" if number is None else str(number)


def _read(field: Field, text: str) -> Any:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if field.kind is Kind.LAUNCHES:
        return [_launch(part) for part in parts]
    if not all(part.isdecimal() for part in parts):
        raise InvalidInput(not_numbers(field.label, text), code="not_numbers")
    numbers = [int(part) for part in parts]
    if field.kind is Kind.COUNTS:
        return numbers
    return numbers[0] if numbers else None


def _launch(part: str) -> dict[str, int]:
    numbers: Sequence[str] = [number.strip() for number in part.split(":")]
    if len(numbers) != 3 or not all(number.isdecimal() for number in numbers):
        raise InvalidInput(not_launches(part), code="not_numbers")
    return dict(zip(("n", "at_h", "at_H"), map(int, numbers), strict=True))
