"""Verdicts as the document that the command prints: names and order of its contract."""

from collections.abc import Sequence
from typing import Any

from pmm_core.verdict import wording
from pmm_core.verdict.recount import Recount
from pmm_core.verdict.service import Settled
from pmm_core.verdict.settle import LaunchVerdicts, VerdictLine, Written

_NUMBERS = (
    "share", "low", "high", "eligible", "matured", "at_risk", "adopted", "target", "verdict",
)  # fmt: skip


def verdicts_answer(found: LaunchVerdicts) -> dict[str, Any]:
    """Write every window of a launch as a document of plain values; unknown is null."""
    return {
        "launch": found.launch,
        "as_of": found.as_of,
        "problem": found.problem,
        "notes": [*found.doubts, *found.notes],
        "windows": [line_answer(line) for line in found.lines],
        "findings": [_finding(line) for line in found.findings],
    }


def settled_answer(settled: Sequence[Settled], *, as_of: Any) -> dict[str, Any]:
    """Write what settling launches did."""
    return {
        "as_of": as_of,
        "written": [
            {
                "launch": one.verdicts.launch,
                "measure": row.measure,
                "segment": row.segment or None,
                "day": row.day,
                **_numbers(row),
            }
            for one in settled
            for row in one.written
        ],
        "findings": [
            {"launch": one.verdicts.launch, **_finding(line)}
            for one in settled
            for line in one.verdicts.findings
        ],
        "problems": [
            {"launch": one.verdicts.launch, "message": one.verdicts.problem}
            for one in settled
            if one.verdicts.problem
        ],
        "doubts": [
            {"launch": one.verdicts.launch, "message": doubt}
            for one in settled
            for doubt in one.verdicts.doubts
        ],
    }


def line_answer(line: VerdictLine) -> dict[str, Any]:
    """Write one window: its verdict where it has one, else what it says now."""
    one: Written | Recount | None = line.written or line.now
    written, before = line.written, line.before
    numbers = _numbers(one) if one else dict.fromkeys(_NUMBERS)
    if written is None:
        numbers["verdict"] = None
    return {
        "measure": line.measure,
        "segment": line.segment or None,
        "day": line.day,
        "state": line.now.state if line.now else None,
        **numbers,
        "method": one.method if one else None,
        "source": one.source if one else None,
        "read_as_of": one.as_of if one else None,
        "written_at": written.written_at if written else None,
        "written_by": written.written_by if written else None,
        "restated": (
            {"at": written.written_at, "by": written.written_by, "why": written.why}
            | {"was": _numbers(before)}
            if written and before
            else None
        ),
        "finding": _finding(line) if line.changes else None,
        "history": [
            {"written_at": each.written_at, "written_by": each.written_by, "why": each.why}
            | _numbers(each)
            for each in line.history
        ],
    }


def _numbers(one: Written | Recount) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _NUMBERS}


def _finding(line: VerdictLine) -> dict[str, Any]:
    return {
        "measure": line.measure,
        "segment": line.segment or None,
        "day": line.day,
        "why": list(line.changes),
        "message": wording.finding(line),
        "recount": _numbers(line.now) if line.now else None,
    }
