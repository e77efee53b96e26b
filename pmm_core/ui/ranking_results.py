"""What a ranking says: the two pictures, what would change the first, what stands behind each."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from pmm_core.exports import ExportKind, file_name, safe_export
from pmm_core.formatting import safe_text, show_percent, show_value
from pmm_core.prioritizer import charts, sheet_wording
from pmm_core.prioritizer import ranking_wording as wording
from pmm_core.prioritizer.grounds import TOP_THREE, RankedRound
from pmm_core.prioritizer.ranking import RankedChallenge, Ranking
from pmm_core.prioritizer.round_wording import HEADS
from pmm_core.prioritizer.rounds import Progress
from pmm_core.prioritizer.scoring import CRITERIA
from pmm_core.prioritizer.wording import NOTHING_RANKED, disputes, notes_on_ranked, show_share
from pmm_core.ui.session import theme
from pmm_core.ui.show import show_empty

_CHALLENGE_KEY = "challenge"


def show_results(ranked: RankedRound, progress: Progress) -> None:
    """Show a ranking with everything that makes it firm or not."""
    ranking = ranked.ranking
    if ranking.ranked:
        _show_firmness(ranking)
        chosen = _show_charts(ranked)
        _show_chosen(ranked, chosen)
        _show_table(ranked)
    else:
        show_empty(NOTHING_RANKED, wording.SCORE_ALL_THREE)
    _show_not_ranked(ranked)
    notes = notes_on_ranked(ranking, ranked.answers.sheet)
    late = sheet_wording.late(ranked.answers.late)
    for line in (wording.counted(progress), *late, *disputes(ranking), *notes):
        st.caption(safe_text(line))
    _show_details(ranked)


def _show_firmness(ranking: Ranking) -> None:
    lines = [line for line in wording.firmness(ranking) if line]
    if not lines:
        return
    st.markdown(f"**{wording.FIRM}**")
    st.markdown("\n".join(f"- {safe_text(line)}" for line in lines))


def _show_charts(ranked: RankedRound) -> RankedChallenge:
    """Draw both pictures; a click in one chooses a challenge for all that follows."""
    places = ranked.ranking.ranked
    names = {one.challenge: one for one in places}
    said = st.session_state.get(_CHALLENGE_KEY) or st.query_params.get(_CHALLENGE_KEY)
    chosen = names.get(str(said), places[0])
    with st.grid(columns=2, min_column_width=300, gap="medium"):
        with st.container(gap="small"):
            st.subheader(wording.WHERE, anchor=False)
            chart = charts.bubble_chart(ranked, chosen.challenge, theme=theme())
            _show_chart(chart, "bubbles", wording.bubbles_alt(ranked), places.index(chosen))
            st.caption(wording.WHERE_NOTE)
        with st.container(gap="small"):
            st.subheader(wording.FIRM_EACH, anchor=False)
            chart = charts.robustness_chart(ranked, chosen.challenge, theme=theme())
            _show_chart(chart, "shares", wording.bars_alt(ranked), places.index(chosen))
            st.caption(wording.BARS_NOTE if len(places) > TOP_THREE else wording.BARS_OF_FEW)
    return chosen


def _show_chart(chart: charts.Picture, name: str, alt: str, at: int) -> None:
    """Draw a chart whose marks choose a challenge; a new choice makes it a new one, unselected."""
    key = f"{name}-{at}"
    st.altair_chart(
        chart,
        key=key,
        alt=alt,
        on_select=partial(_choose, key),
        selection_mode=charts.PICKED,
    )


def _choose(key: str) -> None:
    picked = st.session_state[key]["selection"].get(charts.PICKED)
    # A click beside every mark selects something that has no challenge.
    challenge = picked[0].get("challenge") if picked else None
    if challenge:
        st.session_state[_CHALLENGE_KEY] = challenge


def _show_chosen(ranked: RankedRound, chosen: RankedChallenge) -> None:
    """Show what stands behind the place of one challenge."""
    ranking = ranked.ranking
    places = ranking.ranked
    st.selectbox(
        wording.PICK,
        [one.challenge for one in places],
        index=None,
        placeholder=places[0].challenge,
        key=_CHALLENGE_KEY,
        bind="query-params",
        width=420,
        help=wording.PICK_NOTE,
    )
    following = next(iter(places[places.index(chosen) + 1 :]), None)
    with st.container(border=True):
        st.markdown(f"**{chosen.rank}. {safe_text(chosen.challenge)}**")
        with st.container(horizontal=True, gap="small"):
            st.badge(wording.scored(chosen), color="gray")
            st.badge(wording.first_share(chosen), color="blue")
            if len(places) > TOP_THREE:
                st.badge(wording.top_three_share(chosen), color="gray")
            if ranked.vetoes[chosen.challenge]:
                st.badge(wording.VETOED, icon=":material/front_hand:", color="orange")
        with st.grid(columns=2, min_column_width=300, gap="medium"):
            with st.container(gap="small"):
                _show_beliefs(chosen, ranking)
                lines = [
                    wording.ahead_of(chosen, following),
                    *wording.behind(ranked, chosen),
                ]
                st.markdown("\n".join(f"- {safe_text(line)}" for line in lines if line))
            _show_rank_shares(chosen)


def _show_beliefs(chosen: RankedChallenge, ranking: Ranking) -> None:
    """Show the central weights beside those in use."""
    central = chosen.central_weights
    if central is None:
        return
    st.markdown(f"{wording.BELIEVE}  \n:small[:gray[{wording.BELIEVE_NOTE}]]")
    with st.container(horizontal=True, gap="medium"):
        for one in CRITERIA:
            st.metric(
                HEADS[one],
                show_percent(central[one]),
                delta=wording.now(one, ranking.weights),
                delta_arrow="off",
                delta_color="off",
                width="content",
            )


def _show_rank_shares(chosen: RankedChallenge) -> None:
    total, rows = 0.0, []
    for rank, share in enumerate(chosen.rank_shares, start=1):
        total = min(total + share, 1.0)
        rows.append((rank, show_value(share, "%"), show_value(total, "%")))
    frame = pd.DataFrame(rows, columns=wording.SHARE_COLUMNS)
    alt = wording.shares_alt(chosen.challenge)
    st.dataframe(frame, hide_index=True, height="content", alt=alt)


def _show_table(ranked: RankedRound) -> None:
    rows = [
        (
            str(one.rank),
            safe_text(one.challenge),
            f"{one.score:.2f}",
            safe_text(show_share(one.rank_shares[0])),
            *(wording.spread(one.scores[criterion]) for criterion in CRITERIA),
            wording.look_at(ranked, one),
        )
        for one in ranked.ranking.ranked
    ]
    st.subheader(wording.TABLE, anchor=False)
    frame = pd.DataFrame(rows, columns=wording.COLUMNS)
    # Long names and flags wrap, so the last column stays on the screen.
    st.table(frame, border="horizontal", hide_index=True, alt=wording.TABLE)
    st.caption(wording.TABLE_NOTE)


def _show_not_ranked(ranked: RankedRound) -> None:
    """List challenges without a rank, each with the reason."""
    ranking, scorers = ranked.ranking, len(ranked.answers.scorers)
    if not ranking.unranked:
        return
    st.subheader(wording.NOT_RANKED, anchor=False)
    for challenge in ranking.unranked:
        why = wording.not_ranked(challenge, ranking.missing, scorers)
        st.markdown(f"- **{safe_text(challenge)}**: {why}")


def _show_details(ranked: RankedRound) -> None:
    """Offer every rank share, every single score that decides, and the scores as a file."""
    if ranked.ranking.ranked:
        _on_demand(wording.SHARES, "rank-shares", lambda: _shares_frame(ranked.ranking))
    if ranked.ranking.stability.single_scores:
        _on_demand(wording.SINGLE, "single-scores", lambda: _single_frame(ranked.ranking))
    if ranked.ranking.stability.leave_one_scorer_out:
        _on_demand(wording.LEFT_OUT, "left-out", lambda: _left_out_frame(ranked.ranking))
    st.download_button(
        wording.DOWNLOAD,
        lambda: safe_export(ranked.scores, ExportKind.CSV),
        file_name=file_name(f"scores {ranked.name}", ExportKind.CSV),
        icon=":material/download:",
        on_click="ignore",
        help=wording.DOWNLOAD_NOTE,
    )


def _on_demand(title: str, key: str, make: Callable[[], pd.DataFrame]) -> None:
    details = st.expander(title, on_change="rerun", key=key)
    if details.open:
        with details:
            st.dataframe(make(), hide_index=True, alt=title)


def _shares_frame(ranking: Ranking) -> pd.DataFrame:
    rows = [
        (one.challenge, *(show_value(share, "%") for share in one.rank_shares))
        for one in ranking.ranked
    ]
    columns = ["Challenge", *(wording.rank(place) for place in range(1, len(rows) + 1))]
    return pd.DataFrame(rows, columns=columns)


def _single_frame(ranking: Ranking) -> pd.DataFrame:
    rows = [
        (
            one.scorer,
            one.challenge,
            HEADS[one.criterion],
            f"{one.by:+d}",
            wording.then_first(one.tied_first),
        )
        for one in ranking.stability.single_scores
    ]
    return pd.DataFrame(rows, columns=wording.SINGLE_COLUMNS)


def _left_out_frame(ranking: Ranking) -> pd.DataFrame:
    rows = [
        (one.scorer, wording.then_first(one.tied_first))
        for one in ranking.stability.leave_one_scorer_out
    ]
    return pd.DataFrame(rows, columns=wording.LEFT_OUT_COLUMNS)
