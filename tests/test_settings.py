"""The environment is read strictly: what it does not plainly say is refused, never guessed."""

import datetime as dt

import pytest

from pmm_core.errors import InvalidInput
from pmm_core.settings import Settings


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PMM_TODAY", "0"),
        ("PMM_TODAY", "1774915200"),
        ("PMM_TODAY", "20260331"),
        ("PMM_TODAY", "2026-03-31T00:00"),
        ("PMM_TODAY", "2026-02-30"),
        ("PMM_TODAY", "9999-12-31"),
        ("PMM_TODAY", ""),
        ("PMM_ACTOR", ""),
        ("PMM_EVENTS", ""),
        ("PMM_QUERY_SECONDS", "-1"),
        ("PMM_QUERY_SECONDS", "soon"),
        ("PMM_QUERY_SECONDS", "nan"),
    ],
)
def test_a_variable_that_cannot_be_meant_is_refused_by_name(
    name: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(InvalidInput) as refused:
        Settings.load()
    assert refused.value.code == "setting_invalid"
    assert refused.value.message.startswith(f"{name} is “{said}”: ")


def test_today_is_the_day_that_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMM_TODAY", "2026-03-31")
    assert Settings.load().today == dt.date(2026, 3, 31)
