"""The mandate on screen: which one and which version, what it says, who signed, what changed."""

import streamlit as st

from pmm_core.catalogue.service import read_noun
from pmm_core.deck.markdown import to_markdown
from pmm_core.deck.outline import Outline
from pmm_core.deck.pdf import to_pdf
from pmm_core.exports import slug
from pmm_core.formatting import safe_text
from pmm_core.mandate import screen_wording as screen
from pmm_core.mandate import wording
from pmm_core.mandate.checks import Gap
from pmm_core.mandate.differences import Change, Kind, Mark, compare, marked
from pmm_core.mandate.document import MandateDocument, Part
from pmm_core.mandate.paper import lay_out
from pmm_core.mandate.service import read_mandates
from pmm_core.mandate.versions import Prepared, Version
from pmm_core.models import Mandate
from pmm_core.ui import inputs, kept, navigation
from pmm_core.ui.editing import open_task
from pmm_core.ui.kept import OpenedNoun
from pmm_core.ui.mandate_forms import (
    SHOWN_KEY,
    OpenedAnswer,
    OpenedForward,
    mandate_keeping,
    show_opened_answer,
    show_opened_forward,
)
from pmm_core.ui.mandate_rows import show_kpis, show_partners
from pmm_core.ui.outlines import OnScreen, show_outline
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty

_VERSION_KEY = "version"


def pick_mandate(visit: Visit) -> Mandate | None:
    """Ask which mandate; the only one unless there are several, null while there is none."""
    rows = {row.name: row for row in read_mandates(store=visit.store, actor=visit.actor)}
    if len(rows) < 2:
        return next(iter(rows.values()), None)
    return rows[inputs.pick_name("Mandate", list(rows), key="mandate") or next(iter(rows))]


def pick_version(prepared: Prepared) -> Version | None:
    """Ask which version to look at; null is what is being written."""
    shown = st.session_state.pop(SHOWN_KEY, None)
    if shown is not None:
        st.session_state[_VERSION_KEY] = shown
    names: dict[str, Version | None] = {
        wording.version_name(one.number).capitalize(): one for one in prepared.versions
    }
    if not names:
        return None
    names[screen.BEING_WRITTEN] = None
    return names[inputs.pick_name("Show", list(names), key=_VERSION_KEY) or next(iter(names))]


def outline_of(prepared: Prepared, version: Version | None) -> Outline:
    """Lay out the version that is shown, or what is being written."""
    return lay_out(version.document if version else prepared.document, version)


def show_none(visit: Visit) -> None:
    """Say what a mandate is, and offer to write one."""
    show_empty(screen.NONE_YET, screen.FIRST_ONE)
    if visit.is_owner:
        st.button(
            screen.WRITE_ONE,
            icon=":material/add:",
            type="primary" if visit.company == "own" else "secondary",
            key="write-mandate",
            on_click=open_task,
            args=(OpenedNoun(Mandate),),
        )


def show_actions(visit: Visit, prepared: Prepared, version: Version | None) -> None:
    """Offer the document as files, and the one step that comes next."""
    with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
        _show_downloads(prepared, version)
        if visit.is_owner and version is not None:
            st.button(
                screen.WRITE_NEXT,
                icon=":material/edit:",
                on_click=_show_draft,
                key="write-next",
            )
        if visit.is_owner and version is None:
            _show_put_forward(visit, prepared)


def _show_downloads(prepared: Prepared, version: Version | None) -> None:
    outline = outline_of(prepared, version)
    number = version.number if version else None
    name = slug(f"{prepared.document.name} {wording.version_name(number)}")
    files = (
        ("PDF", "pdf", "application/pdf", lambda: to_pdf(outline)),
        ("Markdown", "md", "text/markdown", lambda: to_markdown(outline).encode("utf-8")),
    )
    for label, ending, kind, write in files:
        st.download_button(
            label,
            write,
            file_name=f"{name}.{ending}",
            mime=kind,
            icon=":material/download:",
            on_click="ignore",
            key=f"mandate-{ending}",
        )


def _show_draft() -> None:
    st.session_state[_VERSION_KEY] = screen.BEING_WRITTEN


def _show_put_forward(visit: Visit, prepared: Prepared) -> None:
    st.button(
        screen.PUT_FORWARD,
        icon=":material/send:",
        type="primary" if visit.company == "own" else "secondary",
        disabled=bool(prepared.needed) or not prepared.has_changes,
        help=screen.why_not_yet(len(prepared.needed), prepared.has_changes),
        on_click=open_task,
        args=(OpenedForward(_row(visit, prepared)),),
        key="put-forward",
    )


def show_gaps(prepared: Prepared, version: Version | None) -> None:
    """List what the mandate lacks, while it is being written."""
    if version is not None or not prepared.gaps:
        return
    optional = [gap for gap in prepared.gaps if not gap.is_needed]
    with st.container(border=True, gap="small"):
        for title, gaps in (
            (screen.needed_title(len(prepared.needed)), prepared.needed),
            (screen.OPTIONAL_TITLE, optional),
        ):
            if gaps:
                st.markdown(f"**{title}**  \n" + "\n".join(_gap_line(gap) for gap in gaps))


def _gap_line(gap: Gap) -> str:
    return f"- {wording.PARTS[gap.part]}: {safe_text(gap.message)}"


def show_document(visit: Visit, prepared: Prepared, version: Version | None) -> None:
    """Show the document; beside each part stands what can be done about it."""
    document = version.document if version else prepared.document
    row = _row(visit, prepared)

    def beside(part: str) -> None:
        if part == Part.DEFENCE and document.ranking is not None:
            _show_way_to_ranking(document.ranking.round)
        if visit.is_owner and version is None:
            _show_edit(row, part)
        if visit.is_owner and part == Part.SIGNERS and version is not None:
            _show_record(prepared, version)

    instead = {Part.KPIS.value: lambda: show_kpis(document)}
    if document.partners:
        instead[Part.PARTNERS.value] = lambda: show_partners(document)
    show_outline(outline_of(prepared, version), OnScreen(beside, instead))


def _show_way_to_ranking(round_name: str) -> None:
    st.page_link(
        navigation.RANKING,
        label=screen.SEE_RANKING,
        query_params={"round": round_name},
        width="content",
    )


def _show_edit(row: Mandate, part: str) -> None:
    st.button(
        "Edit",
        type="tertiary",
        icon=":material/edit:",
        key=f"edit-{part}",
        on_click=open_task,
        args=(OpenedNoun(Mandate, row, choice=part),),
    )


def _show_record(prepared: Prepared, version: Version) -> None:
    """Only the newest version can be answered."""
    if version is prepared.newest:
        st.button(
            screen.RECORD_ANSWER,
            type="tertiary",
            icon=":material/signature:",
            key="record-answer",
            on_click=open_task,
            args=(OpenedAnswer(version),),
        )


def show_changes(prepared: Prepared, version: Version | None) -> None:
    """Compare any two versions, in words; the shown one with the one before unless chosen."""
    if len(prepared.versions) + prepared.has_changes < 2:
        return
    documents: dict[str, MandateDocument] = {
        wording.version_name(one.number).capitalize(): one.document
        for one in reversed(prepared.versions)
    }
    documents[screen.BEING_WRITTEN] = prepared.document
    names = list(documents)
    shown = version.number - 1 if version else len(names) - 1
    details = st.expander(
        screen.CHANGES, icon=":material/difference:", on_change="rerun", key="mandate-changes"
    )
    if not details.open:
        return
    with details:
        with st.container(horizontal=True):
            after = st.selectbox("To", names, index=max(shown, 1), key="changes-to", width=200)
            earlier = names[: names.index(after)] or names[:1]
            before = st.selectbox(
                "From", earlier, index=len(earlier) - 1, key="changes-from", width=200
            )
        _show_differences(compare(documents[before], documents[after]))


def _show_differences(changes: tuple[Change, ...]) -> None:
    if not changes:
        st.caption(screen.NO_DIFFERENCE)
    for part in Part:
        of_part = [one for one in changes if one.part is part]
        if of_part:
            lines = "\n".join(f"- {_change_line(one)}" for one in of_part)
            st.markdown(f"**{wording.PARTS[part]}**\n\n{lines}")


def _change_line(change: Change) -> str:
    label = screen.CHANGE_WORDS[change.kind]
    if change.kind is Kind.CHANGED:
        return f"{label}: {' '.join(_marked(mark, words) for mark, words in marked(change))}"
    return f"{label}: {safe_text(change.after or change.before)}"


def _marked(mark: Mark, words: str) -> str:
    said = safe_text(words)
    return {Mark.ADDED: f"**{said}**", Mark.REMOVED: f"~~{said}~~"}.get(mark, said)


def show_kept(visit: Visit, row: Mandate) -> None:
    """Offer another mandate, to archive this one and to bring one back."""
    if not visit.is_owner:
        return
    with st.container(horizontal=True, width="content", gap="small"):
        kept.show_open_button(screen.WRITE_ANOTHER, OpenedNoun(Mandate), icon=":material/add:")
        kept.show_open_button("Archive", OpenedNoun(Mandate, row, archive=True))


def show_archived(visit: Visit) -> None:
    """List archived mandates, each to be brought back."""
    if visit.is_owner:
        kept.show_archived(visit, [(Mandate, mandate_keeping(visit))])


def show_opened(visit: Visit) -> None:
    """Show what is open in a dialog; the last call of the page."""
    if not visit.is_owner:
        return
    kept.show_opened_noun(visit, {Mandate: mandate_keeping(visit)})
    show_opened_forward(visit)
    show_opened_answer(visit)


def _row(visit: Visit, prepared: Prepared) -> Mandate:
    """Return the mandate as the person sees it, with its version."""
    noun = Mandate(id=prepared.mandate_id, name=prepared.document.name)
    return read_noun(store=visit.store, actor=visit.actor, noun=noun)
