"""Every choice made for the person is a sentence."""

import pytest

from pmm_core.importers.stated import sentences


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
