"""One scorer's turn: a covered screen, their sheet, saved as they go, handed in, covered again.

The screen stays uncovered as long as the sheet's own control lives. Streamlit forgets a control
that a run does not draw, so whoever leaves the page finds the screen covered on coming back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pmm_core.errors import ChangedElsewhere, InvalidInput, PmmError, Refused
from pmm_core.formatting import BLANK, safe_text, show_day, show_value
from pmm_core.prioritizer import round_wording as wording
from pmm_core.prioritizer import sheet_wording
from pmm_core.prioritizer.challenges import ProvenChallenge
from pmm_core.prioritizer.drafts import ScoreDraft
from pmm_core.prioritizer.rounds import Sheet
from pmm_core.prioritizer.scoring import CRITERIA
from pmm_core.prioritizer.service import read_sheet, save_sheet
from pmm_core.prioritizer.wording import STAGES
from pmm_core.ui import cached, keeping
from pmm_core.ui.editing import Notice, close_task, open_task, opened_task, show_sides, tell
from pmm_core.ui.kept import OpenedOnPage
from pmm_core.ui.score_cells import Cells
from pmm_core.ui.score_results import show_scores
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import Criterion

# Where the session holds what the next screen says about words that are not stored.
_LEFT_KEY = "left-behind"


@dataclass(frozen=True)
class OpenedSheet(OpenedOnPage):
    """A scorer's turn.

    Attributes:
        scorer: their name.
        base: the sheet as they see it; null while the screen is covered.
        proven: the challenges with their proof by id, read once a turn: every answer is a write,
            after which the store would be asked for them again.
        view: all challenges at once, or one at a time.
        at: which challenge of the round is on screen.
        initial: the sheet the inputs on screen started from.
        edition: of the control and the inputs; another one starts from the base again.
        refused: why what is on screen is not stored, e.g. somebody else saved first.
        pending: answers that are said but not on screen, to be stored with the next that are.
        asks: whether they are asked if the sheet is to be handed in with blanks.
    """

    round_id: int
    scorer_id: int
    scorer: str
    base: Sheet | None = None
    proven: Mapping[int, ProvenChallenge] = field(default_factory=dict)
    view: str = wording.ONE
    at: int = 0
    initial: Sheet | None = None
    edition: int = 0
    refused: PmmError | None = None
    pending: Sequence[ScoreDraft] = ()
    asks: bool = False

    @property
    def kept(self) -> str:
        """Key of what was typed and is not stored, until its scorer is back."""
        return f"typed-{self.round_id}-{self.scorer_id}"

    @property
    def control(self) -> str:
        """Key of the control that keeps the screen uncovered."""
        return f"sheet-{self.round_id}-{self.scorer_id}-{self.edition}"

    def anew(self, base: Sheet | None) -> "OpenedSheet":
        """Return it with inputs that start from a sheet.

        They get keys of their own: what the browser still sends of inputs that are gone, or shows
        before it has heard of new ones, never reaches another answer.
        """
        edition = self.edition + 1
        return replace(
            self, base=base, initial=base, edition=edition, refused=None, pending=(), asks=False
        )


def opened_sheet() -> OpenedSheet | None:
    """Return whose turn it is; null while nobody scores."""
    opened = opened_task(OpenedOnPage)
    return opened if isinstance(opened, OpenedSheet) else None


def show_turn(visit: Visit, opened: OpenedSheet) -> None:
    """Show a scorer's turn: covered until they say that it is them."""
    if opened.control not in st.session_state:
        _show_cover(opened)
        return
    if opened.base is None:
        inventory = cached.challenges(visit, visit.today)
        proven = {one.id: one for one in inventory.challenges}
        opened = replace(_read(visit, opened), proven=proven)
        open_task(opened)
    assert opened.base is not None, "it was just read"
    _show_sheet(visit, opened, opened.base)


def _read(visit: Visit, opened: OpenedSheet) -> OpenedSheet:
    """Read the sheet; what could not be stored when its scorer left is on screen again."""
    now = _now(visit, opened)
    company, before, typed = st.session_state.get(opened.kept, ("", now, ()))
    typed = [one for one in typed if one.key in now.asked and company == visit.company]
    if not typed:
        return replace(opened, base=now, initial=now)
    keys = {one.key for one in typed}
    base = before.with_saved(now, [key for key in now.asked if key not in keys])
    return replace(opened, base=base, initial=base.with_typed(typed), pending=typed)


def _show_cover(opened: OpenedSheet) -> None:
    st.title(safe_text(wording.your_turn(opened.scorer)), anchor=False)
    with st.container(border=True, horizontal_alignment="center", gap="medium"):
        st.markdown(":material/visibility_off:", width="content")
        st.markdown(wording.COVERED_NOTE, width="content")
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.button(
                safe_text(wording.am(opened.scorer)),
                type="primary",
                icon=":material/visibility:",
                key="uncover",
                on_click=_uncover,
                args=(opened,),
            )
            st.button(wording.NOT_ME, key="not-me", on_click=close_task)


def _uncover(opened: OpenedSheet) -> None:
    _start(opened.anew(None))


def _start(opened: OpenedSheet) -> None:
    """Have the next run draw these inputs, uncovered."""
    st.session_state[opened.control] = opened.view
    open_task(opened)


def _show_sheet(visit: Visit, opened: OpenedSheet, base: Sheet) -> None:
    is_passed_on = _show_title(base)
    keeping.show_notice(visit)
    show_left_behind()
    progress, told = st.container(), st.container()
    view = _pick_view(opened)
    opened = replace(opened, at=min(opened.at, max(len(base.challenges) - 1, 0)))
    drafts, wanted = _ask(opened, base)
    kept = [one for one in drafts if one is not None]
    # Everything on screen is stored before anything moves: no click loses what was just typed.
    edition = opened.edition
    opened, base = _save(visit, opened, base, kept)
    if is_passed_on:
        # Whatever could not be stored, the screen is covered.
        _pass_on(opened, base, kept, unread=len(drafts) - len(kept))
    if opened.edition != edition:
        _start(opened)
        st.rerun()
    _show_progress(progress, base)
    if opened.refused is not None:
        with told:
            _show_refusal(visit, opened, base, opened.refused)
    is_free = len(kept) == len(drafts) and opened.refused is None
    if is_free and wanted is not None:
        _move(opened, at=wanted, view=wording.ONE)
    elif is_free and view != opened.view:
        _move(opened, at=opened.at, view=view)
    if _show_hand_in(opened, base, is_free=is_free):
        with told:
            _hand_in(visit, opened, base)
    if base.is_handed_in:
        show_scores(visit, opened.round_id, scorer_id=opened.scorer_id)


def _pass_on(
    opened: OpenedSheet, base: Sheet, drafts: Sequence[ScoreDraft], *, unread: int
) -> None:
    """Cover the screen, and say on the next what could not be stored; never what it was."""
    said = []
    if opened.refused is not None:
        keys = [one.key for one in base.changed(_said(opened, drafts))]
        said.append(sheet_wording.not_stored(base, keys, opened.refused.message))
    if unread:
        said.append(sheet_wording.not_kept(base, unread))
    if said:
        st.session_state[_LEFT_KEY] = " ".join(said)
    close_task()
    st.rerun()


def show_left_behind() -> None:
    """Say once what the scorer who just left typed and is not stored."""
    said = st.session_state.pop(_LEFT_KEY, None)
    if said:
        st.warning(safe_text(said), icon=":material/error:")


def _show_title(base: Sheet) -> bool:
    """Name the scorer; true once they pass the laptop on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(safe_text(wording.sheet_title(base)), anchor=False, width="stretch")
        return st.button(wording.HAND_OVER, icon=":material/visibility_off:", key="cover")


def _pick_view(opened: OpenedSheet) -> str:
    view = st.segmented_control(
        "View",
        [wording.ONE, wording.ALL],
        required=True,
        key=opened.control,
        label_visibility="collapsed",
    )
    return str(view or opened.view)


def _show_progress(place: DeltaGenerator, base: Sheet) -> None:
    asked = len(base.asked)
    if not asked:
        place.info(wording.NOTHING_ASKED)
        return
    done = (asked - len(base.missing)) / asked
    place.progress(done, text=f"{wording.answered(base)}. {wording.SAVED_AS_YOU_GO}")


def _move(opened: OpenedSheet, *, at: int, view: str) -> None:
    _start(replace(opened, at=at, view=view).anew(opened.base))
    st.rerun()


def _ask(opened: OpenedSheet, base: Sheet) -> tuple[Sequence[ScoreDraft | None], int | None]:
    """Ask what is on screen; returns the answers, and which challenge to move to, null to stay."""
    cells = Cells(base, opened.initial or base, opened.control)
    wanted: int | None = None
    drafts: list[ScoreDraft | None] = []
    for at, (challenge_id, name) in enumerate(base.challenges.items()):
        if opened.view == wording.ONE and at != opened.at:
            continue
        with st.container(border=True):
            if _show_head(opened, at, (name, opened.proven.get(challenge_id)), base):
                wanted = at
            with st.grid(columns=3, min_column_width=260, gap="medium"):
                for criterion in CRITERIA:
                    with st.container(gap="small"):
                        whole = opened.view == wording.ONE
                        drafts.append(cells.ask(challenge_id, criterion, whole=whole))
    if opened.view == wording.ONE and len(base.challenges) > 1:
        wanted = _turn_page(opened.at, len(base.challenges))
    return drafts, wanted


def _show_head(
    opened: OpenedSheet, at: int, challenge: tuple[str, ProvenChallenge | None], base: Sheet
) -> bool:
    """Name the challenge with its proof; true if somebody wants to say why they score it so."""
    name, proven = challenge
    place = wording.place_in(at, len(base.challenges))
    beside = [place, STAGES[proven.stage], proven.product or ""] if proven else [place]
    facts = " · ".join(safe_text(one) for one in beside if one)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{safe_text(name)}** :small[:gray[{facts}]]", width="stretch")
        wants = opened.view == wording.ALL and st.button(
            wording.SAY_WHY, type="tertiary", icon=":material/edit_note:", key=f"why-{at}"
        )
    if proven and opened.view == wording.ONE:
        said = [safe_text(one) for one in (proven.description, wording.proof(proven)) if one]
        st.caption("  \n".join(said))
    return wants


def _turn_page(at: int, total: int) -> int | None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        back = st.button("Back", icon=":material/arrow_back:", key="sheet-back", disabled=at == 0)
        st.markdown(wording.place_in(at, total), width="content")
        ahead = st.button(
            "Next",
            icon=":material/arrow_forward:",
            icon_position="right",
            key="sheet-next",
            disabled=at == total - 1,
        )
    return at - 1 if back else at + 1 if ahead else None


def _save(
    visit: Visit, opened: OpenedSheet, base: Sheet, drafts: Sequence[ScoreDraft]
) -> tuple[OpenedSheet, Sheet]:
    """Store what differs from the sheet as it was seen; what is refused stays on screen."""
    changed = base.changed(_said(opened, drafts))
    if not changed:
        st.session_state.pop(opened.kept, None)
        opened = replace(opened, refused=None, pending=())
        open_task(opened)
        return opened, base
    try:
        now = _now(visit, opened)
        there = [one for one in changed if one.challenge_id in now.challenges]
        save_sheet(store=visit.store, actor=visit.actor, base=base, drafts=there)
    except (Refused, InvalidInput) as error:
        st.session_state[opened.kept] = (visit.company, base, changed)
        opened = replace(opened, refused=error)
        open_task(opened)
        return opened, base
    st.session_state.pop(opened.kept, None)
    saved = base.with_saved(_now(visit, opened), [one.key for one in there])
    opened = replace(opened, base=saved, refused=None, pending=())
    if tuple(saved.challenges) != tuple(base.challenges):
        opened = _follow(opened, base, saved)
    open_task(opened)
    return opened, saved


def _said(opened: OpenedSheet, drafts: Sequence[ScoreDraft]) -> list[ScoreDraft]:
    """Put what is on screen before what was said earlier."""
    shown = {one.key for one in drafts}
    return [*drafts, *(one for one in opened.pending if one.key not in shown)]


def _follow(opened: OpenedSheet, base: Sheet, now: Sheet) -> OpenedSheet:
    """Take over another list of challenges, and say so; the one on screen stays if it can."""
    before, after = base.challenges, list(now.challenges)
    gone = [name for one, name in before.items() if one not in now.challenges]
    new = [name for one, name in now.challenges.items() if one not in before]
    st.session_state[_LEFT_KEY] = sheet_wording.lists_changed(gone, new)
    shown = list(before)[opened.at] if opened.at < len(before) else None
    at = after.index(shown) if shown in after else min(opened.at, max(len(after) - 1, 0))
    return replace(opened, at=at).anew(now)


def _now(visit: Visit, opened: OpenedSheet) -> Sheet:
    return read_sheet(
        store=visit.store,
        actor=visit.actor,
        round_id=opened.round_id,
        scorer_id=opened.scorer_id,
    )


def _show_refusal(visit: Visit, opened: OpenedSheet, base: Sheet, refused: PmmError) -> None:
    if isinstance(refused, ChangedElsewhere):
        _show_conflict(visit, opened, base, refused)
    else:
        said = f"{wording.NOT_SAVED} {safe_text(refused.message)}"
        st.error(said, icon=":material/error:")


def _show_conflict(
    visit: Visit, opened: OpenedSheet, base: Sheet, refused: ChangedElsewhere
) -> None:
    """Show both sides of every answer that was saved elsewhere, and let the scorer decide."""
    names = base.challenges
    fields = [
        {**one, "field": (one["challenge_id"], one["criterion"], one["field"])}
        for one in refused.details["fields"]
    ]
    show_sides(
        ChangedElsewhere(refused.message, details={**refused.details, "fields": fields}),
        lambda field, value: (_place(names, field), _written(value)),
    )
    now = _now(visit, opened)
    keys = {(one["challenge_id"], Criterion(one["criterion"])) for one in refused.details["fields"]}
    said = {one.key: one for one in opened.pending}
    mine = replace(
        opened,
        base=base.with_saved(now, keys),
        refused=None,
        # What is on screen is stored from there; the rest is said again.
        pending=[said.get(key) or base.draft(key) for key in base.asked if key in keys],
    )
    with st.container(horizontal=True):
        st.button(wording.KEEP_MINE, key="keep-mine", on_click=open_task, args=(mine,))
        theirs = mine.anew(mine.base)
        st.button(wording.TAKE_THEIRS, key="take-theirs", on_click=_start, args=(theirs,))


def _place(names: Mapping[int, str], field: Any) -> str:
    challenge_id, criterion, said = field
    head = wording.HEADS[Criterion(criterion)]
    return safe_text(f"{names.get(challenge_id, BLANK)}, {head}: {wording.FIELDS[said]}")


def _written(value: Any) -> str:
    if value is None:
        return BLANK
    if isinstance(value, int | float):
        return show_value(value, None)
    return show_day(value) if hasattr(value, "strftime") else str(value)


def _show_hand_in(opened: OpenedSheet, base: Sheet, *, is_free: bool) -> bool:
    """Say what is missing, and offer to hand in; true once they are sure."""
    missing = wording.missing(base)
    if not is_free:
        st.warning(wording.FIX_FIRST, icon=":material/error:")
    if missing:
        st.caption(safe_text(missing))
    if base.is_handed_in:
        st.success(wording.HANDED_IN_NOTE, icon=":material/check_circle:")
        return False
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(wording.HAND_IN_NOTE, width="stretch")
        is_pressed = st.button(
            wording.HAND_IN,
            type="primary",
            icon=":material/check:",
            key="hand-in",
            disabled=not is_free or len(base.missing) == len(base.asked),
        )
    if not missing or not (is_pressed or (opened.asks and is_free)):
        return is_pressed
    open_task(replace(opened, asks=True))
    return _ask_if_sure(opened, base)


def _ask_if_sure(opened: OpenedSheet, base: Sheet) -> bool:
    """Say what handing in with blanks does; true once they want it nevertheless."""
    st.warning(sheet_wording.hand_in_anyway(base), icon=":material/visibility:")
    calm = replace(opened, asks=False)
    with st.container(horizontal=True):
        st.button(sheet_wording.GO_ON, key="go-on", on_click=open_task, args=(calm,))
        return st.button(sheet_wording.hand_in_sure(base), key="hand-in-sure")


def _hand_in(visit: Visit, opened: OpenedSheet, base: Sheet) -> None:
    """Hand in the sheet as it is read here, or say what is not as it is read here any more."""
    try:
        save_sheet(store=visit.store, actor=visit.actor, base=base, drafts=[], hand_in=True)
    except ChangedElsewhere as error:
        _show_conflict(visit, opened, base, error)
        return
    except InvalidInput as error:
        if error.code != "round_changed":
            raise
        _start(_follow(opened, base, base.with_saved(_now(visit, opened), [])))
        st.rerun()
    now = _now(visit, opened)
    open_task(replace(opened, base=base.with_saved(now, []), asks=False))
    tell(Notice(wording.handed_in(now)))
    st.rerun()
