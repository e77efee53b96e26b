"""Two versions of a mandate are compared sentence by sentence, in words."""

from typing import Any

from pmm_core.mandate.differences import Change, Kind, Mark, compare, marked
from pmm_core.mandate.document import Part, Partner
from pmm_core.vocabulary import BusinessFunction, KpiBucket
from tests.mandate.written import document, kpi, post, ranking


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    return list(compare(document(**before), document(**after)))


def test_the_same_words_differ_in_nothing() -> None:
    assert changes({}, {}) == []


def test_a_sentence_that_was_added_removed_or_changed_is_told_as_that() -> None:
    before = "Say what the trial shows. Answer every mail. Renew the deck."
    after = "Say what the trial shows in May. Renew the deck. Visit ten shops."
    assert changes({"focus": before}, {"focus": after}) == [
        Change(
            Part.FOCUS,
            Kind.CHANGED,
            "Say what the trial shows.",
            "Say what the trial shows in May.",
        ),
        Change(Part.FOCUS, Kind.REMOVED, "Answer every mail.", None),
        Change(Part.FOCUS, Kind.ADDED, None, "Visit ten shops."),
    ]


def test_two_sentences_that_have_little_in_common_are_not_one_that_changed() -> None:
    found = changes({"focus": "Answer every mail."}, {"focus": "Visit ten shops."})
    assert [one.kind for one in found] == [Kind.REMOVED, Kind.ADDED]


def test_the_words_of_a_changed_sentence_are_marked() -> None:
    change = Change(Part.FOCUS, Kind.CHANGED, "By March 27% convert.", "By June 27% convert.")
    assert marked(change) == (
        (Mark.SAME, "By"),
        (Mark.REMOVED, "March"),
        (Mark.ADDED, "June"),
        (Mark.SAME, "27% convert."),
    )


def test_new_values_of_a_kpi_are_no_change_and_another_kpi_is() -> None:
    kpis = tuple(kpi(bucket, value=0.5, post=post(0.6)) for bucket in KpiBucket)
    assert changes({}, {"kpis": kpis}) == []
    (added,) = changes({}, {"kpis": (*kpis, kpi(KpiBucket.REVENUE, name="Win rate", partner=None))})
    assert (added.kind, added.after) == (Kind.ADDED, "Revenue: Win rate (Comet)")


def test_who_is_accountable_is_compared_function_by_function() -> None:
    sales = BusinessFunction.SALES
    before = (Partner(sales, "Ada Moreno", ("Bo Lind",), overlap="One deck."),)
    after = (Partner(sales, "Bo Lind", ("Ada Moreno",), overlap="One deck."),)
    (change,) = changes({"partners": before}, {"partners": after})
    assert (change.part, change.kind) == (Part.PARTNERS, Kind.CHANGED)
    assert change.after == "Sales: accountable is Bo Lind, consulted Ada Moreno."


def test_another_ranking_is_told_challenge_by_challenge_and_not_in_its_sentences() -> None:
    other = ranking({"Trials end early": (5, 3, 4), "Suites win": (3, 5, 3), "Churn": (2, 2, 2)})
    found = changes({}, {"ranking": other})
    assert {
        (one.part, one.kind, one.before, one.after) for one in found if "place" in str(one)
    } >= {
        (
            Part.DEFENCE,
            Kind.REMOVED,
            "“Nobody knows us” takes place 3 with a score of 2: first in 0% of the weightings.",
            None,
        ),
        (
            Part.DEFENCE,
            Kind.ADDED,
            None,
            "“Churn” takes place 3 with a score of 2: first in 0% of the weightings.",
        ),
    }
    assert [one.after for one in found if one.kind is Kind.CHANGED] == [
        "“Trials end early” takes place 1 with a score of 4: first in 67% of the weightings.",
        "“Suites win” takes place 2 with a score of 3.7: first in 33% of the weightings.",
    ]


def test_an_order_that_moved_is_no_change_of_what_is_said() -> None:
    kpis = document().kpis
    assert changes({}, {"kpis": tuple(reversed(kpis))}) == []


def test_parts_are_told_in_the_order_they_are_read_in() -> None:
    found = changes({}, {"success": "Other.", "purpose": "Another.", "signers": ()})
    assert [one.part for one in found] == sorted((one.part for one in found), key=list(Part).index)
    assert {one.part for one in found} == {Part.PURPOSE, Part.SUCCESS, Part.SIGNERS}
