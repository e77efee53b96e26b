"""Verdicts of a launch on screen: written by the owner's visit, shown with their history."""

import datetime as dt
from dataclasses import dataclass, replace

import streamlit as st

from pmm_core.adoption.refs import LaunchRef
from pmm_core.clock import utc_now
from pmm_core.errors import ChangedElsewhere, InvalidInput
from pmm_core.formatting import safe_text, show_value
from pmm_core.ui import cached
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.fields import Fields
from pmm_core.ui.last_good import Kept, read_or_keep
from pmm_core.ui.launch_windows import VERDICT_COLOURS
from pmm_core.ui.launches import OpenedOnLaunch, refs, require_new
from pmm_core.ui.session import Visit
from pmm_core.verdict import wording
from pmm_core.verdict.service import Restatement, restate_verdict, settle_verdicts
from pmm_core.verdict.settle import LaunchVerdicts, VerdictLine, Written
from pmm_core.vocabulary import Measure

# Verdicts are counted on a screen, not scrolled through: the rest is behind `launch verdicts`.
_MOST = 24
_BADGE_WIDTH = 112


@dataclass(frozen=True)
class OpenedVerdict(OpenedOnLaunch):
    """A verdict that is being restated.

    Attributes:
        refused: set once somebody restated it first.
    """

    line: VerdictLine
    seen: int
    refused: ChangedElsewhere | None = None


def settle(visit: Visit, launch: str) -> None:
    """Write the verdicts that are due: a visit of the owner's to the page of a launch does.

    Nothing is written into the sample company, nor by a visitor.
    """
    ref = refs(visit).get(launch)
    if ref is None or not visit.is_owner or visit.company != "own":
        return
    kept = _read(visit, ref, visit.today)
    if kept.is_old or not kept.answer.due:
        return
    done = settle_verdicts(
        store=visit.store,
        actor=visit.actor,
        launch_id=ref.id,
        as_of=visit.today,
        readers=cached.readers(visit, visit.today),
    )
    if done.written:
        message = wording.settled(done.verdicts.launch, len(done.written))
        st.toast(safe_text(message), icon=":material/gavel:")


def read(visit: Visit, launch: str, as_of: dt.date) -> LaunchVerdicts | None:
    """Read the verdicts of a launch of the store; null for the real log."""
    ref = refs(visit).get(launch)
    return None if ref is None else _read(visit, ref, as_of).answer


def _read(visit: Visit, ref: LaunchRef, as_of: dt.date) -> Kept[LaunchVerdicts]:
    """Read them, or keep the last good answer where the launch's source failed or is in doubt.

    Verdicts of what is in doubt are old from the start: they are shown, and none is written.
    """
    found = cached.verdicts(visit, ref.id, as_of)

    def ask() -> LaunchVerdicts:
        require_new(visit, ref)
        if found.problem is not None:
            raise InvalidInput(found.problem, code="launch_unreadable")
        if found.doubts:
            raise InvalidInput(" ".join(found.doubts), code="launch_doubtful")
        return found

    try:
        key = f"verdicts-{visit.store.name}-{ref.id}-{as_of}"
        return read_or_keep(key, ask, asked=(ref, as_of))
    except InvalidInput as fault:
        return Kept(found, utc_now(), fault.message)


def show_verdicts(visit: Visit, launch: str, found: LaunchVerdicts) -> None:
    """Show what the table of windows does not: findings, restatements, segments, measures."""
    ref = refs(visit).get(launch)
    judged = [line for line in found.lines if line.written is not None or line.is_due]
    if ref is None or not judged:
        return
    for line in found.findings:
        _show_finding(visit, ref, line)
    first = [line for line in judged if line.before is not None]
    rest = [line for line in judged if line not in first and not _in_table(line, found)]
    if first:
        with st.container(border=True, gap="small"):
            for line in first[:_MOST]:
                _show_line(visit, line)
    if rest:
        with_measures = any(line.measure is not Measure.ADOPTION for line in rest)
        title = wording.more(len(rest), with_measures=with_measures)
        with st.expander(title, icon=":material/unfold_more:"):
            for line in rest[:_MOST]:
                _show_line(visit, line)
            if len(rest) > _MOST:
                st.caption(safe_text(wording.shortened(len(judged), found.launch)))
    for note in found.notes:
        st.caption(safe_text(note))
    is_unwritten = any(line.written is None for line in judged)
    st.caption(f"{wording.ABOUT} {wording.NOT_WRITTEN_HERE}" if is_unwritten else wording.ABOUT)


def show_opened_verdict(visit: Visit) -> None:
    """Show what is being restated in a dialog, if anything is; the last call of the page."""
    opened = opened_task(OpenedOnLaunch)
    if not isinstance(opened, OpenedVerdict):
        return
    name = wording.named(opened.line)
    title = f"{wording.RESTATE}: {safe_text(name)}"
    show_dialog(visit, Dialog(title, lambda current: _restate(current, opened)))


def _show_line(visit: Visit, line: VerdictLine) -> None:
    one, verdict = line.written or line.now, line.verdict
    assert one is not None and verdict is not None, "only final windows are shown"
    with st.container(horizontal=True, gap="small"):
        with st.container(width=_BADGE_WIDTH):
            st.badge(
                wording.VERDICT_WORDS[verdict],
                icon=wording.VERDICT_ICONS[verdict],
                color=VERDICT_COLOURS.get(verdict, "gray"),
            )
        name = safe_text(wording.named(line))
        said = [wording.numbers(one), _recorded(visit, line)]
        lines = "  \n".join(f":small[:gray[{safe_text(part)}]]" for part in said if part)
        st.markdown(f"**{name}**  \n{lines}", width="stretch")


def _in_table(line: VerdictLine, found: LaunchVerdicts) -> bool:
    """Tell whether the table of windows has it: of adoption, everybody's or with a target."""
    is_shown = not line.segment or line.day in found.aims(line.segment)
    return line.measure is Measure.ADOPTION and is_shown


def _recorded(visit: Visit, line: VerdictLine) -> str:
    """Say who wrote a verdict and when, or that it was restated; empty while it is not written."""
    one = line.written
    if one is None:
        return ""
    on = visit.day_of(one.written_at)
    return wording.restated(one, line.before, on) if line.before else wording.written(one, on)


def _show_finding(visit: Visit, ref: LaunchRef, line: VerdictLine) -> None:
    assert line.written is not None, "a finding is about a verdict"
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(wording.DIFFERS, icon=":material/difference:", color="orange")
        st.markdown(
            f"{safe_text(wording.finding(line))}  \n"
            f":small[:gray[{safe_text(wording.what_to_do(line))}]]",
            width="stretch",
        )
        is_final = line.now is not None and line.now.is_final
        if visit.is_owner and is_final:
            st.button(
                wording.RESTATE,
                icon=":material/edit:",
                key=f"restate-verdict-{line.measure}-{line.day}-{line.segment}",
                on_click=open_task,
                args=(OpenedVerdict(ref, line, line.written.id),),
            )


def _restate(visit: Visit, opened: OpenedVerdict) -> None:
    line = opened.line
    assert line.written is not None and line.now is not None, "both are known where they differ"
    if opened.refused is not None:
        show_sides(opened.refused, _side)
    st.markdown(safe_text(wording.finding(line)))
    ask = Fields(f"restate-{opened.seen}")
    with st.form(ask.form, border=False):
        why = ask.text("why", None, hint=wording.WHY_HINT)
        st.caption(wording.RESTATE_ABOUT)
        if not ask.save_button(wording.RESTATE):
            return
    try:
        done = restate_verdict(
            store=visit.store,
            actor=visit.actor,
            launch_id=opened.launch.id,
            of=Restatement(line.day, line.segment, why, opened.seen, line.measure),
            as_of=visit.today,
        )
    except ChangedElsewhere as refused:
        found = cached.verdicts(visit, opened.launch.id, visit.today)
        newer = found.line(line.day, line.segment, line.measure)
        seen = newer.written.id if newer and newer.written else opened.seen
        open_task(replace(opened, line=newer or line, seen=seen, refused=refused))
        st.rerun()
    finish_task(Notice(wording.done(_named(line, done))))


def _named(line: VerdictLine, done: Written) -> str:
    word = wording.VERDICT_WORDS[done.verdict].lower()
    return f"{wording.named(line)}: {word}"


def _side(field: str, value: object) -> tuple[str, str]:
    return field.capitalize(), show_value(value, "%") if isinstance(value, float) else ""
