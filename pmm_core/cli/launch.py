"""`launch`: a launch of the store beside the others."""

from pmm_core.cli.root import Commands

# Command -> module of this package that holds it.
COMMANDS = {
    "compare": "launch_compare",
    "forecast": "launch_forecast",
    "count": "launch_count",
    "verdicts": "launch_verdicts",
    "settle": "launch_verdicts",
    "restate": "launch_verdicts",
    "freeze": "launch_freeze",
    "plan": "launch_plan",
    "impact": "launch_impact",
    "calendar": "launch_calendar",
    "propose": "launch_close",
    "close": "launch_close",
    "reopen": "launch_close",
    "duplicate": "launch_close",
    "refresh": "launch_refresh",
}

launch_command = Commands(
    name="launch",
    table=COMMANDS,
    help="Launches of the store: planned, counted, compared, forecast and judged.",
)
