"""`action`: next steps about KPIs."""

from pmm_core.cli.root import Commands

# Command -> module of this package that holds it.
COMMANDS = {
    "list": "action_add",
    "add": "action_add",
    "done": "action_add",
}

action_command = Commands(
    name="action",
    table=COMMANDS,
    help="Next steps: who does what by when about a KPI.",
)
