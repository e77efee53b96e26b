"""`launch`: a launch of the store beside the others."""

from pmm_core.cli.root import Commands

# Command -> module of this package that holds it.
COMMANDS = {
    "compare": "launch_compare",
    "forecast": "launch_forecast",
    "count": "launch_count",
}

launch_command = Commands(
    name="launch",
    table=COMMANDS,
    help="Compare a launch with others at equal age, and forecast where it will be.",
)
