"""Lists of the house are typed or pasted as lines; a line that says too little is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.errors import InvalidInput
from pmm_core.house.drafts import TemplateItem, TemplatesDraft, TierRules
from pmm_core.house.lines import answer_lines, answers_of, item_lines, items_of

NAMES = st.text("abc ;.x'“", min_size=1, max_size=12).filter(
    lambda name: name.strip() == name and ";" not in name
)
ITEMS = st.builds(TemplateItem, name=NAMES, days_before=st.integers(0, 365), critical=st.booleans())


def test_every_list_the_house_starts_from_reads_back_as_it_is() -> None:
    for question in TierRules().questions:
        assert answers_of(answer_lines(question.answers), where="x") == question.answers
    for items in TemplatesDraft().tiers:
        assert items_of(item_lines(items), where="x") == items


@given(st.lists(ITEMS, max_size=5))
def test_a_readiness_list_reads_back_as_it_was_written(items: list[TemplateItem]) -> None:
    assert items_of(item_lines(items), where="Tier 1") == tuple(items)


def test_cells_pasted_from_a_table_and_blank_lines_are_understood() -> None:
    pasted = "Pricing page\t14\tCritical\n\n  Demo ; 7 ;\n"
    assert items_of(pasted, where="Tier 1") == (
        TemplateItem(name="Pricing page", days_before=14, critical=True),
        TemplateItem(name="Demo", days_before=7),
    )


@pytest.mark.parametrize(
    "line", ["Pricing page", "Pricing page; soon", "; 14", "Demo; 7; maybe", "Demo; -3"]
)
def test_a_line_that_is_no_item_is_named_with_what_to_write(line: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        items_of(f"Release note; 1\n{line}", where="Tier 2")
    assert refused.value.code == "line_unreadable"
    assert refused.value.message.startswith(f"Tier 2, line 2: “{line}” cannot be read.")
    assert "Pricing page; 14; critical" in refused.value.message


@pytest.mark.parametrize("line", ["A new segment", "two A new segment", "2", "-1 Nobody"])
def test_a_line_without_points_is_named_with_what_to_write(line: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        answers_of(f"0 Nobody new\n{line}", where="Question 1")
    assert refused.value.code == "line_unreadable"
    assert "Question 1, line 2" in refused.value.message
    assert "2 A new segment" in refused.value.message
