"""`question`: questions to numbers, and their answers."""

from pmm_core.cli.root import Commands

# Command -> module of this package that holds it.
COMMANDS = {
    "list": "question_ask",
    "ask": "question_ask",
    "answer": "question_ask",
}

question_command = Commands(
    name="question",
    table=COMMANDS,
    help="Questions to numbers: each shows until its owner answers.",
)
