"""The fonts every document is printed with, and which characters they have."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from pmm_core.settings import ROOT

FOLDER = ROOT / "data" / "fonts"
# In the order they are asked: Latin, Greek and Cyrillic first.
FAMILIES = ("Inter", "Noto Sans Arabic", "Noto Sans Hebrew")
BOX = "□"
# What no font draws, although it says how others are drawn: marks of direction, joiners, selectors.
_SILENT = frozenset("\u00ad\u034f\u061c\u180e\ufeff").union(
    map(chr, [*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070)]),
    map(chr, range(0xFE00, 0xFE10)),
)
_BLANKS = frozenset("\t\n\v\f\r\u0085\u2028\u2029")


@lru_cache(maxsize=1)
def _drawn() -> frozenset[str]:
    """Read what both weights of a family can draw."""
    by_family: dict[str, list[set[int]]] = {}
    for path in sorted(FOLDER.glob("*.[ot]tf")):
        by_family.setdefault(path.stem.partition("-")[0], []).append(_characters(path))
    every = set().union(*(set.intersection(*weights) for weights in by_family.values()))
    return frozenset(map(chr, every))


def _characters(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap() or ())


def drawable(text: str, missing: set[str]) -> str:
    """Replace by a box each character that no font has, and note it; a line break is a blank.

    Args:
        text: what is to be printed.
        missing: the characters replaced so far; those of this text are added.
    """
    out = []
    for sign in text:
        if sign in _BLANKS:
            out.append(" ")
        elif sign in _SILENT or _is_drawn(sign):
            out.append(sign)
        else:
            missing.add(sign)
            out.append(BOX)
    return "".join(out)


def _is_drawn(sign: str) -> bool:
    return sign in _drawn() and unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}


def names(missing: set[str]) -> str:
    """Name characters for people: `U+1F680 ROCKET, U+0905 DEVANAGARI LETTER A`."""
    return ", ".join(
        f"U+{ord(sign):04X} {unicodedata.name(sign, 'without a name')}" for sign in sorted(missing)
    )
