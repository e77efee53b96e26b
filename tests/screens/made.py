"""The own company that tests of screens start from, and how a person uses a page of it."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from pmm_core.access import Actor
from pmm_core.settings import store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest
    from streamlit.testing.v1.element_tree import Button

TODAY = dt.date(2026, 3, 31)
OWNER = Actor("Owner")
BO = Actor("Bo Lind")


def own_store() -> Store:
    """Open the store the app will show as the own company."""
    url = store_url(os.environ["PMM_STORE"])
    upgrade(url)
    return Store.open(url)


def open_page(app: AppTest, path: str, **query: str) -> AppTest:
    """Open a page of the own company on 31 March 2026."""
    os.environ["PMM_TODAY"] = TODAY.isoformat()
    app.query_params["company"] = "own"
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    app.switch_page(path).run()
    return expect_no_fault(app)


def expect_no_fault(app: AppTest) -> AppTest:
    """No exception, and nothing unexpected told instead of one."""
    assert not app.exception
    assert not any("should not" in error.value for error in app.error)
    return app


def button(app: AppTest, label: str, number: int = 0) -> Button:
    """Return a button by its label."""
    return [one for one in app.button if one.label == label][number]


def click(app: AppTest, label: str, number: int = 0) -> AppTest:
    """Click a button by its label."""
    button(app, label, number).click().run()
    return expect_no_fault(app)


def fill(app: AppTest, **said: Any) -> None:
    """Fill inputs of the open form by the name of their field."""
    kinds = (
        app.text_input,
        app.text_area,
        app.number_input,
        app.selectbox,
        app.multiselect,
        app.checkbox,
        app.date_input,
    )
    inputs = [one for kind in kinds for one in kind if one.key]
    for field, value in said.items():
        found = [one for one in inputs if str(one.key).endswith(f"-{field}")]
        assert len(found) == 1, f"{field}: {[one.key for one in inputs]}"
        found[0].set_value(value)


def texts(app: AppTest) -> str:
    """Everything the page says."""
    kinds = (app.title, app.markdown, app.caption, app.error, app.warning, app.toast)
    return "\n".join(one.value.replace("\\", "") for kind in kinds for one in kind)
