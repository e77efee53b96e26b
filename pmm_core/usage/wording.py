"""Every sentence a reader of a weekly share sees that is not one of the log's own."""

import datetime as dt

from pmm_core.formatting import show_day


def no_whole_week(last_day: dt.date) -> str:
    """Say that a log holds no week that is over with all the weeks looked back to."""
    return (
        f"No week is over yet for which its log reaches back far enough; it ends on "
        f"{show_day(last_day)}."
    )
