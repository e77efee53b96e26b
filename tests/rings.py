"""Seconds per ring of tests, printed before pytest's closing line."""

from collections import Counter
from pathlib import Path

import pytest

# The outermost thing a test needs says which ring it belongs to.
BY_FIXTURE = {
    "browser": "browser",
    "serve_app": "live server",
    "app": "pages",
    "postgresql_server": "postgresql",
}
BY_FOLDER = {"tests": "architecture and documents", "cli": "commands", "screens": "pages"}
OF_THEIR_OWN = ("stats", "store")
FEATURES = "features and services"


class RingClock:
    """Adds up what each ring took: setup, call and teardown of its tests."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        # A property travels with the report, also from another process.
        for item in items:
            item.user_properties.append(("ring", ring(item)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = str(dict(report.user_properties)["ring"])
        self.seconds[name] += report.duration
        self.tests[name] += report.when == "call"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if len(self.tests) < 2:
            return
        terminalreporter.section("seconds per ring")
        for name, seconds in self.seconds.most_common():
            terminalreporter.write_line(f"{seconds:8.1f} s  {self.tests[name]:5d} tests  {name}")


def ring(item: pytest.Item) -> str:
    """Name the ring of a test."""
    needs = getattr(item, "fixturenames", ())
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    if parameters.get("any_store") == "postgresql":
        return "postgresql"
    for fixture, name in BY_FIXTURE.items():
        if fixture in needs:
            return name
    folder = Path(item.path).parent.name
    return BY_FOLDER.get(folder, folder if folder in OF_THEIR_OWN else FEATURES)


def pytest_configure(config: pytest.Config) -> None:
    """Start the clock."""
    config.pluginmanager.register(RingClock(), "ring-clock")
