"""Every dialog: in the company's manner of writing, with its faults shown, saying whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pmm_core.company import wording
from pmm_core.ui.editing import close_task
from pmm_core.ui.faults import shown_faults
from pmm_core.ui.session import Visit, follow_settings


@dataclass(frozen=True)
class Dialog:
    """What opens over a page.

    Attributes:
        title: as Markdown; names are safe already.
        body: draws it; gets the visit with the settings as they are by then.
        on_dismiss: what closing it does.
        writes: false where it only shows. What somebody types must not be lost to a click beside
            the dialog, so one that writes is closed by its own button alone.
        leave: what that button says.
    """

    title: str
    body: Callable[[Visit], None]
    width: Literal["small", "medium"] = "small"
    position: Literal["center", "right"] = "center"
    on_dismiss: Callable[[], None] = close_task
    writes: bool = True
    leave: str = "Cancel"


def show_dialog(visit: Visit, dialog: Dialog) -> None:
    """Open a dialog; a page opens at most one."""
    draw = st.dialog(
        dialog.title,
        width=dialog.width,
        position=dialog.position,
        dismissible=not dialog.writes,
        on_dismiss=dialog.on_dismiss,
    )
    draw(_show)(visit, dialog)


def _show(visit: Visit, dialog: Dialog) -> None:
    """A dialog reruns without its page, so it asks for the settings itself."""
    with shown_faults():
        current = follow_settings(visit)
        whose = wording.whose(dialog.writes, is_sample=visit.company == "sample")
        if whose:
            st.caption(whose)
        dialog.body(current)
    if dialog.writes and st.button(dialog.leave, key="dialog-cancel", type="tertiary"):
        dialog.on_dismiss()
        st.rerun()
