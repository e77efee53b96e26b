"""A PDF holds every word as text, tagged, with our fonts and without a picture."""

import io
import re
from itertools import pairwise

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from pmm_core.deck import fonts
from pmm_core.deck.outline import (
    Bullets,
    Callout,
    Column,
    Paragraph,
    Share,
    Shares,
    Table,
    Tone,
    isolated,
)
from pmm_core.deck.pdf import to_pdf, to_pictures
from tests.deck.papers import every_block, outline

HOSTILE = '#let x = 1 #import "@preview/x" $x^2$ *b* _i_ `c` <label> @ref // no /* c */ \\ [a] "q"'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def roles(reader: PdfReader) -> set[str]:
    """Collect what the structure tree calls its parts."""
    found: set[str] = set()
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, DictionaryObject):
            found.add(str(node.get("/S", "")))
            waiting += [node["/K"]] if "/K" in node else []
    return found


def test_hostile_words_are_printed_as_they_were_typed() -> None:
    text = words(to_pdf(every_block(HOSTILE)))
    # A line that breaks may do so between any two words.
    typed = re.sub(r"\s", "", HOSTILE)
    assert re.sub(r"\s|-\n", "", text).count(typed) >= 10


def test_a_word_longer_than_its_column_breaks_and_is_copied_as_one() -> None:
    word = "https://wiki.example/" + "a" * 90
    table = Table((Column("A"), Column("B"), Column("C")), ((word, "b", "c"),))
    (page,) = read(to_pdf(outline(table))).pages
    text = page.extract_text()
    assert max(len(line) for line in text.splitlines() if "aaa" in line) < 50
    assert word in text.replace("\n", "")


def test_it_says_which_standard_it_keeps_and_in_which_language() -> None:
    reader = read(to_pdf(outline(Paragraph("So it is."))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert (reader.metadata.title, reader.metadata.author) == ("Trials come first", "Ada Moreno")


def test_headings_lists_and_tables_are_tagged_as_what_they_are() -> None:
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD"} <= roles(
        read(to_pdf(every_block("word")))
    )


def test_bars_are_drawn_as_lines_and_not_as_a_picture() -> None:
    bars = Shares("First in", tuple(Share(f"C{n}", n / 10, f"{n}0%") for n in range(10)))
    reader = read(to_pdf(outline(bars)))
    assert not [image for page in reader.pages for image in page.images]
    assert reader.pages[0].get_contents().get_data().count(b"\nf") >= 10


def test_only_the_fonts_that_are_shipped_are_in_it_and_each_is_embedded() -> None:
    reader = read(to_pdf(outline(Paragraph("Ada"), Callout("أهلا"), Paragraph("שלום"))))
    faces = reader.pages[0]["/Resources"]["/Font"]
    names = {str(face.get_object()["/BaseFont"]) for face in faces.values()}
    assert {re.sub(r"^/\w+\+|-.*$", "", name) for name in names} == {
        "Inter",
        "NotoSansArabic",
        "NotoSansHebrew",
    }
    inner = [face.get_object()["/DescendantFonts"][0].get_object() for face in faces.values()]
    assert all({"/FontFile2", "/FontFile3"} & set(one["/FontDescriptor"]) for one in inner)


def test_what_runs_at_the_foot_stands_on_every_page_with_its_number() -> None:
    long = tuple(Paragraph(f"Paragraph {n} of a long document.") for n in range(120))
    reader = read(to_pdf(outline(*long)))
    assert len(reader.pages) > 1
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "Version 2 of 27 Mar 2026" in text
        assert f"Page {number} of {len(reader.pages)}" in text


def test_the_head_of_a_table_is_repeated_on_the_next_page() -> None:
    rows = tuple((f"KPI {n}", "1") for n in range(90))
    reader = read(to_pdf(outline(Table((Column("Measure"), Column("Value")), rows))))
    assert all("Measure" in page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("name", ["أمل حداد", "משה כהן"])
def test_names_from_the_right_are_printed_with_their_letters(name: str) -> None:
    pdf = to_pdf(outline(Paragraph(name), title=f"{isolated(name)} takes on trials"))
    text = words(pdf)
    assert fonts.BOX not in text
    assert "takes on trials" in text
    for part in name.split():
        assert part in text or part[::-1] in text


def test_a_quoted_name_from_the_right_does_not_turn_its_sentence_around() -> None:
    pdf = to_pdf(outline(Bullets(("“أمل <b>x</b>” comes first", "“משה” and “שרה” tie"))))
    placed: dict[str, float] = {}
    read(pdf).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, *_: placed.update({text.strip(): tm[4] * cm[0] + cm[4]})
    )
    said = [at for word, at in placed.items() if re.search("comes|tie", word)]
    names = [at for word, at in placed.items() if re.search("[א-ת؀-ۿ]", word)]
    assert (len(said), len(names)) == (2, 3)
    assert min(said) > max(names)


def test_a_character_no_font_has_is_a_box_and_named() -> None:
    text = words(to_pdf(outline(Paragraph("Launch \N{ROCKET} now"))))
    assert "Launch □ now" in text
    assert "Printed as □, because no font here has them: U+1F680 ROCKET." in text


def lines_of(pdf: bytes) -> list[float]:
    """Measure how high the lines of words on the first page stand, from the top."""
    heights: list[float] = []
    read(pdf).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, *_: (
            heights.append(tm[5] * cm[3] + cm[5]) if text.strip() else None
        )
    )
    return sorted({round(one, 1) for one in heights}, reverse=True)


@pytest.mark.parametrize("tone", ["lead", "plain", "note"])
def test_lines_of_words_keep_clear_of_each_other(tone: Tone) -> None:
    long = "Product marketing exists so that the right buyer hears first what we do better. " * 3
    blocks = (Bullets((long, "b")), Paragraph(long, tone), Paragraph("Second.", tone))
    heights = lines_of(to_pdf(outline(*blocks, Paragraph(long, tone), Callout(long))))
    assert len(heights) > 12
    gaps = [above - below for above, below in pairwise(heights)]
    assert min(gaps) > 9


def test_the_same_document_is_the_same_file() -> None:
    assert to_pdf(outline(Paragraph("a"))) == to_pdf(outline(Paragraph("a")))


def test_pages_can_be_drawn_as_pictures() -> None:
    (page,) = to_pictures(outline(Paragraph("a")), ppi=40)
    assert page.startswith(b"\x89PNG")


def test_every_font_has_its_licence_beside_it() -> None:
    for path in fonts.FOLDER.glob("*.[ot]tf"):
        licence = fonts.FOLDER / f"OFL-{path.stem.partition('-')[0]}.txt"
        text = licence.read_text("utf-8")
        assert text.startswith("Copyright") and "SIL OPEN FONT LICENSE" in text
