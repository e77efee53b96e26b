"""A warm rerun of the product scorecard, against the same elements with constant data."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from benchmarks.measure import Comparison, compare
from pmm_core.settings import ROOT
from pmm_core.ui import cached, session
from pmm_core.ui.session import Visit

PAGE = "pages/scorecards/product.py"


def measure(folder: Path) -> list[Comparison]:
    """Run the app in-process on the sample company, in a store of its own below the folder."""
    os.environ["PMM_STORE"] = str(folder / "own.db")
    os.environ["PMM_SAMPLE"] = str(folder / "sample.db")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page(PAGE).run()
    with _constant_data():
        constant = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        constant.switch_page(PAGE).run()
    assert not app.exception and not constant.exception
    assert [each.value for each in app.markdown] == [each.value for each in constant.markdown]

    def rerun_with_constants() -> None:
        with _constant_data():
            constant.run()

    return [
        compare(
            "product scorecard, warm rerun",
            app.run,
            floor_name="the same elements with constant data",
            floor=rerun_with_constants,
        )
    ]


@contextmanager
def _constant_data() -> Iterator[None]:
    """Answer every read of the screen from memory: no store, no cache, no key."""
    real_visit = session.visit

    def visit() -> Visit:
        return _remembered(("visit",), real_visit)

    def constant(name: str) -> Callable[..., Any]:
        read = getattr(cached, name)
        return lambda visit, *rest: _remembered((name, *rest), lambda: read(visit, *rest))

    reads = {name: constant(name) for name in ("scorecard", "scopes")}
    with patch.multiple(cached, **reads), patch.object(session, "visit", visit):
        yield


_ANSWERS: dict[tuple[object, ...], Any] = {}


def _remembered(key: tuple[object, ...], read: Callable[[], Any]) -> Any:
    if key not in _ANSWERS:
        _ANSWERS[key] = read()
    return _ANSWERS[key]
