"""Keeps the settings and the facts of the company, and tells which day it is there."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pmm_core import clock
from pmm_core.access import Actor, require
from pmm_core.company import wording
from pmm_core.company.facts import CompanyFacts, FactsDraft
from pmm_core.company.profile import CompanySettings, SettingsDraft, TodaySource
from pmm_core.errors import ChangedElsewhere
from pmm_core.models import Setting
from pmm_core.settings import Settings
from pmm_core.store import settings as stored_settings
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action, NounKind


@dataclass(frozen=True)
class Today:
    """The day to take for today.

    Attributes:
        source: the environment, the pinned store, or the clock in `timezone`.
    """

    day: dt.date
    source: TodaySource
    timezone: str


def today(*, store: Store, settings: Settings) -> Today:
    """Tell which day it is: as given, else the store's pinned day, else in the store's zone."""
    timezone = _read(store).timezone
    if settings.today is not None:
        return Today(settings.today, TodaySource.GIVEN, timezone)
    pinned_on = store.facts().pinned_on
    if pinned_on is not None:
        return Today(pinned_on, TodaySource.PINNED, timezone)
    return Today(clock.current_day(timezone), TodaySource.TIMEZONE, timezone)


def read_settings(*, store: Store, actor: Actor) -> CompanySettings:
    """Read the settings in force."""
    require(actor, Action.READ, store)
    return _read(store)


def save_settings(
    *, store: Store, actor: Actor, base: CompanySettings, draft: SettingsDraft
) -> CompanySettings:
    """Write the settings that differ from those the person saw.

    Raises:
        ChangedElsewhere: somebody saved one of them first; nothing was stored.
    """
    require(actor, Action.WRITE, store)
    _save(store, actor, base, draft)
    return _read(store)


def read_facts(*, store: Store, actor: Actor) -> CompanyFacts:
    """Read the facts of the company that have been said."""
    require(actor, Action.READ, store)
    return _read_facts(store)


def save_facts(
    *, store: Store, actor: Actor, base: CompanyFacts, draft: FactsDraft
) -> CompanyFacts:
    """Write the facts that differ from those the person saw.

    Raises:
        ChangedElsewhere: somebody saved one of them first; nothing was stored.
    """
    require(actor, Action.WRITE, store)
    _save(store, actor, base, draft)
    return _read_facts(store)


def _read(store: Store) -> CompanySettings:
    with store.read() as session:
        stored = stored_settings.by_key(session=session)
    known = {key: row.value for key, row in stored.items() if key in SettingsDraft.model_fields}
    said = SettingsDraft.check(**known)
    return CompanySettings(
        said=said,
        timezone=said.timezone or clock.system_timezone(),
        versions={key: row.version for key, row in stored.items()},
    )


def _read_facts(store: Store) -> CompanyFacts:
    with store.read() as session:
        stored = stored_settings.by_key(session=session)
    known = {key: row for key, row in stored.items() if key in FactsDraft.model_fields}
    return CompanyFacts(
        said=FactsDraft.check(**{key: row.value for key, row in known.items()}),
        versions={key: row.version for key, row in known.items()},
    )


def _save(
    store: Store,
    actor: Actor,
    base: CompanySettings | CompanyFacts,
    draft: SettingsDraft | FactsDraft,
) -> None:
    before, after = _plain(base.said), _plain(draft)
    changes = {key: value for key, value in after.items() if value != before[key]}
    with store.write(actor=actor) as unit:
        stored = stored_settings.by_key(session=unit.session)
        _refuse_stale(unit, stored, base, changes)
        for key, value in changes.items():
            _write(unit, stored.get(key), key, value)


def _write(unit: Unit, stored: Setting | None, key: str, value: Any) -> None:
    if stored is None:
        unit.add(Setting(key=key, value=value))
    elif stored.id is not None:
        unit.change(Setting, stored.id, {"value": value}, version=stored.version)


def _plain(said: SettingsDraft | FactsDraft) -> dict[str, Any]:
    """Write what was said as it is stored; sets in order, so that equal ones are equal."""
    plain = said.model_dump(mode="json")
    if isinstance(said, SettingsDraft):
        plain["workweek"] = sorted(said.workweek)
    return plain


def _refuse_stale(
    unit: Unit,
    stored: Mapping[str, Setting],
    base: CompanySettings | CompanyFacts,
    changes: Mapping[str, Any],
) -> None:
    """Refuse to write a setting that somebody saved since the base was read."""
    versions = {key: row.version for key, row in stored.items()}
    moved = [key for key in changes if versions.get(key, 0) != base.versions.get(key, 0)]
    if not moved:
        return
    before = _plain(base.said)
    ids = [stored[key].id or 0 for key in moved]
    by = stored_settings.last_saved_by(session=unit.session, setting_ids=ids)
    fields = [
        {"field": key, "base": before[key], "theirs": stored[key].value, "yours": changes[key]}
        for key in moved
    ]
    raise ChangedElsewhere(
        wording.changed_elsewhere(moved, by),
        details={"noun": NounKind.SETTING.value, "name": "settings", "by": by, "fields": fields},
    )
