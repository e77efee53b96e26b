"""A long reading is given up once nobody waits for it; told by a field that is Streamlit's own."""

from __future__ import annotations

import pytest


def _script(what: str) -> None:
    """Run inside the app: ask before and after the visitor did something."""
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from pmm_core.ui.moving_on import moved_on
    from tests.screens import test_moving_on as seen

    tell = moved_on()
    requests = get_script_run_ctx().script_requests
    before = tell()
    if what == "chose something else":
        requests.request_rerun(RerunData())
    elif what == "pressed Stop":
        requests.request_stop()
    seen.SEEN.append((before, tell()))
    requests._state = type(requests._state).CONTINUE


SEEN: list[tuple[bool, bool]] = []


@pytest.mark.parametrize(
    ("what", "gone"), [("nothing", False), ("chose something else", True), ("pressed Stop", True)]
)
def test_who_chooses_something_else_or_presses_stop_has_moved_on(what: str, gone: bool) -> None:
    from streamlit.testing.v1 import AppTest

    SEEN.clear()
    app = AppTest.from_function(_script, kwargs={"what": what}, default_timeout=30).run()
    assert not app.exception
    (told,) = SEEN
    assert told == (False, gone)


def test_outside_a_page_nobody_ever_moves_on() -> None:
    from pmm_core.ui.moving_on import moved_on

    assert moved_on()() is False
