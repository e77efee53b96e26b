"""The one number on screen: what is advised and why, and who answers for which KPI."""

from typing import Any

import pandas as pd
import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_nouns
from pmm_core.catalogue.wording import WHOLE_COMPANY
from pmm_core.formatting import BLANK, safe_text, show_day
from pmm_core.metric import wording
from pmm_core.metric.advice import MetricAdvice
from pmm_core.metric.board import Board, Carried, Share
from pmm_core.metric.rules import RULES, MetricKind
from pmm_core.metric.service import read_cycles, read_history
from pmm_core.models import AccountableMetric, Kpi
from pmm_core.reasons import Weighed
from pmm_core.results import ScopeRef
from pmm_core.scorecard import wording as score_wording
from pmm_core.ui import inputs, kept, navigation
from pmm_core.ui.kept import OpenedNoun
from pmm_core.ui.metric_form import metric_keeping
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty, show_reasons, show_status
from pmm_core.vocabulary import Scope, Standing

_COLOURS = {Standing.ACCOUNTABLE: "blue", Standing.SUPPORTING: "gray", Standing.GUARDRAIL: "gray"}
_ICONS = {
    Standing.ACCOUNTABLE: ":material/target:",
    Standing.SUPPORTING: ":material/trending_up:",
    Standing.GUARDRAIL: ":material/shield:",
}


def pick_cycle(visit: Visit) -> str:
    """Ask for the cycle to look at; the current quarter unless another is chosen."""
    cycles = read_cycles(store=visit.store, actor=visit.actor, as_of=visit.today)
    return inputs.pick_name("Cycle", cycles, key="cycle") or cycles[0]


def show_advice(advice: MetricAdvice) -> None:
    """Show every candidate that is not ruled out with its reasons, and what would change it."""
    counsel = advice.counsel
    if len(counsel.missing) == len(RULES.questions):
        return
    left = [one for one in counsel.options if not one.ruled_out]
    with st.grid(columns=min(len(left), 4), min_column_width=240):
        for one in left:
            with st.container(border=True, height="stretch", gap="xsmall"):
                _show_candidate(advice, one)
    gone = [one for one in counsel.options if one.ruled_out]
    if gone:
        st.caption(wording.ruled_out(gone))
    st.caption(wording.RULE_NOTE)
    if counsel.answer is not None:
        with st.expander(wording.CHANGES_TITLE, icon=":material/swap_horiz:"):
            said = [wording.change(one) for one in counsel.changes] or [wording.NO_CHANGE]
            st.markdown("\n".join(f"- {safe_text(line)}" for line in said))


def _show_candidate(advice: MetricAdvice, one: Weighed[MetricKind]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{wording.KINDS[one.option]}**", width="stretch")
        if one.option is advice.counsel.answer:
            st.badge("Advised", icon=":material/check:", color="blue")
    st.caption(wording.MEANS[one.option].capitalize())
    show_reasons(one.speak_for, one.speak_against)


def show_choose(visit: Visit, advice: MetricAdvice, known: Directory) -> None:
    """Offer to have a KPI carried: one there is, or the one that is advised."""
    if not visit.is_owner:
        return
    with st.container(horizontal=True, width="content"):
        if known.in_use(Kpi):
            kept.show_open_button(
                "Choose a KPI", OpenedNoun(AccountableMetric), icon=":material/add:"
            )
        kind = advice.counsel.answer
        if kind is not None:
            opened = OpenedNoun(AccountableMetric, choice=kind.value)
            label = f"Make the KPI that is advised: {wording.KINDS[kind].lower()}"
            kept.show_open_button(label, opened, icon=":material/add_chart:")


def show_board(visit: Visit, board: Board, known: Directory) -> None:
    """Show what each person and team carries in the cycle, and how it stands."""
    if not any(share.carried for share in board.shares):
        is_bare = visit.is_owner and not known.in_use(Kpi)
        show_empty(
            wording.NOTHING_CARRIED,
            wording.CHOOSE_FIRST,
            page=navigation.KPIS if is_bare else None,
            label="Add a KPI",
        )
    rows = read_nouns(store=visit.store, actor=visit.actor, table=AccountableMetric)
    by_id = {row.id: row for row in rows}
    for share in board.shares:
        if share.carried:
            _show_share(visit, share, by_id)


def _show_share(visit: Visit, share: Share, by_id: dict[int | None, AccountableMetric]) -> None:
    icon = "groups" if share.carrier.is_team else "person"
    st.markdown(f":material/{icon}: **{safe_text(share.carrier.name)}**")
    for one in share.carried:
        with st.container(border=True, gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _show_carried(one)
                metric = by_id.get(one.id)
                if visit.is_owner and metric is not None:
                    kept.show_tasks(metric)
            if one.why:
                st.caption(safe_text(one.why))


def _show_carried(one: Carried) -> None:
    at = one.standpoint
    st.badge(
        wording.STANDING_WORDS[one.standing],
        icon=_ICONS[one.standing],
        color=_COLOURS[one.standing],  # type: ignore[arg-type]
    )
    scope = ScopeRef.parse(at.scope) if at.scope else ScopeRef(Scope.OVERALL)
    place = " / ".join(part for part in (scope.product, scope.name) if part) or WHOLE_COMPANY
    below = " · ".join(safe_text(part) for part in (place, at.source) if part)
    st.markdown(f"**{safe_text(at.kpi)}**  \n:small[:gray[{below}]]", width="stretch")
    value = at.estimate.value if at.estimate else None
    is_at, is_to_be = score_wording.at_and_aim(value, at.post, at.unit)
    st.markdown(f"**{safe_text(is_at)}**, {safe_text(is_to_be)}", width="content")
    if at.status is not None:
        show_status(at.status)
        st.page_link(
            navigation.PRODUCT if scope.product else navigation.OVERVIEW,
            label="See why",
            query_params={"kpi": str(one.kpi_id)}
            | ({"product": scope.product} if scope.product else {}),
            width="content",
        )


def show_archived(visit: Visit, advice: MetricAdvice) -> None:
    """List what nobody carries any more, each to be brought back."""
    if visit.is_owner:
        kept.show_archived(visit, [(AccountableMetric, metric_keeping(visit, advice))])


def show_history(visit: Visit) -> None:
    """List every change of what anybody carries, the last first."""
    entries = read_history(store=visit.store, actor=visit.actor)
    if not entries:
        return
    rows = [
        (
            show_day(visit.day_of(entry.at), visit.settings.manner),
            entry.by,
            entry.carrier,
            entry.kpi,
            "Chosen" if entry.added else _changes(entry.was, entry.became),
        )
        for entry in entries
    ]
    with st.expander(f"History ({len(rows)})", icon=":material/history:"):
        st.dataframe(
            pd.DataFrame(rows, columns=["On", "By", "Carried by", "KPI", "What changed"]),
            hide_index=True,
            alt="Every change of what anybody carries, the last first",
        )


def show_opened(visit: Visit, advice: MetricAdvice) -> None:
    """Show what is open in a dialog; the last call of the page."""
    kept.show_opened_noun(visit, {AccountableMetric: metric_keeping(visit, advice)})


def _changes(was: Any, became: Any) -> str:
    parts = []
    for field, value in became.items():
        if field == "archived_at":
            parts.append("Archived" if value else "Restored")
        else:
            parts.append(f"{wording.FIELDS[field]}: {_word(was.get(field))} to {_word(value)}")
    return "; ".join(parts)


def _word(value: Any) -> str:
    words = {str(standing): word for standing, word in wording.STANDING_WORDS.items()}
    return words.get(str(value), str(value)) if value else BLANK
