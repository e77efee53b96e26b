"""`mandate`: what the team takes on first, and what comes of it."""

from pmm_core.cli.root import Commands

# Command -> module of this package that holds it.
COMMANDS = {
    "show": "mandate_show",
    "rank": "mandate_rank",
    "drift": "mandate_drift",
    "metric": "mandate_metric",
    "owner": "mandate_owner",
    "spread": "mandate_spread",
}

mandate_command = Commands(
    name="mandate",
    table=COMMANDS,
    help="Show the mandate, rank challenges, and read what follows from both.",
)
