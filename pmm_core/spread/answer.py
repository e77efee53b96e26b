"""Spread as the document that the command prints."""

from typing import Any

from pmm_core.spread.breadth import Breadth
from pmm_core.spread.build import Spread
from pmm_core.spread.coverage import Cover, Covered
from pmm_core.spread.facts import PlannedLaunch
from pmm_core.spread.load import WeekLoad


def spread_answer(spread: Spread) -> dict[str, Any]:
    """Write spread as a document of plain values; unknown is null."""
    load = spread.load
    return {
        "as_of": spread.as_of,
        "rules": spread.rules.model_dump(),
        "people": [_person(one) for one in spread.people],
        "unallocated": list(spread.unallocated),
        "weeks": [_week(one) for one in load.weeks],
        "overload_weeks": [_week(one) for one in load.over],
        "uncovered": [
            {
                **_launch(one.launch),
                "hours": one.hours,
                "first": one.first,
                "last": one.last,
            }
            for one in load.uncovered
        ],
        "without_tier": [_launch(one) for one in load.without_tier],
        "products": [_product(one) for one in spread.products],
        "with_nobody": [one.product.name for one in spread.covered(Cover.NOBODY)],
        "with_one_person": [one.product.name for one in spread.covered(Cover.ONE_PERSON)],
        "revenue_covered": spread.revenue_covered,
        "first_product": _first(spread),
    }


def _person(one: Breadth) -> dict[str, Any]:
    return {
        "person": one.person,
        "allocated": one.allocated,
        "products": [
            {
                "product": part.product,
                "share": part.share,
                "buyers": [
                    {"buyer": buyer, "share": share} for buyer, share in part.buyers.items()
                ],
            }
            for part in one.parts
        ],
        "effective_products": one.effective,
        "effective_without_buyers": one.products,
        "effective_shannon": one.shannon,
        "spread_thin": one.is_thin,
        "history": [{"date": point.on, "effective": point.effective} for point in one.history],
    }


def _week(one: WeekLoad) -> dict[str, Any]:
    return {
        "person": one.person,
        "week": one.week.key,
        "first": one.week.first,
        "hours": one.hours,
        "capacity": one.capacity,
        "load": one.load,
        "over": one.is_over,
        "chance_over": one.chance,
        "launches": [
            {
                **_launch(cause.launch),
                "hours": cause.hours.mode,
                "low": cause.hours.low,
                "high": cause.hours.high,
            }
            for cause in one.causes
        ],
    }


def _launch(launch: PlannedLaunch) -> dict[str, Any]:
    return {
        "launch": f"{launch.product}/{launch.name}",
        "launched_on": launch.on,
        "tier": launch.tier,
    }


def _product(one: Covered) -> dict[str, Any]:
    return {
        "product": one.product.name,
        "people": list(one.people),
        "share": one.share,
        "cover": one.cover,
        "revenue_share": one.product.revenue_share,
        "strategic": one.product.strategic,
    }


def _first(spread: Spread) -> dict[str, Any]:
    suggestion, chosen = spread.suggestion, spread.chosen
    return {
        "product": spread.first_product,
        "suggested": suggestion.product.name if suggestion.product else None,
        "why": list(suggestion.why),
        "unsure": suggestion.unsure,
        "is_sure": suggestion.is_sure,
        "largest": suggestion.largest.name if suggestion.largest else None,
        "reason": chosen.reason if chosen else None,
        "chosen_by": chosen.by if chosen else None,
        "chosen_on": chosen.on if chosen else None,
    }
