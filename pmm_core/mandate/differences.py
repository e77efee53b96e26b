"""What changed between two versions of a mandate, in words: by sentence, and thing by thing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from pmm_core.mandate import wording
from pmm_core.mandate.document import MandateDocument, Part

# A full stop ends a sentence unless a small letter follows, as after `e.g.`.
_END = re.compile(r"(?<=[.!?…])\s+(?![a-z])|\s*\n\s*")
# From this likeness on, two sentences are one that was changed.
_ALIKE = 0.5


class Kind(StrEnum):
    """What happened to a sentence."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    """Whether words are in both versions, or in one of the two."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """A sentence that differs.

    Attributes:
        before: null for one that was added.
        after: null for one that was removed.
    """

    part: Part
    kind: Kind
    before: str | None
    after: str | None


def compare(before: MandateDocument, after: MandateDocument) -> tuple[Change, ...]:
    """List what differs, in the order the document is read in; values of KPIs are not compared."""
    if before.proof is None:
        # It may be a version that kept no proof, which says nothing against one.
        after = replace(after, proof=None)
    return tuple(
        change
        for part in Part
        for change in (
            *_of_words(part, sentences(before, part), sentences(after, part)),
            *_of_things(part, wording.things_of(before, part), wording.things_of(after, part)),
        )
    )


def sentences(document: MandateDocument, part: Part) -> tuple[str, ...]:
    """Cut what somebody wrote in a part into sentences."""
    lines = wording.lines_of(document, part)
    return tuple(one for line in lines for one in _END.split(line.strip()) if one)


def marked(change: Change) -> tuple[tuple[Mark, str], ...]:
    """Tell word by word what a changed sentence keeps, loses and gains."""
    before, after = (change.before or "").split(), (change.after or "").split()
    pieces: list[tuple[Mark, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append((Mark.SAME, " ".join(before[a:b])))
            continue
        if b > a:
            pieces.append((Mark.REMOVED, " ".join(before[a:b])))
        if d > c:
            pieces.append((Mark.ADDED, " ".join(after[c:d])))
    return tuple(pieces)


def _of_things(part: Part, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Compare what is said of each thing: a challenge's place, a KPI, a function, a signer."""
    for thing in dict.fromkeys((*before, *after)):
        was, became = before.get(thing), after.get(thing)
        if was is None:
            yield Change(part, Kind.ADDED, None, became)
        elif became is None:
            yield Change(part, Kind.REMOVED, was, None)
        elif was != became:
            yield Change(part, Kind.CHANGED, was, became)


def _of_words(part: Part, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _pairs(part, before[a:b], list(after[c:d]))


def _pairs(part: Part, gone: Sequence[str], come: list[str]) -> Iterator[Change]:
    """Match each sentence that left with the one that is most like it, if any is."""
    for one in gone:
        likeness = [SequenceMatcher(None, one.split(), new.split()).ratio() for new in come]
        best = max(range(len(come)), key=likeness.__getitem__, default=None)
        if best is None or likeness[best] < _ALIKE:
            yield Change(part, Kind.REMOVED, one, None)
        else:
            yield Change(part, Kind.CHANGED, one, come.pop(best))
    for new in come:
        yield Change(part, Kind.ADDED, None, new)
