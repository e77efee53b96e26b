"""Asks a log of a few rows, written in any way."""

from pathlib import Path
from typing import Any

import pytest

from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.errors import InvalidInput

_RULE = {
    "min_uses",
    "min_days",
    "launched_on",
    "active_days",
    "late_joiners",
    "leave",
    "timezone",
    "adopt",
    "expose",
}


def ask(path: Path | str, **said: Any) -> Adoption:
    """Ask for the exposure curve of any row, unless something else is said."""
    rule: dict[str, Any] = {"adopt": ("any",), "after_exposure_day": "launched_on" not in said}
    rule |= {name: said.pop(name) for name in _RULE & set(said)}
    if "launched_on" not in rule:
        rule.setdefault("expose", "any")
    as_of, by = said.pop("as_of", None), said.pop("by", None)
    return read_adoption(
        source=LogSource(str(path), **said),
        definition=AdoptionDefinition(**rule),
        as_of=as_of,
        by=by,
    )


def refusal(path: Path | str, **said: Any) -> InvalidInput:
    """Return why a log is refused."""
    with pytest.raises(InvalidInput) as refused:
        ask(path, **said)
    return refused.value
