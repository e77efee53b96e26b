"""Reasons for and against lead to one answer, or say which fact is missing."""

from enum import StrEnum

import pytest

from pmm_core.reasons import Change, Rule, RuleBook, Side


class Drink(StrEnum):
    TEA = "tea"
    COFFEE = "coffee"
    WATER = "water"


class Hour(StrEnum):
    MORNING = "morning"
    NIGHT = "night"


class Mood(StrEnum):
    CALM = "calm"
    TIRED = "tired"


BOOK: RuleBook[Drink] = RuleBook(
    options=tuple(Drink),
    questions={"hour": tuple(Hour), "mood": tuple(Mood)},
    rules=(
        Rule("hour", (Hour.MORNING,), Side.FOR, Drink.COFFEE, "It wakes."),
        Rule("hour", (Hour.NIGHT,), Side.RULES_OUT, Drink.COFFEE, "It keeps awake."),
        Rule("mood", (Mood.TIRED,), Side.FOR, Drink.COFFEE, "It keeps up."),
        Rule("mood", (Mood.CALM,), Side.FOR, Drink.TEA, "It suits."),
        Rule("mood", (Mood.TIRED,), Side.AGAINST, Drink.TEA, "It lulls."),
    ),
)


def test_the_option_with_the_most_reasons_is_the_answer() -> None:
    counsel = BOOK.advise({"hour": Hour.MORNING, "mood": Mood.TIRED})
    assert counsel.answer is Drink.COFFEE
    assert [(one.option, one.balance) for one in counsel.options] == [
        (Drink.COFFEE, 2),
        (Drink.WATER, 0),
        (Drink.TEA, -1),
    ]
    assert counsel.weighed(Drink.TEA).speak_against == ("It lulls.",)


def test_what_is_ruled_out_is_never_the_answer_however_much_speaks_for_it() -> None:
    counsel = BOOK.advise({"hour": Hour.NIGHT, "mood": Mood.TIRED})
    assert counsel.answer is Drink.WATER
    assert counsel.weighed(Drink.COFFEE).ruled_out == ("It keeps awake.",)
    assert counsel.options[-1].option is Drink.COFFEE


def test_options_that_are_level_go_in_their_order_and_are_named() -> None:
    counsel = BOOK.advise({"hour": Hour.MORNING, "mood": Mood.CALM})
    assert (counsel.answer, counsel.level) == (Drink.TEA, (Drink.COFFEE,))


def test_the_tie_fact_decides_between_options_that_are_level() -> None:
    book = RuleBook(
        options=tuple(Drink), questions={"likes": tuple(Drink)}, rules=(), tie_fact="likes"
    )
    assert book.advise({"likes": Drink.WATER}).answer is Drink.WATER


def test_a_missing_fact_that_matters_leaves_the_answer_open() -> None:
    counsel = BOOK.advise({"hour": Hour.MORNING, "mood": None})
    assert counsel.answer is None
    assert counsel.possible == (Drink.TEA, Drink.COFFEE)
    assert counsel.missing == ("mood",)
    assert (counsel.changes, counsel.level) == ((), ())


def test_a_missing_fact_that_does_not_matter_leaves_the_answer_standing() -> None:
    always = Rule("hour", tuple(Hour), Side.FOR, Drink.WATER, "It is there.")
    more = RuleBook(BOOK.options, BOOK.questions, (always, always, always))
    counsel = more.advise({"hour": None, "mood": None})
    assert (counsel.answer, counsel.missing) == (Drink.WATER, ("hour", "mood"))
    assert counsel.options[0].option is Drink.WATER
    assert counsel.level == ()


@pytest.mark.parametrize("hour", Hour)
@pytest.mark.parametrize("mood", Mood)
def test_every_change_named_is_what_the_other_answer_leads_to(hour: Hour, mood: Mood) -> None:
    facts = {"hour": hour, "mood": mood}
    counsel = BOOK.advise(facts)
    others = {
        (fact, other): BOOK.advise({**facts, fact: other}).answer
        for fact, answers in BOOK.questions.items()
        for other in answers
        if other != facts[fact]
    }
    expected = [
        Change(fact, other, answer)
        for (fact, other), answer in others.items()
        if answer is not counsel.answer
    ]
    assert list(counsel.changes) == expected
