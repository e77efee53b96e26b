"""The configuration of the server is safe, and its theme speaks the colours of the charts."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from pmm_core.charting import DARK, LIGHT, palette
from pmm_core.settings import ROOT
from pmm_core.vocabulary import Status

CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
VERDICTS = {
    Status.ON_TRACK: "green",
    Status.AT_RISK: "orange",
    Status.OFF_TRACK: "red",
    Status.NO_DATA: "gray",
}


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_status_has_one_colour_on_the_page_and_in_a_chart(theme: str) -> None:
    on_page = CONFIG["theme"][theme]
    for status, colour in VERDICTS.items():
        assert on_page[f"{colour}Color"] == palette(theme).status(status)
    assert on_page["backgroundColor"] == palette(theme).surface
    assert on_page["chartCategoricalColors"][0] == palette(theme).accent
    assert not set(on_page["chartCategoricalColors"]) & {
        palette(theme).status(status) for status in VERDICTS
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_text_can_be_read_on_the_page_on_panels_and_on_its_own_background(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    for name in ("green", "orange", "red", "gray", "blue"):
        for behind in ("backgroundColor", "secondaryBackgroundColor", f"{name}BackgroundColor"):
            assert contrast(colours[f"{name}TextColor"], colours[behind]) >= 4.5, (name, behind)
    assert contrast(colours["textColor"], colours["secondaryBackgroundColor"]) >= 7
    assert contrast(colours["primaryColor"], "#FFFFFF") >= 4.5, "a button, a chosen day"
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= 3, "a button's edge"
    for colour in colours["chartCategoricalColors"]:
        assert contrast(colour, colours["backgroundColor"]) >= 3


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_server_answers_this_computer_only_and_tells_nobody() -> None:
    server, client = CONFIG["server"], CONFIG["client"]
    assert server["address"] == "127.0.0.1"
    assert server["enableXsrfProtection"] is True
    assert server["enableCORS"] is True
    assert server["enableStaticServing"] is False
    assert server["enableAgentApi"] is False
    assert server["maxUploadSize"] == 200
    assert client["showErrorDetails"] == "none"
    assert client["disableDataExport"] is True
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_every_option_is_one_the_server_knows() -> None:
    from streamlit import config

    config.get_config_options()
    known = set(config._config_options_template)  # what `streamlit config show` prints
    assert set(options(CONFIG)) <= known


def options(table: dict[str, Any], prefix: str = "") -> Iterator[str]:
    """Name every option of a table and of the tables in it."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
