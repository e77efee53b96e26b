"""What a round says once it may be seen: where scorers are apart, and what moved."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pmm_core.formatting import safe_text, show_value
from pmm_core.prioritizer import round_wording as wording
from pmm_core.prioritizer import score_charts, sheet_wording
from pmm_core.prioritizer.disagreement import Strip, strips_of, to_talk_about
from pmm_core.prioritizer.rounds import Answers
from pmm_core.prioritizer.scoring import score_challenges
from pmm_core.prioritizer.service import read_answers, read_moved
from pmm_core.prioritizer.wording import score_notes
from pmm_core.ui.session import Visit, theme
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import Criterion

# More than these are read in the chart and the table.
_MOST = 6


def show_scores(visit: Visit, round_id: int, *, scorer_id: int | None = None) -> None:
    """Show every score of a round that may be seen, those that are apart first."""
    answers = read_answers(
        store=visit.store, actor=visit.actor, round_id=round_id, scorer_id=scorer_id
    )
    for line in sheet_wording.late(answers.late):
        st.warning(safe_text(line), icon=":material/visibility:")
    strips = strips_of(answers.sheet)
    if not strips:
        show_empty(wording.NOTHING_SCORED, wording.NOTHING_SCORED_YET)
        return
    disputed = to_talk_about(strips)
    st.subheader(wording.TALK if disputed else wording.APART, anchor=False)
    if not disputed and len(answers.scorers) > 1:
        st.markdown(wording.AGREED)
    with st.grid(columns=3, min_column_width=280):
        for one in disputed[:_MOST]:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_disputed(one, answers)
    more = wording.more_disputed(len(disputed) - _MOST)
    if more:
        st.caption(more)
    if disputed:
        st.subheader(wording.APART, anchor=False)
    st.altair_chart(
        score_charts.disagreement_chart(strips, theme=theme()),
        alt=wording.chart_alt(strips, disputed),
    )
    st.caption(wording.CHART_NOTE)
    scoring = score_challenges(answers.sheet)
    for line in (wording.agreement(scoring.agreement), *score_notes(scoring, answers.sheet)):
        if line:
            st.caption(safe_text(line))
    _show_table(strips, answers.scorers)


def _show_disputed(one: Strip, answers: Answers) -> None:
    st.markdown(f"**{safe_text(one.challenge)}**")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(wording.HEADS[one.criterion], color="blue")
        st.markdown(f":small[{wording.strip(one)}]")
    for answer in answers.to(one.challenge, one.criterion):
        reasons = wording.reasons(answer)
        beside = f"  \n:small[:gray[{safe_text(reasons)}]]" if reasons else ""
        st.markdown(f"**{answer.value}** {safe_text(answer.scorer)}{beside}")


def _show_table(strips: Sequence[Strip], scorers: Sequence[str]) -> None:
    details = st.expander(wording.ALL_SCORES, on_change="rerun", key="all-scores")
    if not details.open:
        return
    rows = []
    for one in strips:
        given = dict(one.said)
        said = [show_value(given.get(scorer), None) for scorer in scorers]
        score = one.score
        rows.append(
            (
                one.challenge,
                wording.HEADS[one.criterion],
                *said,
                f"{score.median:g}",
                f"{score.low:g} to {score.high:g}",
                f"{score.mean:.3g}",
            )
        )
    challenge, question, *numbers = wording.SCORE_COLUMNS
    frame = pd.DataFrame(rows, columns=[challenge, question, *scorers, *numbers])
    with details:
        st.dataframe(frame, hide_index=True, alt=wording.ALL_SCORES)


def show_moved(visit: Visit, round_id: int, earlier: str) -> None:
    """Show ranks and scores beside those of the round before, where both may be seen."""
    moved = read_moved(store=visit.store, actor=visit.actor, round_id=round_id)
    if not moved:
        return
    st.subheader(safe_text(wording.moved_title(earlier)), anchor=False)
    st.markdown("\n".join(f"- {safe_text(line)}" for line in wording.moved(moved)))
    rows = [
        (
            one.challenge,
            wording.rank_move(one),
            *(wording.mean_move(one, criterion) for criterion in Criterion),
        )
        for one in moved
    ]
    frame = pd.DataFrame(rows, columns=wording.MOVED_COLUMNS)
    st.dataframe(frame, hide_index=True, alt=wording.moved_title(earlier))
