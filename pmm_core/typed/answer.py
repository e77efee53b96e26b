"""Typed counts as the document that the command prints: names and order of its contract."""

from collections.abc import Sequence
from typing import Any

from pmm_core.models import TypedCount
from pmm_core.typed.service import RecordedCounts


def counts_answer(
    launch: str, rows: Sequence[TypedCount], done: RecordedCounts | None, notes: Sequence[str]
) -> dict[str, Any]:
    """Write the counts in force, and what was just recorded, as plain values."""
    new = len(done.rows) - done.taken_back if done else 0
    return {
        "launch": launch,
        "recorded": new,
        "taken_back": done.taken_back if done else 0,
        "unchanged": done.unchanged if done else 0,
        "counts": [
            {
                "segment": row.segment or None,
                "day": row.day,
                "eligible": row.eligible,
                "adopted": row.adopted,
                "counted_on": row.counted_on,
                "note": row.note,
                "recorded_at": row.recorded_at,
                "recorded_by": row.recorded_by,
            }
            for row in rows
        ],
        "notes": list(notes),
    }
