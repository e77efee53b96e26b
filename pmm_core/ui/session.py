"""Whose visit it is, which store it sees and what day it is: asked once a run, from here only."""

import datetime as dt
import ipaddress
from dataclasses import dataclass, replace
from typing import Literal, cast
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy.engine import Engine

from pmm_core.access import Actor
from pmm_core.company.calendar import BusinessCalendar
from pmm_core.company.profile import CompanySettings
from pmm_core.company.service import Today, read_settings
from pmm_core.company.service import today as company_today
from pmm_core.demo import ensure_sample
from pmm_core.events.waiting import stop_when
from pmm_core.formatting import write_like
from pmm_core.settings import Settings
from pmm_core.store.engine import open_engine
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade
from pmm_core.ui.moving_on import moved_on
from pmm_core.vocabulary import Role

Company = Literal["own", "sample"]
# The keys of the session that are ours; all others belong to widgets.
COMPANY_KEY = "company"
OPEN_KEY = "open"
NOTICE_KEY = "notice"
# A relay on this computer makes every visit look local; it gives itself away by one of these.
_RELAYED = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-Ip",
    "X-Client-Ip",
    "Cf-Connecting-Ip",
)
COMPANY_NAMES: dict[Company, str] = {"own": "My company", "sample": "Sample"}


@dataclass(frozen=True)
class Visit:
    """One run of the app for one visitor.

    Attributes:
        actor: whoever looks.
        company: which of the two stores is on screen.
        store: that store.
        own_is_empty: nothing has been made in the own store yet.
        now: the day the store takes for today, and who says so.
        settings: how the company counts and writes.
    """

    actor: Actor
    company: Company
    store: Store
    own_is_empty: bool
    now: Today
    settings: CompanySettings

    @property
    def today(self) -> dt.date:
        """The day the store takes for today."""
        return self.now.day

    def day_of(self, instant: dt.datetime) -> dt.date:
        """Return the calendar day of an instant where the company is."""
        return instant.astimezone(ZoneInfo(self.settings.timezone)).date()

    @property
    def is_owner(self) -> bool:
        """True if this visit may see and change the own store."""
        return self.actor.role is Role.OWNER

    @property
    def calendar(self) -> BusinessCalendar:
        """Periods and working days of the company."""
        return self.settings.calendar


def visit() -> Visit:
    """Work out the visit of this run; pages call it first."""
    settings = Settings.load()
    stop_when(moved_on())
    actor = _actor()
    own_is_empty = True
    if actor.role is Role.OWNER:
        own_is_empty = _open(settings.store_url).is_empty
    company = _company(actor, own_is_empty)
    store = _open(settings.store_url) if company == "own" else _open_sample(settings)
    company_settings = read_settings(store=store, actor=actor)
    write_like(company_settings.manner)
    return Visit(
        actor=_named(actor, company_settings),
        company=company,
        store=store,
        own_is_empty=own_is_empty,
        now=company_today(store=store, settings=settings),
        settings=company_settings,
    )


def follow_settings(visit: Visit) -> Visit:
    """Return a visit with the settings as they are by now, and write as they say."""
    settings = read_settings(store=visit.store, actor=visit.actor)
    write_like(settings.manner)
    return replace(visit, settings=settings)


def pick_company(current: Visit) -> None:
    """Let the owner switch between the own company and the sample; the choice is in the URL."""
    options: list[Company] = ["own", "sample"]
    st.session_state.setdefault(COMPANY_KEY, current.company)
    st.segmented_control(
        "Company",
        options,
        required=True,
        format_func=lambda company: COMPANY_NAMES[company],
        key=COMPANY_KEY,
        bind="query-params",
        width="stretch",
    )


def start_own() -> None:
    """Show the own company from the next run on (a button's callback)."""
    st.session_state[COMPANY_KEY] = "own"


def theme() -> str:
    """Return `light` or `dark`, as the page is shown."""
    return cast(str, st.context.theme.type or "light")


def _company(actor: Actor, own_is_empty: bool) -> Company:
    if actor.role is not Role.OWNER:
        return "sample"
    # The control writes its label into the URL; a link may hold the plain word as well.
    chosen = st.session_state.get(COMPANY_KEY) or st.query_params.get(COMPANY_KEY)
    for company, name in COMPANY_NAMES.items():
        if chosen in (company, name):
            return company
    return "sample" if own_is_empty else "own"


def _actor() -> Actor:
    """The owner only when the peer and the Host are both this computer, and nothing relays."""
    headers = st.context.headers
    if not headers.to_dict():
        # No connection at all: the script runs without a server, as in a test.
        return Actor("Owner")
    host = _host_of(headers.get("Host") or "")
    relayed = [name for name in _RELAYED if headers.get(name)]
    if _is_loopback(st.context.ip_address or "127.0.0.1") and _is_loopback(host) and not relayed:
        return Actor("Owner")
    return Actor(
        "Visitor",
        role=Role.VISITOR,
        why="This visit comes over the network and no login is set up, so it may look at the "
        "sample company and change nothing. Open the app as http://localhost on the computer it "
        "runs on to see your own data.",
    )


def _named(actor: Actor, settings: CompanySettings) -> Actor:
    """Locally the owner acts under the name chosen in Settings."""
    if actor.role is Role.OWNER and settings.said.owner_name:
        return Actor(settings.said.owner_name)
    return actor


def _host_of(header: str) -> str:
    """Return the host of a Host header, without port and brackets."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0] if header.count(":") <= 1 else header


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


@st.cache_resource(show_spinner=False, max_entries=8)
def _engine(url: str) -> Engine:
    """Bring the store up to date once a process, and keep its engine."""
    upgrade(url)
    return open_engine(url)


def _open(url: str) -> Store:
    return Store(_engine(url))


@st.cache_resource(show_spinner="Making the sample company", max_entries=8)
def _sample_engine(url: str) -> Engine:
    ensure_sample(Settings.load())
    return open_engine(url)


def _open_sample(settings: Settings) -> Store:
    return Store(_sample_engine(settings.sample_url))
