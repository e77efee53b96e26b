"""The pages a visit may open; a page that is not listed cannot be reached at all."""

from streamlit.navigation.page import Page

from pmm_core.ui.session import Visit

OVERVIEW = "pages/home/overview.py"
PRODUCT = "pages/scorecards/product.py"
ADOPTION = "pages/launches/adoption.py"
PLAN = "pages/launches/plan.py"
COMPARE = "pages/launches/compare.py"
IMPACT = "pages/launches/impact.py"
CALENDAR = "pages/launches/calendar.py"
MANDATE = "pages/focus/mandate.py"
CHALLENGES = "pages/focus/challenges.py"
SCORES = "pages/focus/scores.py"
RANKING = "pages/focus/ranking.py"
METRIC = "pages/focus/metric.py"
REQUESTS = "pages/focus/requests.py"
OWNERSHIP = "pages/team/ownership.py"
SPREAD = "pages/team/spread.py"
IMPORTS = "pages/data/imports.py"
METHODS = "pages/data/methods.py"
SNAPSHOTS = "pages/data/snapshots.py"
PRODUCTS = "pages/setup/products.py"
PEOPLE = "pages/setup/people.py"
KPIS = "pages/setup/kpis.py"
TARGETS = "pages/setup/targets.py"
LAUNCHES = "pages/setup/launches.py"
SETTINGS = "pages/setup/settings.py"


def pages_for(visit: Visit | None) -> dict[str, list[Page]]:
    """Return the pages by section, in the order of the menu; without a visit only the first."""
    reading = {
        "": [
            Page(
                OVERVIEW,
                title="Overview",
                icon=":material/home:",
                default=True,
                help="What needs attention now: KPIs off track, young launches, stale values.",
            ),
            Page(
                PRODUCT,
                title="Product scorecard",
                icon=":material/scoreboard:",
                help="Every KPI of a product: status, value, target, pace, next step.",
            ),
        ],
        "Launches": [
            Page(
                CALENDAR,
                title="Launch calendar",
                icon=":material/calendar_month:",
                help="When launches are, by month, quarter or list, and which of them collide.",
            ),
            Page(
                PLAN,
                title="Launch plan",
                icon=":material/checklist:",
                help="What a launch is for, when it moved and why, what has to be ready by when.",
            ),
            Page(
                ADOPTION,
                title="Launch adoption",
                icon=":material/rocket_launch:",
                help="How many of the eligible adopted a launch within 5, 10 and 30 days.",
            ),
            Page(
                COMPARE,
                title="Compare launches",
                icon=":material/compare_arrows:",
                help="A launch beside others at equal age: who is ahead, and how sure that is.",
            ),
            Page(
                IMPACT,
                title="Launch impact",
                icon=":material/insights:",
                help="What a launch did to a business KPI, and how far that may be believed.",
            ),
        ],
        "Focus": [
            Page(
                MANDATE,
                title="Mandate",
                icon=":material/description:",
                help="Why the team exists, what it takes on first, who signed it, what changed.",
            ),
            Page(
                CHALLENGES,
                title="Challenges",
                icon=":material/report_problem:",
                help="What the company struggles with, by stage of the journey, and its proof.",
            ),
            Page(
                SCORES,
                title="Scores",
                icon=":material/how_to_vote:",
                help="Who scores the challenges, blind until handed in, and where they are apart.",
            ),
            Page(
                RANKING,
                title="Ranking",
                icon=":material/leaderboard:",
                help="Which challenge comes first, and how much would have to change for another.",
            ),
            Page(
                METRIC,
                title="One number",
                icon=":material/target:",
                help="The one number to answer for, why, and who answers for which KPI.",
            ),
            Page(
                REQUESTS,
                title="Requests and drift",
                icon=":material/move_to_inbox:",
                help="What others ask for, and how much of it lies outside the mandate.",
            ),
        ],
        "Team": [
            Page(
                OWNERSHIP,
                title="Ownership",
                icon=":material/account_tree:",
                help="Who should own product marketing, how healthy that is, who is targeted.",
            ),
            Page(
                SPREAD,
                title="Spread",
                icon=":material/hub:",
                help="Who works on what, in which weeks it is too much, which product is first.",
            ),
        ],
    }
    methods = Page(
        METHODS,
        title="Methods",
        icon=":material/calculate:",
        help="Any number checked by hand: the formula, what goes in, what comes out.",
    )
    if visit is None:
        return {"": reading[""][:1]}
    if not visit.is_owner:
        return reading | {"Data": [methods]}
    return reading | {
        "Data": [
            Page(
                IMPORTS,
                title="Import",
                icon=":material/upload_file:",
                help="Bring a table of values, targets or launches, or an event log.",
            ),
            Page(
                SNAPSHOTS,
                title="Values",
                icon=":material/edit_note:",
                help="Type in a KPI value, correct one, see what it was before.",
            ),
            methods,
        ],
        "Set up": [
            Page(PRODUCTS, title="Products", icon=":material/inventory_2:"),
            Page(PEOPLE, title="People", icon=":material/group:"),
            Page(KPIS, title="KPIs", icon=":material/speed:"),
            Page(TARGETS, title="Targets", icon=":material/flag:"),
            Page(LAUNCHES, title="Launches", icon=":material/campaign:"),
            Page(SETTINGS, title="Settings", icon=":material/settings:"),
        ],
    }
