"""What a mandate lacks is told in a sentence each, before it is put forward."""

import datetime as dt
from typing import Any

import pytest

from pmm_core.mandate.checks import Gap, find_gaps
from pmm_core.mandate.document import Part, Partner, Proof, Signer
from pmm_core.mandate.wording import defence_words
from pmm_core.vocabulary import BusinessFunction, KpiBucket, Status
from tests.mandate.written import TODAY, document, kpi, ranking

SALES = BusinessFunction.SALES


def gaps(**said: Any) -> list[Gap]:
    return list(find_gaps(document(**said)))


def test_a_whole_mandate_lacks_nothing() -> None:
    assert gaps() == []


@pytest.mark.parametrize(
    ("said", "part", "sentence"),
    [
        ({"purpose": None}, Part.PURPOSE, "Say why the team exists."),
        ({"challenge": None}, Part.FOCUS, "Choose the challenge that comes first."),
        ({"not_focus": None}, Part.NOT_FOCUS, "Say what the team does not take on, and why."),
        ({"success": None}, Part.SUCCESS, "Say what success looks like."),
        ({"review_on": None}, Part.REVIEW, "Choose the day on which you look again."),
        ({"review_on": TODAY}, Part.REVIEW, "The review on 31 Mar 2026 does not lie ahead."),
        ({"signers": ()}, Part.SIGNERS, "Choose who is asked to sign."),
        ({"kpis": ()}, Part.KPIS, "Choose the KPIs the team is measured by."),
        ({"partners": ()}, Part.PARTNERS, "Say with whom the team works"),
        ({"defence": None}, Part.DEFENCE, "Say why it comes first"),
        ({"ranking": None, "defence": None}, Part.DEFENCE, "Choose the scoring round"),
        (
            {"ranking": None, "uncovered": "The scores stay covered."},
            Part.DEFENCE,
            "The scores stay covered.",
        ),
        ({"ranking": ranking({})}, Part.DEFENCE, "Nothing can be ranked"),
    ],
)
def test_what_is_needed_is_asked_for(said: dict[str, Any], part: Part, sentence: str) -> None:
    (gap,) = [one for one in gaps(**said) if one.is_needed]
    assert gap.part is part
    assert sentence in gap.message


def test_a_focus_that_is_not_the_ranking_s_first_needs_a_reason_of_its_own() -> None:
    said = {"challenge": "Suites win", "ranking": ranking()}
    words = defence_words(ranking())
    (gap,) = gaps(**said, defence=words)
    assert gap.is_needed
    assert gap.message == (
        "“Trials end early” comes first in Q2 2026, not “Suites win”. Say in your own words why "
        "“Suites win” goes before."
    )
    assert gaps(**said, defence=None) == [gap]
    assert gaps(**said, defence=f"{words} Sales has two deals that end in April.") == []


def test_the_words_of_the_ranking_are_reason_enough_for_its_first() -> None:
    assert gaps(defence=defence_words(ranking())) == []


def test_one_of_several_that_tie_needs_no_other_reason() -> None:
    tied = ranking({"Trials end early": (4, 4, 4), "Suites win": (4, 4, 4)})
    said = {"challenge": "Suites win", "ranking": tied}
    assert gaps(**said, defence=defence_words(tied)) == []


def test_a_focus_nobody_ranked_needs_a_reason_too() -> None:
    (gap,) = gaps(challenge="Churn", defence=defence_words(ranking()))
    assert gap.message.startswith("“Churn” was not ranked in Q2 2026")


def test_a_challenge_without_proof_may_be_put_forward_and_a_reader_is_told() -> None:
    for proof in (Proof(), Proof(kpi(None, value=None, status=Status.NO_DATA))):
        (gap,) = gaps(proof=proof)
        assert (gap.part, gap.is_needed) == (Part.FOCUS, False)
        assert gap.message == "No KPI or number proves “Trials end early” yet."
    assert gaps(proof=Proof(number="212 of 1,000 trials; billing.")) == []


def test_a_kpi_that_is_on_track_speaks_for_no_challenge_unless_a_number_does() -> None:
    fine = kpi(KpiBucket.REVENUE, status=Status.ON_TRACK)
    (gap,) = gaps(proof=Proof(fine))
    assert not gap.is_needed
    assert gap.message == "Only Revenue KPI speaks for “Trials end early”, and it is on track."
    assert gaps(proof=Proof(fine, "212 of 1,000 trials; billing.")) == []


def test_nobody_accountable_holds_it_back_and_nobody_consulted_does_not() -> None:
    partners = (*document().partners[:2], Partner(SALES, None, ()))
    nobody, silent = gaps(partners=partners)
    assert nobody.is_needed and not silent.is_needed
    assert nobody.message == (
        "Nobody is accountable for what the team shares with sales. Choose exactly one."
    )
    assert silent.message == "Nobody is consulted on what the team shares with sales."


def test_an_empty_bucket_is_told_and_may_stay() -> None:
    kpis = tuple(one for one in document().kpis if one.bucket is not KpiBucket.PROJECT)
    (gap,) = gaps(kpis=kpis)
    assert (gap.message, gap.is_needed) == ("No KPI of the bucket project is chosen.", False)


def test_a_kpi_without_a_bucket_belongs_nowhere() -> None:
    (gap,) = gaps(kpis=(*document().kpis, kpi(None)))
    assert gap.is_needed
    assert "is in no bucket" in gap.message


def test_a_project_without_a_partner_and_a_usual_partner_nobody_speaks_of_are_told() -> None:
    kpis = (*document().kpis[:2], kpi(KpiBucket.PROJECT, partner=None))
    partners = tuple(one for one in document().partners if one.function is not SALES)
    usual, project = sorted(
        gaps(kpis=kpis, partners=partners), key=lambda one: one.message[0] != "R"
    )
    assert not usual.is_needed and not project.is_needed
    assert usual.message.startswith("Revenue KPIs are usually moved with sales;")
    assert "names no partner team" in project.message


def test_a_line_without_a_reason_is_named() -> None:
    (gap,) = gaps(not_focus="Tenders: nobody decides by them.\nTranslations\nBooths:")
    assert "“Translations” and “Booths”" in gap.message
    assert not gap.is_needed


def test_what_is_archived_must_be_replaced() -> None:
    partners = (*document().partners[:2], Partner(SALES, "Nils Berg", ("Bo Lind",)))
    said = document(
        partners=partners,
        signers=(Signer(3, "Nils Berg"),),
        kpis=(*document().kpis, kpi(KpiBucket.REVENUE, name="Old", scope=None)),
    )
    found = find_gaps(said, archived={"Nils Berg", "Trials end early"})
    assert [(one.part, one.message) for one in found] == [
        (Part.FOCUS, "“Trials end early” is archived. Choose another."),
        (Part.KPIS, "“Old” is archived. Choose another."),
        (Part.PARTNERS, "“Nils Berg” is archived. Choose another."),
        (Part.SIGNERS, "“Nils Berg” is archived. Choose another."),
    ]


def test_what_is_needed_stands_before_what_may_stay() -> None:
    found = gaps(focus=None, success=None, review_on=dt.date(2026, 1, 1))
    assert [one.is_needed for one in found] == [True, True, False]
