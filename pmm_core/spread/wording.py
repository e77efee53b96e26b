"""Every sentence a reader sees about allocations, spread, load and the first product."""

from collections.abc import Mapping, Sequence
from typing import Any

from pmm_core.formatting import manner_in_force, show_count, show_day, show_percent, show_value
from pmm_core.spread.breadth import Breadth
from pmm_core.spread.build import Spread
from pmm_core.spread.coverage import Cover, Covered, Suggestion, Unsure, Why
from pmm_core.spread.drafts import RulesDraft
from pmm_core.spread.facts import Chosen, OverOne, PlannedLaunch
from pmm_core.spread.load import Uncovered, WeekLoad

FIELDS = {
    "person_id": "Person",
    "product_id": "Product",
    "buyer": "Buyer",
    "share": "Share of the time",
    "start_on": "From",
    "end_on": "Until",
    "reason": "Reason",
    "same_buyer": "How alike two products of the same buyers are, 0 to 1",
    "thin_from": "Spread thin from this many effective products",
    "hours_a_week": "Hours in a full week",
    "tiers": "Hours and weeks by tier",
    "low": "Hours, smooth",
    "usual": "Hours, usual",
    "high": "Hours, rough",
    "weeks_before": "Weeks before",
    "weeks_after": "Weeks after",
}
TITLE = "Spread"
ABOUT = "Who works on which product for which buyer, and in which weeks launches ask for too much."
NOBODY_YET = "Nobody is allocated yet"
NONE_YET = (
    "Allocate somebody to a product with a share of their time. How thin they are spread, their "
    "launch load and products with nobody show here then."
)
BUYER_NOTE = (
    "Who is sold to. The same words mean the same buyer, and two products of the same buyer count "
    "as closer."
)
SHARE_NOTE = "All shares of a person on one day add up to at most 100%."
UNTIL_NOTE = "Last day. Blank while it still holds."
WHO_COUNTS = (
    "Whoever has an allocation that holds on this day counts as a product marketer here; people of "
    "a team called product marketing without one are named beside."
)
RULES_NOTE = (
    "House rules to start from, no benchmark. Change them to what you have seen yourselves."
)
COVER_WORDS = {
    Cover.NOBODY: "Nobody",
    Cover.ONE_PERSON: "One person",
    Cover.SEVERAL: "Several people",
}
ADD_TITLE = "Allocate somebody"
RULES_TITLE = "Change the house rules"
SAVED_RULES = "Saved the house rules."
FIRST_TITLE = "Start with another product"
ARCHIVE_NOTE = (
    "It no longer counts, not for earlier days either. To end it on a day instead, edit it and set "
    "its last day."
)
NO_LAUNCH = "No launch"
NO_PRODUCT_YET = "Add a product and a person first; then somebody can be allocated."
EFFECTIVE = "Effective products"
LOAD_TITLE = "Launch load by week"
NO_LOAD = "No launch with a tier asks for hours in these weeks."
PRODUCTS_TITLE = "On whom each product rests"
THIN, NOT_THIN = "Spread thin", "Not thin"
OVER, NOT_OVER = "Over", "Within"
FIRST_MOVED = (
    "Somebody chose the first product after you opened this page. Look again, then choose."
)
NOT_IN_USE = "That product is not in use any more. Choose another."


def headline(spread: Spread) -> str:
    """Say what stands out most."""
    if not spread.people:
        return NOBODY_YET
    found = []
    if spread.thin:
        found.append(f"{show_count(len(spread.thin))} of {len(spread.people)} people spread thin")
    nobody = spread.covered(Cover.NOBODY)
    if nobody:
        found.append(f"{listed([one.product.name for one in nobody])} with nobody")
    if found:
        return ", ".join(found)
    alone = len(spread.covered(Cover.ONE_PERSON))
    if not alone:
        return "Nobody is spread thin, every product has somebody"
    rest = "1 product rests" if alone == 1 else f"{show_count(alone)} products rest"
    return f"Nobody is spread thin, {rest} on one person"


def listed(names: Sequence[str]) -> str:
    """Name a few things: `Comet, Harbor and Quill`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def over_one(person: str, over: OverOne) -> str:
    """Explain shares that add up to more than all of somebody's time."""
    parts = listed([f"{one.product} {_exact(one.share)}" for one in over.parts])
    return (
        f"From {show_day(over.day)} on {person} would give {_exact(over.total)} of their "
        f"time: {parts}. Lower a share, or end one of them the day before."
    )


def _exact(share: float) -> str:
    """Write a share so that a little over the whole is not told as the whole: `100.1%`."""
    return f"{number(100 * share)}%"


def number(value: float) -> str:
    """Write an effective number with two digits that matter."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return written.replace(".", manner_in_force().decimal)


def breadth(one: Breadth) -> str:
    """Say over how much somebody is spread."""
    count = len(one.parts)
    products = "1 product" if count == 1 else f"{count} products"
    return f"{products}, {show_percent(one.allocated)} of the time"


def parts(one: Breadth) -> str:
    """List what somebody works on, e.g. `Comet 50% (Shop owners), Harbor 50%`."""
    said = []
    for part in one.parts:
        buyers = [buyer for buyer in part.buyers if buyer]
        whom = f" ({', '.join(buyers)})" if buyers else ""
        said.append(f"{part.product} {show_percent(part.share)}{whom}")
    return ", ".join(said)


def history(one: Breadth) -> str:
    """Compare the breadth with the person's own earlier month ends; no other benchmark."""
    known = [point.effective for point in one.history if point.effective is not None]
    if not known:
        return "No earlier month to compare with."
    below = sum(value < one.effective - 1e-9 for value in known)
    months = "1 earlier month end" if len(known) == 1 else f"{len(known)} earlier month ends"
    if not below:
        return f"No broader than at any of {months}."
    return f"Broader than at {show_count(below)} of {months}."


def measures(one: Breadth) -> str:
    """Give the other two numbers, for whoever wants to check."""
    return (
        f"{number(one.products)} without regard to buyers (inverse of the sum of squared shares), "
        f"{number(one.shannon)} by Shannon entropy."
    )


def method(rules: RulesDraft) -> str:
    """Explain the effective number and its house rules."""
    return (
        "Effective products: one over the sum, over all pairs of products, of share times share "
        "times likeness (Leinster-Cobbold). House rules: products of the same buyers are alike by "
        f"{number(rules.same_buyer)}, of some of the same buyers by that part of it, of none by "
        f"0; thin from {number(rules.thin_from)}."
    )


def load_method(rules: RulesDraft) -> str:
    """Explain how the load comes about, and its house rules."""
    tiers = "; ".join(
        f"tier {one.tier} {show_value(one.usual, None)} hours ({show_value(one.low, None)} to "
        f"{show_value(one.high, None)}) over {one.weeks} weeks"
        for one in rules.tiers
    )
    return (
        f"House rules: {tiers}. They lie evenly over these weeks and go to the people of the "
        "product by their shares. Capacity is the time allocated to products, of "
        f"{show_value(rules.hours_a_week, 'hours')} a full week, without holidays."
    )


def week(one: WeekLoad) -> str:
    """Say how full a week is."""
    asked = f"{show_value(one.hours, None)} of {show_value(one.capacity, 'hours')}"
    return f"{asked}, {show_percent(one.chance)} likely to be too much"


def causes(one: WeekLoad) -> str:
    """Name the launches that fill a week, the largest first."""
    return ", ".join(
        f"{launch_name(cause.launch)}: {show_value(cause.hours.mode, 'hours')}"
        for cause in one.causes
    )


def launch_name(launch: PlannedLaunch) -> str:
    """Write a launch with its product and tier."""
    tier = f" (tier {launch.tier})" if launch.tier else ""
    return f"{launch.product} / {launch.name}{tier}"


def uncovered(one: Uncovered) -> str:
    """Say what a launch asks for while its product has nobody."""
    return (
        f"{launch_name(one.launch)}: {show_value(one.hours, 'hours')} from {show_day(one.first)} "
        f"to {show_day(one.last)} with nobody allocated to {one.launch.product}."
    )


def without_tier(launches: Sequence[PlannedLaunch]) -> str:
    """Say which launches are left out of the load."""
    return f"Without a tier, so without hours: {listed([launch_name(one) for one in launches])}."


def covered(one: Covered) -> str:
    """Say on whom a product rests."""
    if one.cover is Cover.NOBODY:
        return "Nobody is allocated to it"
    if one.cover is Cover.ONE_PERSON:
        return f"Rests on {one.people[0]} alone: a key-person risk"
    return f"{listed(one.people)} share it"


def revenue(one: Covered) -> str:
    """Say what a product earns and whether it is a bet."""
    share = one.product.revenue_share
    said = "Revenue share not said" if share is None else f"{show_percent(share)} of revenue"
    return f"{said}, strategic" if one.product.strategic else said


def suggestion(one: Suggestion) -> str:
    """Say which product to start with and why, or why none is suggested."""
    if one.product is None:
        return {
            Unsure.NO_PRODUCT: "There is no product yet.",
            Unsure.NOTHING_SAID: (
                "Say which share of revenue each product has, or which one the company bets on, "
                "and one is suggested."
            ),
            Unsure.TIE: "Several products are level, so none is suggested. Choose one.",
        }[one.unsure or Unsure.NOTHING_SAID]
    name = one.product.name
    if Why.ONLY_ONE in one.why:
        return f"Suggested: {name}, the only one."
    reasons = [_reason(why, one) for why in one.why]
    said = f"Suggested: {name}, because {listed(reasons)}."
    if one.largest and one.largest != one.product:
        share = show_percent(one.largest.revenue_share or 0.0)
        said += f" The largest is {one.largest.name} with {share} of revenue."
    if not one.is_sure:
        said += " A product whose share of revenue nobody has said could be larger."
    return said


def _reason(why: Why, one: Suggestion) -> str:
    if why is Why.STRATEGIC:
        return "the company bets on it"
    share = one.product.revenue_share if one.product else None
    return f"it earns most ({show_percent(share or 0.0)} of revenue)"


def first(spread: Spread) -> str:
    """Lead with the product to start with."""
    return f"Start with {spread.first_product}" if spread.first_product else "No first product yet"


def chosen(one: Chosen) -> str:
    """Say what was chosen instead, by whom and why."""
    before = (
        f" instead of {one.suggested}" if one.suggested and one.suggested != one.product else ""
    )
    return f"{one.by} chose {one.product}{before} on {show_day(one.on)}: {one.reason}"


def rules_changed(by: str | None) -> str:
    """Say who saved the house rules first."""
    return (
        f"{by or 'Somebody'} saved the house rules after you opened them, so yours were not "
        "stored. Compare the two and save again: only what you changed is written."
    )


def efforts(tiers: Sequence[Mapping[str, Any]]) -> str:
    """Write the hours of all tiers in one line."""
    return "; ".join(
        f"{one['tier']}: {show_value(one['low'], None)}, {show_value(one['usual'], None)}, "
        f"{show_value(one['high'], None)} hours, {one['weeks_before']} and {one['weeks_after']} "
        "weeks"
        for one in tiers
    )


def chose(name: str) -> str:
    """Confirm the product to start with."""
    return f"The team starts with “{name}”."


def chart_alt(spread: Spread, person: str) -> str:
    """Tell what the chart of a person's load shows."""
    weeks = spread.load.of(person)
    over = [one for one in weeks if one.is_over]
    lead = f"Launch hours and hours there are of {person}, {len(weeks)} weeks"
    if not over:
        return f"{lead}: no week is over."
    said = "; ".join(f"{one.week.label}: {week(one)}" for one in over[:6])
    return f"{lead}, {len(over)} over. {said}."


def load_days(spread: Spread) -> str:
    """Say which weeks are shown."""
    first, last = spread.weeks[0].first, spread.weeks[-1].last
    return (
        f"From {show_day(first)} to {show_day(last)}. Bars are hours of launches, the line is the "
        "hours there are, the dashed line is the day looked at."
    )


def over_lines(weeks: Sequence[WeekLoad]) -> list[str]:
    """Name the weeks that are over; neighbours with the same causes are one line."""
    lines: list[str] = []
    run: list[WeekLoad] = []
    for one in [*weeks, None]:
        if one and one.is_over and (not run or _continues(run[-1], one)):
            run.append(one)
            continue
        if run:
            lines.append(_over_line(run))
        run = [one] if one and one.is_over else []
    return lines


def _continues(before: WeekLoad, one: WeekLoad) -> bool:
    next_to = (one.week.first - before.week.last).days == 1
    return next_to and (causes(one), week(one)) == (causes(before), week(before))


def _over_line(run: Sequence[WeekLoad]) -> str:
    days = f"{show_day(run[0].week.first)} to {show_day(run[-1].week.last)}"
    each = f", in each of {len(run)} weeks" if len(run) > 1 else ""
    return f"{OVER}, {days}{each}: {week(run[0])}. Launches: {causes(run[0])}."


def unallocated(names: Sequence[str]) -> str:
    """Name whoever is on the team and has no allocation."""
    return f"Not allocated on this day: {listed(names)}."


def revenue_covered(share: float) -> str:
    """Say how much of revenue has somebody."""
    return f"Products with somebody bring {show_percent(share)} of revenue."


def revenue_over(total: float) -> str:
    """Say that what products are said to earn cannot be."""
    return (
        f"The shares of revenue add up to {_exact(total)}, more than there is: correct them on "
        "the page Products."
    )


def allocations_heading(count: int) -> str:
    """Lead the list of allocations."""
    return f"{count} {'allocation' if count == 1 else 'allocations'}, now and to come"
