"""Every choice made for the person is a sentence."""

import pytest

from pmm_core.catalogue.drafts import KpiDraft, LaunchDraft
from pmm_core.catalogue.service import save
from pmm_core.importers.stated import sentences
from pmm_core.store.store import Store
from tests.importers.reading import HEADERS, text
from tests.importers.stored import ADA, comet, kpi, launch, planned


@pytest.mark.parametrize(
    ("assumed", "said"),
    [
        ({"date_order": "dmy"}, ["Dates are read day first."]),
        ({"dates_read_both_ways": 0}, []),
        (
            {"date_order": {"a.csv": "ymd", "b.csv": "mdy"}},
            ["a.csv: Dates are read year first.", "b.csv: Dates are read month first."],
        ),
        ({"decimal": ","}, ["The decimal sign is a comma."]),
        ({"wide_by_date": 3}, ["3 headers are dates, so each cell below is a value."]),
        ({"notes": ["Read as text."]}, ["Read as text."]),
        (
            {"created": [{"kpi": "Churn", "unit": "%", "direction": "down", "cadence": "weekly"}]},
            ["“Churn” is new: in %, better when down, weekly."],
        ),
        (
            {"created": [{"kpi": "Churn", "unit": None, "direction": "up", "cadence": None}]},
            ["“Churn” is new: without a unit, better when up."],
        ),
        ({"something_new": "x"}, ["Something new: x."]),
    ],
)
def test_a_choice_is_said_in_words(assumed: dict[str, object], said: list[str]) -> None:
    assert sentences(assumed) == said


def test_former_names_are_said_with_the_names_of_today(store: Store) -> None:
    product = comet(store)
    old = kpi(store, product, "Activation", unit="%")
    begun = launch(store, product, "Insights")
    now = KpiDraft.of(old).model_copy(update={"name": "Activation rate"})
    save(store=store, actor=ADA, base=old, draft=now)
    renamed = LaunchDraft.of(begun).model_copy(update={"name": "Insights 2"})
    save(store=store, actor=ADA, base=begun, draft=renamed)
    plan = planned(store, text(HEADERS, ["Comet", "activation", "2026-03-31", "31%"]))
    assert plan.rows.accepted == 1
    assert "The KPI “activation”, now “Activation rate”." in sentences(plan.assumed)
    rows = text(("product", "name", "date"), ["Comet", "Insights", "2026-03-09"])
    assert "The launch “Insights”, now “Insights 2”." in sentences(planned(store, rows).assumed)
    same = planned(store, text(HEADERS, ["Comet", "ACTIVATION RATE", "2026-03-31", "31%"]))
    assert "renamed" not in same.assumed


def test_one_of_a_thing_is_said_as_one() -> None:
    assert sentences({"rows_above_header": 1}) == ["1 row above the headers was left out."]
    assert sentences({"rows_above_header": 2}) == ["2 rows above the headers were left out."]
