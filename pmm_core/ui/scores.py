"""Rounds of scoring on screen: which round, who has handed in, whose turn it is, what came out."""

from collections.abc import Sequence

import streamlit as st

from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import safe_text
from pmm_core.models import Person, ScoringRound
from pmm_core.prioritizer import round_wording as wording
from pmm_core.prioritizer import sheet_wording
from pmm_core.prioritizer.rounds import Progress, told_apart
from pmm_core.prioritizer.service import read_rounds
from pmm_core.prioritizer.wording import scores_covered
from pmm_core.ui import inputs, kept, navigation
from pmm_core.ui.editing import open_task
from pmm_core.ui.kept import OpenedNoun, OpenedOnPage
from pmm_core.ui.score_forms import (
    FROM_LAST,
    STARTED_KEY,
    OpenedClosing,
    OpenedTemplates,
    challenge_names,
    round_keeping,
    show_opened_closing,
    show_opened_templates,
)
from pmm_core.ui.score_results import show_moved, show_scores
from pmm_core.ui.score_sheet import OpenedSheet
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty

_ROUND_KEY = "round"
_LINKS = {
    navigation.SCORES: (wording.TO_SCORES, ":material/how_to_vote:"),
    navigation.RANKING: (wording.TO_RANKING, ":material/leaderboard:"),
}


def list_rounds(visit: Visit) -> Sequence[Progress]:
    """List the rounds in use, the newest first."""
    return read_rounds(store=visit.store, actor=visit.actor)


def pick_round(rounds: Sequence[Progress], *, start: Progress | None = None) -> Progress | None:
    """Ask for a round; `start` or else the newest unless another is chosen, null without any."""
    named = _names(rounds)
    started = named.get(st.session_state.pop(STARTED_KEY, None) or 0)
    if started:
        st.session_state[_ROUND_KEY] = started
    first = named.get(start.round.id or 0) if start else None
    chosen = inputs.pick_name("Round", list(named.values()), key=_ROUND_KEY, start=first)
    return next((one for one in rounds if named[one.round.id or 0] == chosen), None)


def _names(rounds: Sequence[Progress]) -> dict[int, str]:
    """Name each round by its id; two of one name are told apart by their team."""
    names = [one.round.name for one in rounds]
    return told_apart(
        {
            one.round.id or 0: one.round.name
            if names.count(one.round.name) == 1
            else f"{one.round.name}, {one.team or 'the whole company'}"
            for one in rounds
        }
    )


def link_to_round(rounds: Sequence[Progress], progress: Progress, page: str) -> None:
    """Lead to the same round on the page of its scores or of its ranking."""
    label, icon = _LINKS[page]
    name = _names(rounds)[progress.round.id or 0]
    st.page_link(page, label=label, icon=icon, query_params={_ROUND_KEY: name})


def show_ways_in(visit: Visit, rounds: Sequence[Progress]) -> None:
    """Offer to start a round, from the last one or anew, and to take up common challenges."""
    if not visit.is_owner:
        return
    has_challenges = bool(challenge_names(visit, keep=()))
    ways: list[tuple[str, str, OpenedOnPage]] = [
        (wording.TAKE_UP, ":material/library_add:", OpenedTemplates())
    ]
    if has_challenges:
        ways.insert(0, (wording.START, ":material/add:", OpenedNoun(ScoringRound)))
    if rounds:
        last = OpenedNoun(ScoringRound, choice=FROM_LAST)
        ways.insert(0, (wording.START_NEXT, ":material/forward:", last))
    # Over the sample its banner has the primary button; with a round, scoring comes first.
    is_first = visit.company == "own" and not rounds
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        for at, (label, icon, opened) in enumerate(ways):
            st.button(
                label,
                type="primary" if is_first and at == 0 else "tertiary",
                icon=icon,
                key=f"way-{at}",
                on_click=open_task,
                args=(opened,),
            )


def show_nothing_yet(visit: Visit) -> None:
    """Say what is needed before a first round."""
    if not challenge_names(visit, keep=()):
        show_empty(
            wording.NO_CHALLENGES,
            wording.CHALLENGES_FIRST,
            page=navigation.CHALLENGES,
            label="Write down a challenge",
        )
    elif not read_directory(store=visit.store, actor=visit.actor).in_use(Person):
        page = navigation.PEOPLE if visit.is_owner else None
        show_empty(wording.NO_PEOPLE, wording.PEOPLE_FIRST, page=page, label="Add people")
    else:
        show_empty(wording.NONE_YET, wording.FIRST_ONE)


def show_round(visit: Visit, progress: Progress) -> None:
    """Show a round: whose it is, who has handed in, and what may be seen of its scores."""
    row = progress.round
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if progress.is_closed:
                st.badge("Closed", icon=":material/lock:", color="gray")
            else:
                st.badge("Open", icon=":material/lock_open:", color="blue")
            facts = " · ".join(safe_text(one) for one in wording.facts(progress))
            st.markdown(f":small[:gray[{facts}]]", width="stretch")
            if visit.is_owner:
                _show_tasks(progress)
        _show_turns(visit, progress)
        gone = sheet_wording.waiting_in_vain(progress.waiting_in_vain)
        if gone:
            st.warning(safe_text(gone), icon=":material/person_off:")
    if progress.is_covered:
        st.info(safe_text(scores_covered(progress.waiting)), icon=":material/visibility_off:")
        return
    show_scores(visit, row.id or 0)
    rounds = list_rounds(visit)
    link_to_round(rounds, progress, navigation.RANKING)
    earlier = next((one.round.name for one in rounds if one.round.id == row.started_from_id), None)
    if earlier:
        show_moved(visit, row.id or 0, earlier)


def _show_tasks(progress: Progress) -> None:
    """Offer to close or reopen the round, to edit it while it is open, and to archive it."""
    row = progress.round
    with st.container(horizontal=True, width="content", gap="small"):
        st.button(
            wording.REOPEN if progress.is_closed else wording.CLOSE,
            type="tertiary",
            key="close-round",
            on_click=open_task,
            args=(OpenedClosing(progress),),
        )
        if not progress.is_closed:
            kept.show_open_button("Edit", OpenedNoun(ScoringRound, row))
        kept.show_open_button("Archive", OpenedNoun(ScoringRound, row, archive=True))


def _show_turns(visit: Visit, progress: Progress) -> None:
    """Show how far each scorer is; while the round is open, each name opens its covered sheet."""
    may_score = visit.is_owner and not progress.is_closed
    if may_score:
        st.markdown(f"**{wording.WHO}**  \n:small[:gray[{wording.WHO_NOTE}]]")
    with st.container(horizontal=True, gap="small"):
        for one in progress.turns:
            icon = ":material/check_circle:" if one.is_handed_in else ":material/pending:"
            said = f"{safe_text(one.scorer)}: " + wording.turn(
                one.answered, one.asked, one.is_handed_in
            )
            if not may_score:
                st.badge(said, icon=icon, color="gray")
                continue
            st.button(
                said,
                icon=icon,
                key=f"turn-{one.scorer_id}",
                on_click=open_task,
                args=(OpenedSheet(progress.round.id or 0, one.scorer_id, one.scorer),),
            )


def show_archived(visit: Visit) -> None:
    """List archived rounds, each to be brought back."""
    if visit.is_owner:
        kept.show_archived(visit, [(ScoringRound, round_keeping(visit))])


def show_opened(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    if not visit.is_owner:
        return
    kept.show_opened_noun(visit, {ScoringRound: round_keeping(visit)})
    show_opened_closing(visit)
    show_opened_templates(visit)
