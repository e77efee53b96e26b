"""The ranking on screen: which round, at which weights, under which order of importance."""

from collections.abc import Sequence
from itertools import permutations

import streamlit as st

from pmm_core.errors import PmmError
from pmm_core.formatting import safe_text
from pmm_core.prioritizer import ranking_wording as wording
from pmm_core.prioritizer.drafts import RoundDraft
from pmm_core.prioritizer.ranking import Weights
from pmm_core.prioritizer.round_wording import HEADS, TO_SCORES
from pmm_core.prioritizer.rounds import Progress, order_of, weights_of
from pmm_core.prioritizer.scoring import CRITERIA
from pmm_core.prioritizer.service import save_round
from pmm_core.prioritizer.stability import Order
from pmm_core.prioritizer.wording import scores_covered
from pmm_core.ui import cached, keeping, navigation
from pmm_core.ui.editing import Notice, tell
from pmm_core.ui.faults import show_fault, shown_faults
from pmm_core.ui.ranking_results import show_results
from pmm_core.ui.scores import link_to_round, pick_round
from pmm_core.ui.session import Visit, follow_settings
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import Criterion

# Where the sliders end, and where three equal ones stand.
_MOST, _MIDDLE = 10, 5


@st.fragment
def show_ranking(visit: Visit, rounds: Sequence[Progress]) -> None:
    """Show the ranking of a round; while weights move, only this part of the page is redrawn."""
    with shown_faults():
        current = follow_settings(visit)
        title = st.container()
        st.caption(wording.ABOUT)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            progress = pick_round(rounds, start=_newest_to_see(rounds))
            order = _pick_order(progress) if progress and not progress.is_covered else None
        keeping.show_notice(current)
        if progress is None:
            title.title("Ranking", anchor=False)
            _show_nothing_yet(current)
        elif progress.is_covered:
            title.title(safe_text(wording.covered_title(progress)), anchor=False)
            st.info(safe_text(scores_covered(progress.waiting)), icon=":material/visibility_off:")
            link_to_round(rounds, progress, navigation.SCORES)
        else:
            weights = _pick_weights(current, progress, order)
            ranked = cached.ranking(current, progress.round.id or 0, weights, order)
            title.title(safe_text(wording.title(ranked.ranking)), anchor=False)
            show_results(ranked, progress)
            link_to_round(rounds, progress, navigation.SCORES)


def _newest_to_see(rounds: Sequence[Progress]) -> Progress | None:
    return next((one for one in rounds if not one.is_covered), None)


def _show_nothing_yet(visit: Visit) -> None:
    page = navigation.SCORES if visit.is_owner else None
    show_empty(wording.NOTHING_YET, wording.SCORE_FIRST, page=page, label=TO_SCORES)


def _pick_order(progress: Progress) -> Order:
    """Ask for an order of importance; the round's own unless another is chosen."""
    orders: dict[str, Order] = {wording.ANY_ORDER: None}
    orders |= {wording.show_order(one): one for one in permutations(CRITERIA)}
    chosen: str = st.selectbox(
        wording.ORDER,
        list(orders),
        index=list(orders.values()).index(order_of(progress.round)),
        key=f"order-{progress.round.id}",
        bind="query-params",
        width=320,
        help=wording.ORDER_NOTE,
    )
    return orders[chosen]


def _pick_weights(visit: Visit, progress: Progress, order: Order) -> Weights:
    """Ask for three weights; the round's own unless a slider is moved."""
    own = weights_of(progress.round)
    start = _points(own)
    keys = {one: f"{one.value}-{progress.round.id}" for one in CRITERIA}
    said: dict[Criterion, int] = {}
    shares = {}
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{wording.WEIGHTS}**", width="stretch")
            tasks = st.container(horizontal=True, width="content", gap="small")
        with st.grid(columns=3, min_column_width=180):
            for one in CRITERIA:
                with st.container(gap="xsmall"):
                    said[one] = st.slider(
                        HEADS[one], 0, _MOST, start[one], key=keys[one], bind="query-params"
                    )
                    shares[one] = st.container()
        weights = own if said == start else _scaled(said)
        if order is not None and not weights.follow(order):
            weights = weights.following(order)
            st.caption(wording.moved_to_order(weights))
        for one, place in shares.items():
            place.markdown(f":small[{wording.counts_for(weights[one])}]")
        with tasks:
            _show_tasks(visit, progress, (weights, order), keys)
    return weights


def _points(weights: Weights) -> dict[Criterion, int]:
    """Return where the sliders stand for some weights; only their ratios matter."""
    largest = max(weights.in_order())
    level = _MIDDLE if min(weights.in_order()) == largest else _MOST
    return {one: round(level * weights[one] / largest) for one in CRITERIA}


def _scaled(said: dict[Criterion, int]) -> Weights:
    if not any(said.values()):
        st.caption(wording.ALL_ZERO)
        return Weights()
    return Weights.scaled(*(said[one] for one in CRITERIA))


def _show_tasks(
    visit: Visit,
    progress: Progress,
    chosen: tuple[Weights, Order],
    keys: dict[Criterion, str],
) -> None:
    """Offer to go back to equal weights, or to keep those chosen for the round."""
    row = progress.round
    st.button(
        wording.EQUAL,
        key="equal-weights",
        type="tertiary",
        icon=":material/balance:",
        on_click=_set_equal,
        args=(tuple(keys.values()),),
    )
    if not visit.is_owner or chosen == (weights_of(row), order_of(row)):
        return
    if st.button(
        wording.KEEP,
        key="keep-weights",
        icon=":material/save:",
        disabled=progress.is_closed,
        help=wording.KEEP_CLOSED if progress.is_closed else wording.KEEP_NOTE,
    ):
        _keep(visit, progress, *chosen)


def _set_equal(keys: tuple[str, ...]) -> None:
    for key in keys:
        st.session_state[key] = _MIDDLE


def _keep(visit: Visit, progress: Progress, weights: Weights, order: Order) -> None:
    row = progress.round
    said = {one.value: weights[one] for one in CRITERIA} | {"importance": list(order or ())}
    draft = RoundDraft.check(**RoundDraft.of(row).model_dump() | said)
    try:
        save_round(store=visit.store, actor=visit.actor, base=row, draft=draft)
    except PmmError as fault:
        show_fault(fault.message)
        return
    tell(Notice(wording.KEPT))
    st.rerun()
