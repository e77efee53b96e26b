"""Prints an outline as a PDF: tagged for screen readers (PDF/UA-1), text that can be selected.

The page is laid out by `pdf.typ`. Words reach it as data, never as source, so that `#`, `*` or `$`
in what somebody wrote stay what they are.
"""

import datetime as dt
import json
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from pmm_core.deck import fonts
from pmm_core.deck.outline import Outline

_LAYOUT = Path(__file__).with_name("pdf.typ")


def to_pdf(outline: Outline) -> bytes:
    """Print a document on A4; a character no shipped font has is a box and named at the end."""
    return _print(outline, "pdf", pdf_standards="ua-1")[0]


def to_pictures(outline: Outline, *, ppi: float = 110) -> list[bytes]:
    """Draw each page as a PNG."""
    return _print(outline, "png", ppi=ppi)


def _print(outline: Outline, kind: Literal["pdf", "png"], **options: Any) -> list[bytes]:
    compiler = typst.Compiler(_LAYOUT.read_bytes(), font_paths=_fonts())
    printed = compiler.compile(
        format=kind,
        sys_inputs={"outline": json.dumps(_data(outline))},
        timestamp=dt.datetime.combine(outline.dated, dt.time(12), dt.UTC),
        **options,
    )
    assert printed is not None, "it is written to a file only where one is named"
    return printed if isinstance(printed, list) else [printed]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Load the shipped fonts and no others: a page looks the same on every computer."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER]
    )


def _data(outline: Outline) -> dict[str, Any]:
    missing: set[str] = set()
    page = _fields(outline, missing) | {"dated": outline.dated.isoformat()}
    return page | {"families": list(fonts.FAMILIES), "missing": fonts.names(missing)}


def _drawn(value: Any, missing: set[str]) -> Any:
    if isinstance(value, str):
        return fonts.drawable(value, missing)
    if isinstance(value, tuple):
        return [_drawn(one, missing) for one in value]
    if isinstance(value, bool | float | int | dt.date):
        return value
    return {"kind": type(value).__name__, **_fields(value, missing)}


def _fields(block: Any, missing: set[str]) -> dict[str, Any]:
    return {one.name: _drawn(getattr(block, one.name), missing) for one in fields(block)}
