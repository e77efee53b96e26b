"""A launch on screen: which one, on which day, what is known of it, the sentence it leads with."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from pmm_core.adoption import example, wording
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.refs import LaunchRef
from pmm_core.errors import InvalidInput, PmmError
from pmm_core.formatting import safe_text
from pmm_core.precedent.comparison import Comparison
from pmm_core.precedent.forecast import LaunchForecast
from pmm_core.precedent.lead_wording import lead, one_segment
from pmm_core.ui import cached, inputs, navigation
from pmm_core.ui.last_good import Kept, read_or_keep
from pmm_core.ui.session import Visit
from pmm_core.ui.show import show_empty
from pmm_core.verdict.settle import LaunchVerdicts

_REFS_KEY = "launch-refs"
# Why the launch of this run is shown as it was; of a new one nothing.
_OLD_KEY = "launch-old"
REAL_LOG = "A real launch log: CDNOW"


@dataclass(frozen=True)
class OpenedOnLaunch:
    """Something of a launch that is open on its page; one thing at a time."""

    launch: LaunchRef


def pick_launch(visit: Visit) -> str:
    """Ask for a launch, `PRODUCT/NAME`, or for the real log that comes with the project."""
    names = list(refs(visit))
    return inputs.pick_name("Launch", [*names, REAL_LOG], key="launch") or REAL_LOG


def pick_day(visit: Visit, launch: str) -> dt.date:
    """Ask for the last day to take as observed."""
    if launch != REAL_LOG:
        return inputs.pick_as_of(visit)
    asked = st.query_params.get("log_as_of")
    chosen: dt.date | None = st.date_input(
        "As of",
        value=example.LAST_DAY,
        min_value=example.FIRST_DAY,
        max_value=example.LAST_DAY,
        key="log_as_of",
        bind="query-params",
        format=visit.settings.manner.date_field,
        width=160,
    )
    if asked and chosen is not None and asked != chosen.isoformat():
        inputs.note_dropped("As of", asked)
    return chosen if chosen is not None else example.LAST_DAY


def read(visit: Visit, launch: str, as_of: dt.date) -> Kept[Adoption] | None:
    """Read a launch, or keep its last good answer; say why there is none and return null."""
    ref = refs(visit).get(launch)

    def ask() -> Adoption:
        if ref is None:
            return cached.example(as_of, visit.settings.manner)
        return cached.launch(visit, ref.id, as_of, ref.segment_by)

    key = f"{visit.store.name}-{ref.id if ref else REAL_LOG}"
    try:
        kept = read_or_keep(key, ask, asked=(ref, as_of), doubt=_doubt)
    except PmmError as fault:
        st.info(safe_text(fault.message), icon=":material/info:")
        return None
    st.session_state[_OLD_KEY] = (visit, ref, kept.why)
    return kept


def _doubt(adoption: Adoption) -> str | None:
    return " ".join(adoption.alarms) or None


def require_new(visit: Visit, ref: LaunchRef) -> None:
    """Refuse to read what rests on a launch that is shown as it was: a page is of one moment.

    Raises:
        InvalidInput: `launch_unreadable`.
    """
    known = st.session_state.get(_OLD_KEY)
    if known is not None and known[0] is visit and known[1] == ref and known[2] is not None:
        raise InvalidInput(known[2], code="launch_unreadable")


def pick_segment(adoption: Adoption) -> str | None:
    """Ask whom the page is about; null is everybody. The choice stands in the address."""
    if not adoption.segments:
        return None
    chosen = inputs.pick_name("Who", [wording.EVERYBODY, *adoption.segments], key="who")
    return chosen if chosen in adoption.segments else None


def show_only(segment: str | None) -> None:
    """Say what a page about one segment leaves out."""
    if segment is not None:
        st.caption(safe_text(one_segment(segment)))


def show_no_launch(visit: Visit) -> None:
    """Say that the company on screen has no launch yet, before the real log stands in."""
    if not refs(visit):
        show_empty(
            "No launch yet",
            "Add one with its event log. Meanwhile, below is a real log of another company.",
            page=navigation.LAUNCHES if visit.is_owner else None,
            label="Add a launch",
        )


def newest_reading(visit: Visit, launch_id: int) -> str:
    """Say in one line how far a launch of the store has come, or why that cannot be told."""
    try:
        return wording.headline(cached.launch(visit, launch_id, visit.today, None))
    except PmmError as fault:
        return fault.message


def headline(
    adoption: Adoption,
    found: LaunchVerdicts,
    forecast: LaunchForecast | None,
    beside: Comparison | None,
) -> str:
    """Write the one sentence a launch leads with."""
    segment = adoption.whole.segment
    return lead(adoption, targets=found.aims(segment), forecast=forecast, beside=beside)


def show_observed(adoption: Adoption, as_of: dt.date) -> None:
    """Say through which day a launch is read, and what makes its numbers doubtful."""
    line = safe_text(wording.observed(adoption, as_of))
    st.markdown(
        f":material/warning: {line}" if adoption.as_of < as_of else f":small[:gray[{line}]]"
    )
    for alarm in adoption.alarms:
        st.markdown(f":material/warning: {safe_text(alarm)}")


def refs(visit: Visit) -> dict[str, LaunchRef]:
    """Return the launches in use by `PRODUCT/NAME`, the latest first; read once a run."""
    known = st.session_state.get(_REFS_KEY)
    if known is None or known[0] is not visit:
        found = {f"{ref.product}/{ref.name}": ref for ref in cached.launches(visit)}
        known = (visit, found)
        st.session_state[_REFS_KEY] = known
    return dict(known[1])
