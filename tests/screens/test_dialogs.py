"""Every dialog says which of the two companies it belongs to, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pmm_core.ui import navigation
from tests.catalogue import made
from tests.screens.made import click, expect_no_fault, open_page, own_store

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

DIALOGS = [
    (navigation.PRODUCTS, "Add a product"),
    (navigation.PRODUCTS, "Archive"),
    (navigation.PEOPLE, "Hand over"),
    (navigation.KPIS, "Edit"),
    (navigation.KPIS, "Next steps"),
    (navigation.SNAPSHOTS, "Record a value"),
    (navigation.TARGETS, "Set a target"),
]


def _captions(app: AppTest) -> list[str]:
    return [caption.value for caption in app.caption]


def _whose(app: AppTest) -> list[str]:
    return [one for one in _captions(app) if one == "My company." or "Sample company" in one]


@pytest.mark.parametrize(("page", "label"), DIALOGS)
def test_a_dialog_over_the_sample_says_that_only_the_sample_changes(
    app: AppTest, page: str, label: str
) -> None:
    app.run()
    app.switch_page(page).run()
    assert _whose(app) == []
    click(app, label)
    said = _whose(app)
    assert len(said) == 1
    assert "changes the sample only, never your own company" in said[0]


@pytest.mark.parametrize(("page", "label"), DIALOGS)
def test_a_dialog_over_the_own_company_says_so(app: AppTest, page: str, label: str) -> None:
    store = own_store()
    person = made.person(store, "Ada Moreno")
    made.kpi(store, made.product(store, "Comet"), "Activation rate", owner_id=person.id)
    open_page(app, page)
    assert _whose(app) == []
    click(app, label)
    assert _whose(app) == ["My company."]


def test_what_is_only_read_says_so_over_the_sample(app: AppTest) -> None:
    app.run()
    app.button(key="behind-0").click().run()
    expect_no_fault(app)
    assert ["Every name and number is invented" in one for one in _whose(app)] == [True]
