"""`doctor`: look over the computer, the store and the folders, and say what to do."""

import datetime as dt
import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
from packaging.requirements import Requirement
from sqlalchemy.engine import make_url

from pmm_core import __version__
from pmm_core.cli.root import Call
from pmm_core.clock import utc_now
from pmm_core.company.profile import SettingsDraft, TodaySource
from pmm_core.company.service import read_settings, today
from pmm_core.demo.sample import holds_sample
from pmm_core.formatting import show_counted
from pmm_core.settings import ROOT, Settings, events_root
from pmm_core.store.backup import newest_backup
from pmm_core.store.checkup import (
    Check,
    CheckState,
    check_logs,
    check_store,
    existing_part,
    is_readable,
    ok,
    problem,
    warning,
)
from pmm_core.store.store import Store

_OLDEST_PYTHON = (3, 11)
_OLD_BACKUP_DAYS = 30
_SIGNS = {CheckState.OK: "ok      ", CheckState.WARNING: "warning ", CheckState.PROBLEM: "PROBLEM "}


@click.command("doctor")
@click.pass_obj
def doctor_command(call: Call) -> None:
    """Look everything over; ends with 2 if something does not work."""
    checks = [*_checks(call)]
    is_ok = all(check.state is not CheckState.PROBLEM for check in checks)
    call.answer({"ok": is_ok, "checks": checks}, "\n".join(_line(check) for check in checks))
    if not is_ok:
        raise SystemExit(2)


def _checks(call: Call) -> Iterator[Check]:
    yield _python()
    yield _packages()
    store_checks = check_store(call.store_url)
    yield from store_checks
    store = Store.open(call.store_url) if is_readable(store_checks) else None
    if store:
        yield _day(store, call)
        yield _settings(store, call)
    yield from _events(call, store)
    yield _sample(call.settings)
    yield _backups(call.store_url)
    yield from _failpoints()
    if store:
        store.engine.dispose()


def _line(check: Check) -> str:
    advice = f"\n{'':22}{check.do}" if check.do else ""
    return f"{_SIGNS[check.state]}{check.name:13} {check.message}{advice}"


def _python() -> Check:
    message = f"PMM Scorecard {__version__} on Python {platform.python_version()}."
    found = tuple(int(part) for part in platform.python_version_tuple()[:2])
    if found < _OLDEST_PYTHON:
        return problem("python", message, "Install Python 3.11 or newer and run `make run` again.")
    return ok("python", message)


def _packages() -> Check:
    wrong = [*_wrong_packages((ROOT / "requirements.txt").read_text(encoding="utf-8"))]
    if wrong:
        return problem(
            "packages",
            f"Not what requirements.txt asks for: {', '.join(wrong)}.",
            "Run `python -m pip install -r requirements.txt`.",
        )
    return ok("packages", "Every package is what requirements.txt asks for.")


def _wrong_packages(requirements: str) -> Iterator[str]:
    for line in requirements.splitlines():
        if not line or line.startswith(("#", "-")):
            continue
        asked = Requirement(line)
        try:
            found = version(asked.name)
        except PackageNotFoundError:
            yield f"{asked.name} is missing"
        else:
            if not asked.specifier.contains(found):
                yield f"{asked.name} {found} (asked for {asked.specifier})"


def _day(store: Store, call: Call) -> Check:
    now = today(store=store, settings=call.settings)
    company = read_settings(store=store, actor=call.actor)
    sources = {
        TodaySource.GIVEN: "as PMM_TODAY says",
        TodaySource.PINNED: "the day this store stands still at",
        TodaySource.TIMEZONE: "by the clock",
    }
    message = f"Today is {now.day.isoformat()} in {now.timezone}, {sources[now.source]}."
    if company.is_default("timezone"):
        return warning(
            "time_zone",
            f"{message} The zone is the computer's own: nobody has said the company's.",
            "Choose the time zone in Settings.",
        )
    return ok("time_zone", message)


def _settings(store: Store, call: Call) -> Check:
    company = read_settings(store=store, actor=call.actor)
    asked = [key for key in SettingsDraft.model_fields if key != "owner_name"]
    unsaid = [key.replace("_", " ") for key in asked if company.is_default(key)]
    if unsaid:
        return ok("settings", f"At their defaults: {', '.join(unsaid)}.")
    days = show_counted(len(company.said.holidays), "holiday is", "holidays are")
    return ok("settings", f"Every setting was said by a person; {days} known.")


def _events(call: Call, store: Store | None) -> Iterator[Check]:
    is_sample = store is not None and store.holds_sample
    root = events_root(call.settings, call.store_url, sample=is_sample)
    if "://" in root:
        yield ok("events", f"Event logs are read from {make_url(root).render_as_string()}.")
        return
    folder = Path(root)
    place = existing_part(folder)
    if not place.is_dir() or not os.access(place, os.R_OK | os.W_OK):
        yield problem(
            "events",
            f"Event logs cannot be kept in {folder}: {place} cannot be read and written.",
            "Change the rights of the folder, or name another one in PMM_EVENTS.",
        )
        return
    yield ok("events", f"Event logs are kept in {folder}.")
    if store is not None:
        yield check_logs(store, folder)


def _sample(settings: Settings) -> Check:
    if holds_sample(settings, settings.sample_url):
        return ok("sample", "The sample company is there.")
    return ok("sample", "The sample company is made when the app or `demo` needs it.")


def _backups(store_url: str) -> Check:
    newest = newest_backup(store_url)
    if newest is None:
        return ok("backups", "There is no backup yet; one is made before every upgrade.")
    made_on = dt.datetime.fromtimestamp(newest.stat().st_mtime, dt.UTC)
    days = (utc_now() - made_on).days
    message = f"The newest backup is {newest}, {show_counted(days, 'day')} old."
    if days > _OLD_BACKUP_DAYS:
        return warning("backups", message, "Make a new one with `python -m pmm_core backup FILE`.")
    return ok("backups", message)


def _failpoints() -> Iterator[Check]:
    asked = os.environ.get("PMM_FAIL")
    if asked:
        yield warning(
            "failpoints",
            f"PMM_FAIL is set ({asked}): the program stops itself there.",
            "Take the variable away unless you are testing.",
        )
