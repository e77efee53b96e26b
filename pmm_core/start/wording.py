"""Every sentence of the way from an empty store to a first own scorecard."""

from pmm_core.formatting import show_counted
from pmm_core.start.steps import NEEDED, FirstSteps, Step

TITLE = "Start with your own company"
NOTE = (
    "Four steps to a first scorecard, and a launch if there is one. Nothing is sent anywhere; your "
    "data stays in one file on this computer."
)
HEADING = "First steps"
TITLES = {
    Step.PRODUCT: "A product",
    Step.KPI: "Its first KPI",
    Step.VALUE: "Its first value",
    Step.TARGET: "Its target",
    Step.LAUNCH: "A launch, if there is one",
}
TEXTS = {
    Step.PRODUCT: "What you market. One is enough to begin with.",
    Step.KPI: (
        "The one number you answer for: what is counted, in which unit, how often. Whoever owns "
        "it is added under People first, or chosen later."
    ),
    Step.VALUE: "Paste or upload product, KPI, date and value; or type a value in.",
    Step.TARGET: "What it is to reach, and by when. From then on it has a status.",
    Step.LAUNCH: "With its day and event log you see how fast it is adopted.",
}
LABELS = {
    Step.PRODUCT: "Add a product",
    Step.KPI: "Add a KPI",
    Step.VALUE: "Type a value in",
    Step.TARGET: "Set a target",
    Step.LAUNCH: "Add a launch",
}
IMPORT = "Import a table"
PEOPLE = "Add people"


def progress(steps: FirstSteps) -> str:
    """Say how far somebody has come."""
    return f"{steps.count} of {len(NEEDED)} done"


def archived(products: int) -> str:
    """Say that nothing is gone where everything is archived."""
    verb = "is" if products == 1 else "are"
    return (
        f"{show_counted(products, 'product')} {verb} archived with all that belongs to it: restore "
        "what is wanted under Products."
    )


def next_step(step: Step) -> str:
    """Name the step that comes next."""
    label = LABELS[step]
    return f"Next: {label[0].lower()}{label[1:]}"
