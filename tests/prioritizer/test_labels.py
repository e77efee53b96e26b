"""Names beside bubbles: none covers another, and one without room is left out."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pmm_core.prioritizer.labels import Bubble, Label, place_labels

WIDE, HIGH = 400.0, 420.0
bubbles = st.lists(
    st.builds(
        Bubble,
        name=st.text(min_size=1, max_size=80),
        x=st.floats(0, WIDE),
        y=st.floats(0, HIGH),
        radius=st.floats(8, 24),
    ),
    max_size=15,
)


def placed(*given: Bubble, width: float = WIDE) -> tuple[Label | None, ...]:
    return place_labels(given, width=width, height=HIGH)


@given(bubbles)
def test_no_name_covers_another_name_or_bubble_or_leaves_the_picture(given: list[Bubble]) -> None:
    labels = placed(*given)
    assert len(labels) == len(given)
    shown = [one for one in labels if one]
    for one, other in combinations(shown, 2):
        assert not one.box.covers(other.box)
    for label, own in zip(labels, given, strict=True):
        if label is None:
            continue
        assert 0 <= label.box.left <= label.box.right <= WIDE
        assert 0 <= label.box.top <= label.box.bottom <= HIGH
        assert not any(label.box.covers(one.box) for one in given if one is not own)


def test_a_name_stands_right_of_its_bubble_and_left_of_one_at_the_edge() -> None:
    middle, edge = placed(Bubble("Middle", 100, 100, 10), Bubble("At the edge", 390, 300, 10))
    assert middle and (middle.align, middle.dx) == ("left", 14)
    assert edge and (edge.align, edge.dx) == ("right", -14)


def test_a_long_name_is_broken_into_lines() -> None:
    (label,) = placed(Bubble("Nobody ever finds the new plan", 100, 100, 10))
    assert label and label.text == "Nobody ever finds\nthe new plan"


def test_who_comes_first_gets_a_name_where_there_is_room_for_one_only() -> None:
    names = placed(
        *(Bubble(f"Far too long a name {at}", 60, 60, 10) for at in range(30)), width=150
    )
    assert names[0] is not None
    assert names[-1] is None
