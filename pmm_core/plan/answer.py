"""The plan of a launch as the document that the command prints."""

from typing import Any

from pmm_core.plan import wording
from pmm_core.plan.build import LaunchPlan
from pmm_core.plan.readiness import Item, Readiness
from pmm_core.plan.slips import Dates
from pmm_core.plan.targets import Cell
from pmm_core.plan.tier import TierChoice


def plan_answer(plan: LaunchPlan) -> dict[str, Any]:
    """Write a plan as a document of plain values; unknown is null."""
    return {
        "launch": f"{plan.product}/{plan.name}",
        "as_of": plan.dates.as_of,
        "objective": plan.objective,
        "type": plan.launch_type,
        "contents": plan.contents,
        "owner": plan.owner,
        "dates": _dates(plan.dates),
        "tier": _tier(plan.tier),
        "readiness": _readiness(plan.readiness),
        "audience": {
            "rule": plan.audience,
            "active_days": plan.counting.active_days,
            "late_joiners": plan.counting.late_joiners,
        },
        "counting": {
            "clock": plan.counting.clock,
            "expose": plan.counting.expose_event,
            "after_exposure_day": plan.counting.after_exposure_day,
            "use": list(plan.counting.adopt_events),
            "activation": list(plan.counting.activation_events),
            "min_uses": plan.counting.min_uses,
            "min_days": plan.counting.min_days,
            "engaged_days": plan.counting.engaged_days,
            "engaged_min_days": plan.counting.engaged_min_days,
            "leave": plan.counting.leave_event,
            "segment_by": plan.counting.segment_by,
            "log": plan.counting.log,
        },
        "windows": list(plan.counting.windows),
        "targets": [_target(one) for one in plan.targets.cells if one.share is not None],
        "gaps": list(plan.gaps),
    }


def _dates(dates: Dates) -> dict[str, Any]:
    return {
        "launched_on": dates.launched_on,
        "first_planned": dates.first,
        "timezone": dates.timezone,
        "is_ahead": dates.is_ahead,
        "age": dates.age,
        "moved_days": dates.moved_days,
        "slips": [
            {
                "before": one.before,
                "after": one.after,
                "days": one.days,
                "why": one.why,
                "recorded_on": one.on,
                "by": one.by,
            }
            for one in dates.slips
        ],
        "said": wording.dates(dates),
    }


def _tier(choice: TierChoice) -> dict[str, Any]:
    proposal = choice.proposal
    return {
        "tier": choice.tier,
        "proposed": proposal.tier,
        "why": choice.why,
        "points": proposal.points if proposal.is_complete else None,
        "most": proposal.most,
        "open": proposal.open,
        "questions": [
            {"key": one.key, "question": one.question, "answer": one.answer, "points": one.points}
            for one in proposal.answered
        ],
    }


def _readiness(readiness: Readiness) -> dict[str, Any]:
    return {
        "ready": readiness.ready,
        "needed": len(readiness.needed),
        "not_needed": readiness.not_needed,
        "overdue": len(readiness.overdue),
        "critical_overdue": len(readiness.critical_overdue),
        "is_ready": readiness.is_ready,
        "said": wording.readiness(readiness),
        "items": [_item(one, readiness) for one in readiness.items],
    }


def _item(item: Item, readiness: Readiness) -> dict[str, Any]:
    return {
        "name": item.name,
        "owner": item.owner,
        "due_on": item.due_on,
        "critical": item.critical,
        "status": item.status,
        "overdue": item.is_overdue(readiness.as_of),
        "note": item.note,
    }


def _target(cell: Cell) -> dict[str, Any]:
    return {
        "window": cell.window,
        "segment": cell.segment or None,
        "share": cell.share,
        "target_date": cell.target_date,
        "kpi": cell.kpi,
    }
