"""What a reader is told about spread, and the chart of a person's weeks."""

import datetime as dt

import pytest

from pmm_core.charting import DARK, LIGHT
from pmm_core.formatting import Manner, write_like
from pmm_core.spread import wording
from pmm_core.spread.build import Spread, measure_spread
from pmm_core.spread.charts import load_chart
from pmm_core.spread.coverage import suggest_first
from pmm_core.spread.drafts import RulesDraft
from pmm_core.spread.facts import Allotted, Chosen, PlannedLaunch, SoldProduct, TeamFacts
from pmm_core.spread.load import weeks_around
from tests.spread.facts import AS_OF, CALENDAR, allotted, breadth, launch, rules

PRODUCTS = (SoldProduct(1, "Comet", 0.6), SoldProduct(2, "Quill", 0.4, strategic=True))


def spread(
    *parts: Allotted, launches: tuple[PlannedLaunch, ...] = (), chosen: Chosen | None = None
) -> Spread:
    facts = TeamFacts(parts, launches, PRODUCTS, ("Jonas", "Priya"), chosen)
    weeks = weeks_around(AS_OF, back=3, ahead=3, calendar=CALENDAR)
    return measure_spread(facts, rules(), as_of=AS_OF, weeks=weeks, calendar=CALENDAR)


HALVES = (allotted("Comet", 0.3, "A"), allotted("Quill", 0.3, "B"))


def test_the_headline_says_what_stands_out() -> None:
    assert wording.headline(spread()) == "Nobody is allocated yet"
    assert wording.headline(spread(*HALVES)) == "1 of 1 people spread thin"
    assert wording.headline(spread(HALVES[0])) == "Quill with nobody"
    alike = (allotted("Comet", 0.3, "A"), allotted("Quill", 0.2, "A"))
    assert wording.headline(spread(*alike)) == (
        "Nobody is spread thin, 2 products rest on one person"
    )
    shared = (allotted("Comet", 0.5, person="Priya"), allotted("Quill", 0.4, person="Priya"))
    thick = [
        allotted("Quill", 0.2, "A"),
        allotted("Comet", 0.9, "A"),
        *(allotted(one.product, one.share, "A", person="Priya") for one in shared),
    ]
    assert wording.headline(spread(*thick)) == "Nobody is spread thin, every product has somebody"


def test_a_person_is_told_by_products_shares_and_buyers() -> None:
    found = breadth(allotted("Comet", 0.3, "Shops"), allotted("Quill", 0.2))
    assert wording.breadth(found) == "2 products, 50% of the time"
    assert wording.parts(found) == "Comet 30% (Shops), Quill 20%"
    assert wording.history(found) == "No earlier month to compare with."


def test_the_history_compares_with_nobody_but_the_person() -> None:
    later = allotted("Quill", 0.3, "B", start_on=dt.date(2026, 3, 1))
    found = spread(allotted("Comet", 0.3, "A"), later).people[0]
    assert wording.history(found) == "Broader than at 2 of 2 earlier month ends."
    steady = spread(allotted("Comet", 0.3)).people[0]
    assert wording.history(steady) == "No broader than at any of 2 earlier month ends."


def test_a_number_is_written_as_the_company_does() -> None:
    assert [wording.number(value) for value in (2.0, 4 / 3, 1.5)] == ["2", "1.33", "1.5"]
    write_like(Manner(thousands=".", decimal=","))
    try:
        assert wording.number(4 / 3) == "1,33"
    finally:
        write_like(Manner())


def test_house_rules_are_said_with_every_number_they_decide() -> None:
    said = wording.method(RulesDraft(same_buyer=0.8, thin_from=3))
    assert "alike by 0.8" in said
    assert "thin from 3" in said
    assert "tier 1 80 hours (60 to 120) over 3 weeks" in wording.load_method(rules())
    assert "no benchmark" in wording.RULES_NOTE


def test_neighbouring_weeks_with_the_same_causes_are_one_line() -> None:
    found = spread(HALVES[0], launches=(launch(),))
    (line,) = wording.over_lines(found.load.weeks)
    assert line.startswith("Over, 23 Mar 2026 to 12 Apr 2026, in each of 3 weeks: 26.7 of 12 hours")
    assert line.endswith("Launches: Comet / Comet launch (tier 1): 26.7 hours.")
    assert wording.over_lines(spread(HALVES[0]).load.weeks) == []


def test_what_differs_between_weeks_is_told_apart() -> None:
    ends = dt.date(2026, 4, 3)
    parts = (
        allotted("Comet", 0.3, end_on=ends),
        allotted("Comet", 0.2, start_on=ends + dt.timedelta(days=3)),
    )
    lines = wording.over_lines(spread(*parts, launches=(launch(),)).load.weeks)
    assert [line[:35] for line in lines] == [
        "Over, 23 Mar 2026 to 05 Apr 2026, i",
        "Over, 06 Apr 2026 to 12 Apr 2026: 2",
    ]


def test_the_suggestion_gives_its_reasons_and_what_it_does_not_know() -> None:
    found = spread()
    assert wording.suggestion(found.suggestion) == (
        "Suggested: Quill, because the company bets on it. The largest is Comet with 60% of "
        "revenue."
    )
    unsure = suggest_first([SoldProduct(1, "Comet", 0.3), SoldProduct(2, "Harbor")])
    assert "could be larger" in wording.suggestion(unsure)
    nothing = suggest_first([SoldProduct(1, "Comet"), SoldProduct(2, "Harbor")])
    assert "Say which share of revenue" in wording.suggestion(nothing)


def test_the_choice_leads_and_the_suggestion_stays_beside_it() -> None:
    chosen = Chosen(1, "Comet", "Quill", "It pays.", "Helen Park", AS_OF)
    found = spread(chosen=chosen)
    assert wording.first(found) == "Start with Comet"
    assert (
        wording.chosen(chosen) == "Helen Park chose Comet instead of Quill on 31 Mar 2026: It pays."
    )
    assert wording.first(spread()) == "Start with Quill"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_chart_names_the_weeks_that_are_over_in_words(theme: str) -> None:
    found = spread(HALVES[0], launches=(launch(),))
    spec = load_chart(found, "Jonas", theme=theme).to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "hours" in rows[0])
    assert [row["verdict"] for row in rows] == [
        *["Within"] * 2,
        *["Over"] * 3,
        *["Within"] * 2,
    ]
    assert [row["word"] for row in rows] == ["", "", "Over", "", "", "", ""]
    alt = wording.chart_alt(found, "Jonas")
    assert "3 over" in alt
    assert "Week 14, 2026: 26.7 of 12 hours" in alt


def test_the_chart_survives_nothing_to_draw() -> None:
    assert load_chart(spread(), "Jonas").to_dict()["layer"]
    assert wording.chart_alt(spread(), "Jonas").endswith("no week is over.")
