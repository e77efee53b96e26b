"""Every sentence about adopters beside non-adopters; none says that one came of the other."""

import datetime as dt

from pmm_core.formatting import show_count, show_day, show_names
from pmm_core.impact.adopters import Adopters

TITLE = "Adopters beside non-adopters"
ADOPTERS_NAME, OTHERS_NAME = "Adopters", "Non-adopters"
WEEK_TITLE, MEAN_TITLE = "Weeks since day 0", "Events a unit and week"
LOW_TITLE, HIGH_TITLE, GROUP_TITLE = "95% low", "95% high", "Who"
ACTIVITY_LABEL, ACTIVITY_HINT = "Activity", "Every event but use"
ASSOCIATION = (
    "An association, not an effect: whoever adopts differs from whoever does not, and adopters are "
    "only known by what they did afterwards."
)


def compared(one: Adopters) -> str:
    """Hold both groups beside each other before and after day 0; the sentence claims nothing."""
    what = f"“{one.event}”" if one.event else "events other than use"
    parts = []
    for before, name in ((True, "before"), (False, "after")):
        means = one.means(before=before)
        if means is not None:
            parts.append(f"{means[0]:.2f} against {means[1]:.2f} {name} day 0")
    few = " Too few units to be read." if one.is_thin else ""
    groups = (
        f"{show_count(one.adopters)} adopters (by day {one.horizon}) beside "
        f"{show_count(one.others)} non-adopters"
    )
    return f"{groups}, {what} per unit and week: {show_names(parts)}.{few}"


def too_early(horizon: int, as_of: dt.date) -> str:
    """Say why the two groups cannot be told apart yet."""
    return (
        f"Adopters and others cannot be told apart yet: nobody, or only one of the two groups, has "
        f"been followed for {horizon} days by {show_day(as_of)}."
    )


def chart_alt(one: Adopters) -> str:
    """Tell the chart's takeaway to whoever cannot see it."""
    return f"Activity by week since day 0. {compared(one)}"
