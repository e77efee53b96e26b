"""Screen, PDF and Markdown show one document, with the numbers of the mandate."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from pmm_core.deck.markdown import to_markdown
from pmm_core.deck.outline import (
    Bullets,
    Outline,
    Paragraph,
    Section,
    Shares,
    SideBySide,
    Table,
)
from pmm_core.deck.pdf import to_pdf
from pmm_core.mandate.document import MandateKpi, Part, Proof
from pmm_core.mandate.paper import lay_out
from pmm_core.mandate.versions import Answer, Version
from pmm_core.prioritizer.defence import Defence
from pmm_core.vocabulary import KpiBucket, SignOffDecision
from tests.mandate.written import TODAY, document, kpi, ranking

SIGNED, OBJECTED = SignOffDecision.SIGNED, SignOffDecision.OBJECTED


def version(*answers: Answer, **said: object) -> Version:
    answers = answers or (
        Answer(1, "Ada Moreno", SIGNED, TODAY),
        Answer(2, "Bo Lind", OBJECTED, TODAY, "Suites come first."),
    )
    return Version(7, 2, "Ada Moreno", "Suites went in.", document(**said), answers)


def sections(outline: Outline) -> dict[str, Section]:
    found = [
        each
        for one in outline.sections
        for each in ((one.left, one.right) if isinstance(one, SideBySide) else (one,))
    ]
    return {one.part: one for one in found}


def table(outline: Outline, part: Part) -> Table:
    (one,) = [block for block in sections(outline)[part].blocks if isinstance(block, Table)]
    return one


def text_of(outline: Outline) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(outline))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_every_part_stands_in_the_order_it_is_read_in() -> None:
    assert list(sections(lay_out(document()))) == list(Part)


def test_a_version_says_its_number_day_author_and_who_agreed_on_every_page() -> None:
    outline = lay_out(version().document, version())
    assert outline.title == "Product marketing takes on “Trials end early” first"
    assert outline.stamp == (
        "Version 2, put forward on 31 Mar 2026 by Ada Moreno · 1 of 2 signed, 1 objected · "
        "Suites went in."
    )
    assert outline.running == (
        "Product marketing: version 2 of 31 Mar 2026 · numbers as of 31 Mar 2026"
    )
    assert (outline.mark, outline.author, outline.dated) == ("", "Ada Moreno", TODAY)


def test_what_is_being_written_is_marked_as_a_draft() -> None:
    outline = lay_out(document())
    assert outline.mark == "Draft"
    assert "not put forward" in outline.stamp


def test_bars_are_the_rank_shares_with_the_focus_marked() -> None:
    bars = [
        block
        for block in sections(lay_out(document()))["defence"].blocks
        if isinstance(block, Shares)
    ]
    found: Defence = ranking()
    assert [(one.label, one.share) for one in bars[0].shares] == [
        (one.challenge, one.rank_shares[0]) for one in found.places if one.rank_shares[0]
    ]
    assert [one.is_strong for one in bars[0].shares] == [True, False]
    assert "No weighting puts “Nobody knows us” first." in to_markdown(lay_out(document()))


def test_of_many_challenges_the_first_ones_and_the_focus_are_drawn_and_the_rest_counted() -> None:
    scores = {f"C{n}": (1 + n % 5, 1 + n * 3 % 5, 1 + n * 7 % 5) for n in range(60)}
    many = ranking(scores)
    last = [one.challenge for one in many.places if one.rank_shares[0]][-1]
    outline = lay_out(document(ranking=many, challenge=last))
    (bars,) = [one for one in sections(outline)["defence"].blocks if isinstance(one, Shares)]
    assert len(bars.shares) == 8
    assert [one.label for one in bars.shares if one.is_strong] == [last]
    assert [one.share for one in bars.shares] == sorted(
        (one.share for one in bars.shares), reverse=True
    )
    text = to_markdown(outline)
    assert "Another 28 come first in at most" in text
    assert "No weighting puts any of the other 24 first." in text


def test_kpis_stand_in_their_three_buckets_and_an_empty_one_says_so() -> None:
    kpis = (kpi(KpiBucket.REVENUE), kpi(KpiBucket.REVENUE, name="Win rate", value=None, on=None))
    rows = table(lay_out(document(kpis=kpis)), Part.KPIS).rows
    assert rows == (
        (
            "Revenue, with marketing and sales",
            "Revenue KPI (Comet), with Growth",
            "21.2%, to be at least 27.0%",
            "28 Feb 2026",
            "Off track",
            "Ada Moreno",
        ),
        (
            "",
            "Win rate (Comet), with Growth",
            "—, to be at least 27.0%",
            "",
            "Off track",
            "Ada Moreno",
        ),
        ("Adoption, with product", "No KPI", "", "", "", ""),
        ("Project, with the partner each names", "No KPI", "", "", "", ""),
    )


def test_what_is_not_taken_on_is_parted_from_its_reason() -> None:
    said = "- Tenders: nobody decides: by them.\nTranslations"
    rows = table(lay_out(document(not_focus=said)), Part.NOT_FOCUS).rows
    assert rows == (("Tenders", "nobody decides: by them."), ("Translations", ""))


def test_what_proves_the_challenge_stands_beside_it_with_the_value_of_the_day() -> None:
    both = Proof(kpi(KpiBucket.REVENUE, partner=None), "212 of 1,000 trials; billing.")
    outline = lay_out(document(proof=both))
    assert sections(outline)["focus"].blocks[1] == Paragraph(
        "Proof: Revenue KPI (Comet) at 21.2%, to be at least 27.0% (off track as of 28 Feb 2026); "
        "212 of 1,000 trials; billing.",
        "note",
    )
    assert "off track as of 28 Feb 2026" in text_of(outline)


@pytest.mark.parametrize("silent", [None, kpi(None, value=None, on=None), kpi(None, value=None)])
def test_a_challenge_nothing_proves_says_so_on_every_paper(silent: MandateKpi | None) -> None:
    outline = lay_out(document(proof=Proof(silent)))
    assert sections(outline)["focus"].blocks[1] == Paragraph("No KPI or number proves it yet.")
    assert "No KPI or number proves it yet." in text_of(outline)
    assert "No KPI or number proves it yet." in to_markdown(outline)


def test_a_version_that_kept_no_proof_is_silent_about_it() -> None:
    text = to_markdown(lay_out(document(proof=None)))
    assert "Proof:" not in text
    assert "proves it yet" not in text


def test_doubts_are_a_list_of_which_a_screen_shows_three_at_once() -> None:
    doubted = replace(ranking(), doubts=tuple(f"Doubt {n}." for n in range(10)))
    blocks = sections(lay_out(document(ranking=doubted)))["defence"].blocks
    (doubts,) = [one for one in blocks if isinstance(one, Bullets) and one.at_once]
    assert (doubts.items, doubts.at_once) == (doubted.doubts, 3)
    notes = [one.text for one in blocks if isinstance(one, Paragraph) and one.tone == "note"]
    assert "Doubt" not in " ".join(notes)


def test_an_objection_stands_with_its_words() -> None:
    rows = table(lay_out(document(), version()), Part.SIGNERS).rows
    assert rows[1] == ("Bo Lind", "Objected", "31 Mar 2026", "Suites come first.")


def test_pdf_and_markdown_show_the_same_words() -> None:
    outline = lay_out(version().document, version())
    printed = text_of(outline)
    written = to_markdown(outline)
    for words in (
        "21.2%, to be at least 27.0%",
        "28 Feb 2026",
        "Off track",
        "Suites come first.",
        outline.stamp,
    ):
        assert words in printed
        assert words in written
    for one in ranking().places[:2]:
        assert one.first in printed
        assert one.first in written.replace("\\", "")


def test_names_that_are_markup_are_shown_as_they_are_written() -> None:
    name = "#let *x* $y$ ![p](http://evil.example/p.png)"
    said = version(
        Answer(1, name, OBJECTED, TODAY, name),
        team=name,
        challenge=name,
        purpose=name,
        success=name,
    )
    outline = lay_out(said.document, said)
    assert name.replace(" ", "") in text_of(outline).replace(" ", "")
    inline = [one for one in MarkdownIt().parse(to_markdown(outline)) if one.type == "inline"]
    assert "image" not in {child.type for one in inline for child in one.children or []}


def test_a_name_from_the_right_does_not_turn_the_title_around() -> None:
    outline = lay_out(document(team="شركة", challenge="משה"))
    assert outline.title.startswith("\u2068شركة\u2069 takes on")
    assert "takes on" in text_of(outline)


def test_a_bare_mandate_can_be_laid_out_and_asks_for_all_of_it() -> None:
    bare = document(
        purpose=None,
        challenge=None,
        focus=None,
        not_focus=None,
        defence=None,
        ranking=None,
        kpis=(),
        partners=(),
        success=None,
        review_on=None,
        signers=(),
    )
    text = text_of(lay_out(bare))
    assert "Say why the team exists." in text
    assert "Choose who is asked to sign." in text


def test_the_day_of_the_numbers_is_that_of_the_version() -> None:
    earlier = version(as_of=dt.date(2025, 11, 5))
    assert lay_out(earlier.document, earlier).running.endswith("numbers as of 05 Nov 2025")
