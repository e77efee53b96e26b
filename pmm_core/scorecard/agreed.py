"""The colour people agreed on in reviews: it moves more slowly than the computed status."""

from collections.abc import Iterable

from pmm_core.vocabulary import Status


def agreed_status(said: Iterable[Status | None]) -> Status | None:
    """Tell the colour in force after some reviews.

    One bad day should not turn a colour that a room agreed on: it changes only once two reviews in
    a row say the same other colour. The first colour ever said holds at once.

    Args:
        said: what each review said, in the order they were held; null where it said nothing.
    """
    holds: Status | None = None
    before: Status | None = None
    for colour in said:
        if colour is None:
            continue
        if holds is None or colour is before:
            holds = colour
        before = colour
    return holds
