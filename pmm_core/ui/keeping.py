"""Pages that keep nouns: a list with what can be done, one dialog, and what was archived."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import streamlit as st

from pmm_core.catalogue import wording
from pmm_core.catalogue.directory import Directory, Named
from pmm_core.catalogue.drafts import NounDraft
from pmm_core.catalogue.service import (
    archive,
    count_owned,
    finish,
    hand_over,
    read_actions,
    restore,
)
from pmm_core.closing.wording import closed
from pmm_core.errors import InvalidInput, PmmError
from pmm_core.formatting import safe_text, show_day
from pmm_core.models import Initiative, Kpi, Noun, Person, Product, Team
from pmm_core.response.service import add_step
from pmm_core.response.wording import step_added
from pmm_core.ui import navigation
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import (
    Notice,
    Opened,
    Task,
    close_task,
    decide_conflict,
    finish_task,
    keep_draft,
    open_task,
    opened_task,
    take_notice,
    tell,
)
from pmm_core.ui.faults import keep_place_for_fault
from pmm_core.ui.fields import Fields, choices
from pmm_core.ui.first_steps import show_next_step
from pmm_core.ui.forms import (
    next_step_form,
    person_form,
    product_form,
    team_form,
)
from pmm_core.ui.kpi_form import kpi_form
from pmm_core.ui.kpis import place_name
from pmm_core.ui.launch_form import launch_form
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty
from pmm_core.vocabulary import InitiativeType, NounKind

Form = Callable[[Visit, Directory, Opened], NounDraft[Any] | None]

TABLES: Mapping[NounKind, type[Named]] = {
    NounKind.TEAM: Team,
    NounKind.PERSON: Person,
    NounKind.PRODUCT: Product,
    NounKind.INITIATIVE: Initiative,
    NounKind.KPI: Kpi,
}
_FORMS: Mapping[NounKind, Form] = {
    NounKind.TEAM: team_form,
    NounKind.PERSON: person_form,
    NounKind.PRODUCT: product_form,
    NounKind.INITIATIVE: launch_form,
    NounKind.KPI: kpi_form,
}
_PAGES: Mapping[NounKind, str] = {
    NounKind.TEAM: navigation.PEOPLE,
    NounKind.PERSON: navigation.PEOPLE,
    NounKind.PRODUCT: navigation.PRODUCTS,
    NounKind.INITIATIVE: navigation.LAUNCHES,
    NounKind.KPI: navigation.KPIS,
}
_WIDE = {NounKind.INITIATIVE, NounKind.KPI}
# More rows than this are chosen from, not scrolled through.
_MOST = 100


def show_header(visit: Visit, kind: NounKind, count: int) -> None:
    """Lead a page with what is there, and the one thing to do about it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(wording.heading(TABLES[kind], count), anchor=False, width="stretch")
        # Over the sample, its banner has the one primary button of the screen.
        show_add(kind, primary=visit.company == "own")
    st.caption(wording.ABOUT[kind])
    show_next_step(visit, _PAGES[kind])


def show_notice(visit: Visit) -> None:
    """Tell what was just done; what was archived can be brought back at once."""
    notice = take_notice()
    if notice is None:
        return
    st.toast(safe_text(notice.message), icon=":material/check_circle:")
    undo = notice.undo
    if notice.archived is not None:
        undo = partial(_restore, noun=notice.archived)
    if undo is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(safe_text(notice.message), width="stretch")
        st.button(
            "Restore",
            icon=":material/undo:",
            key="restore-at-once",
            on_click=undo,
            args=(visit,),
        )


def nouns_in_use(known: Directory, kind: NounKind) -> list[Named]:
    """List the nouns of a kind in use: launches the last first, all others by name."""
    nouns: list[Named] = known.in_use(TABLES[kind])
    if kind is NounKind.INITIATIVE:
        nouns.sort(key=lambda noun: str(cast(Initiative, noun).launched_on or ""), reverse=True)
    return nouns


def is_launch(noun: Named) -> bool:
    """Tell a launch from another initiative."""
    return isinstance(noun, Initiative) and noun.kind is InitiativeType.LAUNCH


def show_nouns(visit: Visit, known: Directory, kind: NounKind, nouns: Sequence[Named]) -> None:
    """List nouns with what they say and what can be done with each."""
    if not nouns:
        show_empty("Nothing here yet", wording.NONE_YET[kind])
    for noun in nouns[:_MOST]:
        with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
            facts = " · ".join(safe_text(fact) for fact in _facts(visit, known, noun))
            st.markdown(f"**{safe_text(noun.name)}**  \n:small[:gray[{facts}]]", width="stretch")
            with st.container(
                horizontal=True, width="content", gap="small", vertical_alignment="center"
            ):
                if is_launch(noun):
                    _show_plan_link(known, cast(Initiative, noun))
                for task, label in _tasks(known, noun):
                    _show_task_button(kind, noun, task, label)
    if len(nouns) > _MOST:
        st.caption(wording.shortened(_MOST, len(nouns)))


def _show_plan_link(known: Directory, launch: Initiative) -> None:
    name = f"{known.name(Product, launch.product_id)}/{launch.name}"
    st.page_link(
        navigation.PLAN, label="Plan", icon=":material/checklist:", query_params={"launch": name}
    )


def show_archived(visit: Visit, known: Directory, kind: NounKind) -> None:
    """List what was archived, each to be brought back."""
    gone = known.archived(TABLES[kind])
    if not gone:
        return
    with st.expander(f"Archived ({len(gone)})", icon=":material/inventory:"):
        for noun in gone[:_MOST]:
            with st.container(horizontal=True, vertical_alignment="center"):
                gone_on = visit.day_of(noun.archived_at) if noun.archived_at else None
                when = f":small[:gray[Archived {show_day(gone_on, visit.settings.manner)}]]"
                st.markdown(f"{safe_text(noun.name)}  \n{when}", width="stretch")
                st.button(
                    "Restore",
                    type="tertiary",
                    icon=":material/undo:",
                    key=f"restore-{kind}-{noun.id}",
                    on_click=_restore,
                    args=(visit, noun),
                )


def show_opened(visit: Visit, known: Directory, *kinds: NounKind) -> None:
    """Show what is open in a dialog; the last call of a page."""
    opened = opened_task(Opened)
    if opened is None or opened.kind not in kinds:
        close_task()
        return
    task = _TASKS[opened.task]
    dialog = Dialog(
        _dialog_title(opened),
        lambda current: task(current, known, opened),
        width="medium" if opened.kind in _WIDE and opened.task is Task.EDIT else "small",
    )
    show_dialog(visit, dialog)


def _edit(visit: Visit, known: Directory, opened: Opened) -> None:
    if opened.conflict is None:
        draft = _FORMS[opened.kind](visit, known, opened)
    else:
        draft = decide_conflict(known, opened.conflict)
    if draft is not None:
        keep_draft(visit, opened, draft)


def _archive(visit: Visit, _known: Directory, opened: Opened) -> None:
    noun = cast(Named, opened.noun)
    st.markdown(wording.ARCHIVE_NOTE)
    keep_place_for_fault()
    if st.button("Archive", type="primary", key="archive-sure"):
        gone = archive(store=visit.store, actor=visit.actor, noun=noun)
        finish_task(Notice(wording.archived(noun.name), archived=gone))


def _hand_over(visit: Visit, known: Directory, opened: Opened) -> None:
    person = cast(Person, opened.noun)
    counts = count_owned(store=visit.store, actor=visit.actor, person=person)
    st.markdown(safe_text(wording.goes_over(person.name, counts)))
    ask = Fields(opened.key)
    with st.form(opened.key, border=False):
        others = choices(known, Person, keep=lambda one: one.id != person.id)
        successor_id = ask.noun("successor_id", None, others, required=True)
        left_on = ask.day("left_on", visit.today)
        st.caption(wording.HAND_OVER_NOTE)
        if not ask.save_button("Hand over", icon=":material/swap_horiz:"):
            return
    if successor_id is None or left_on is None:
        raise InvalidInput(wording.hand_over_incomplete(person.name), code="hand_over_incomplete")
    given = hand_over(
        store=visit.store,
        actor=visit.actor,
        person=person,
        successor_id=successor_id,
        left_on=left_on,
    )
    finish_task(Notice(wording.handed_over(person.name, given.successor.name, given.counts)))


def _next_steps(visit: Visit, known: Directory, opened: Opened) -> None:
    kpi = cast(Kpi, opened.noun)
    steps = read_actions(store=visit.store, actor=visit.actor, kpi_id=cast(int, kpi.id))
    if not steps:
        st.caption(wording.NO_STEPS)
    for step in steps:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            owner = known.name(Person, step.owner_id) or "Nobody yet"
            due = f", due {show_day(step.due_on, visit.settings.manner)}" if step.due_on else ""
            st.markdown(
                f"{safe_text(step.text)}  \n:small[:gray[{safe_text(owner)}{due}]]", width="stretch"
            )
            if st.button("Done", key=f"done-{step.id}", icon=":material/check:", type="tertiary"):
                finish(store=visit.store, actor=visit.actor, action=step, done_on=visit.today)
                st.rerun()
    draft = next_step_form(known, kpi)
    if draft is not None:
        added = add_step(store=visit.store, actor=visit.actor, draft=draft, today=visit.today)
        finish_task(Notice(step_added(added.kpi, added.owner or "", draft.due_on)))


_TASKS: Mapping[Task, Callable[[Visit, Directory, Opened], None]] = {
    Task.EDIT: _edit,
    Task.ARCHIVE: _archive,
    Task.HAND_OVER: _hand_over,
    Task.NEXT_STEPS: _next_steps,
}


def _restore(visit: Visit, noun: Noun) -> None:
    """Bring something back (a button's callback); a refusal is told like a notice."""
    try:
        restore(store=visit.store, actor=visit.actor, noun=noun)
    except PmmError as refused:
        tell(Notice(refused.message))
    else:
        tell(Notice(wording.restored(str(getattr(noun, "name", "")))))


def show_add(kind: NounKind, *, primary: bool = False) -> None:
    """Offer to add a noun."""
    st.button(
        f"Add a {wording.noun(TABLES[kind])}",
        icon=":material/add:",
        type="primary" if primary else "secondary",
        key=f"add-{kind}",
        on_click=open_task,
        args=(Opened(Task.EDIT, kind),),
    )


def _show_task_button(kind: NounKind, noun: Named, task: Task, label: str) -> None:
    st.button(
        label,
        type="tertiary",
        key=f"{task}-{kind}-{noun.id}",
        on_click=open_task,
        args=(Opened(task, kind, noun),),
    )


def _tasks(known: Directory, noun: Named) -> list[tuple[Task, str]]:
    tasks = [(Task.EDIT, "Edit")]
    if isinstance(noun, Kpi):
        tasks.append((Task.NEXT_STEPS, "Next steps"))
    if isinstance(noun, Person):
        tasks.append((Task.HAND_OVER, "Hand over"))
    if not (isinstance(noun, Person) and known.owned_by(noun)):
        tasks.append((Task.ARCHIVE, "Archive"))
    return tasks


def _dialog_title(opened: Opened) -> str:
    what = wording.noun(TABLES[opened.kind])
    if opened.noun is None:
        return f"Add a {what}"
    verb = {
        Task.EDIT: "Edit",
        Task.ARCHIVE: "Archive",
        Task.HAND_OVER: "Hand over from",
        Task.NEXT_STEPS: "Next steps:",
    }[opened.task]
    return f"{verb} {safe_text(cast(Named, opened.noun).name)}"


def _facts(visit: Visit, known: Directory, noun: Named) -> list[str]:
    """What a list says of a noun beside its name."""
    if isinstance(noun, Product):
        planned = [one for one in known.in_use(Initiative) if one.product_id == noun.id]
        launches = sum(is_launch(one) for one in planned)
        kpis = sum(one.product_id == noun.id for one in known.in_use(Kpi))
        has = wording.below_product(launches, len(planned) - launches, kpis)
        return [_owner(known, noun), has]
    if isinstance(noun, Initiative):
        product = known.name(Product, noun.product_id) or ""
        day = (
            show_day(noun.launched_on, visit.settings.manner) if noun.launched_on else "No day yet"
        )
        tier = [f"Tier {noun.tier}"] if noun.tier else []
        kind = [] if is_launch(noun) else [wording.INITIATIVES[noun.kind]]
        end = [closed(noun.ended_on, noun.outcome)] if noun.ended_on else []
        return [*kind, product, day, *tier, _owner(known, noun), *end]
    if isinstance(noun, Kpi):
        cadence = [f"every {wording.PERIODS[noun.cadence].lower()}"] if noun.cadence else []
        unit = [noun.unit] if noun.unit else []
        return [place_name(known, noun), *unit, *cadence, _owner(known, noun)]
    if isinstance(noun, Person):
        team = known.name(Team, noun.team_id)
        owns = len(known.owned_by(noun))
        owned = [f"owns {owns} things" if owns != 1 else "owns 1 thing"] if owns else []
        return [noun.kind.value.capitalize(), *([team] if team else []), *owned]
    members = sum(person.team_id == noun.id for person in known.in_use(Person))
    return [f"{members} {wording.noun(Person, members)}"]


def _owner(known: Directory, noun: Product | Initiative | Kpi) -> str:
    return known.name(Person, noun.owner_id) or "No owner yet"
