"""A backup comes back as it was, on either database, or not at all."""

import json
import shutil
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pmm_core.access import Actor
from pmm_core.demo.sample import fill_sample
from pmm_core.errors import InvalidInput, StoreNewer, StoreNotEmpty
from pmm_core.failpoints import FailpointReached
from pmm_core.models import Record, Team
from pmm_core.settings import Settings
from pmm_core.store.backup import newest_backup, write_backup
from pmm_core.store.restore import restore, restore_logs
from pmm_core.store.store import Store
from pmm_core.store.upgrade import check_schema


def url_of(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def content(store: Store) -> dict[str, list[tuple]]:
    with store.read() as session:
        return {
            table.name: session.execute(sa.select(table).order_by(table.c.id)).all()
            for table in Record.metadata.sorted_tables
            if table.name != "store_state"
        }


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What belongs to a store on a server lies under `data`; here it is another folder."""
    monkeypatch.setattr("pmm_core.settings.ROOT", tmp_path)
    monkeypatch.setattr("pmm_core.store.backup.ROOT", tmp_path)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds the sample, made once for the tests that only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sample') / 'sample.db'}"
    fill_sample(Settings.load(), url)
    store = Store.open(url)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def whole(sample: Store) -> Path:
    """A backup of the sample, with its event logs."""
    folder = Path(str(sample.engine.url.database)).parent
    write_backup(sample.engine, folder / "backup.zip", logs=folder / "sample.db-events")
    return folder / "backup.zip"


@pytest.fixture
def backup(whole: Path, tmp_path: Path) -> Path:
    """A copy of it that may be spoilt."""
    return Path(shutil.copy(whole, tmp_path))


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no store yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'other' / 'other.db'}"
    return request.getfixturevalue("postgres_url")


def test_every_row_comes_back_on_either_database(sample: Store, backup: Path, other: str) -> None:
    done = restore(other, backup, replace=False)
    again = Store.open(other)
    check_schema(again.engine)
    assert content(again) == content(sample)
    assert done.previous is None
    assert done.rows["kpi"] == 34
    again.engine.dispose()


def test_a_restored_store_takes_new_rows(backup: Path, other: str, owner: Actor) -> None:
    restore(other, backup, replace=False)
    again = Store.open(other)
    with again.write(actor=owner) as unit:
        assert unit.add(Team(name="Legal")).id == 6
    again.engine.dispose()


def test_a_backup_of_postgresql_comes_back_on_sqlite(postgres_url: str, tmp_path: Path) -> None:
    fill_sample(Settings.load(), postgres_url)
    before = Store.open(postgres_url)
    write_backup(before.engine, tmp_path / "pg.zip")
    url = f"sqlite:///{tmp_path / 'from_pg.db'}"
    restore(url, tmp_path / "pg.zip", replace=False)
    assert content(Store.open(url)) == content(before)
    before.engine.dispose()


def test_own_data_is_kept_unless_replacing_is_said(
    any_store: Store, backup: Path, owner: Actor
) -> None:
    with any_store.write(actor=owner) as unit:
        unit.add(Team(name="Ours"))
    before = content(any_store)
    with pytest.raises(StoreNotEmpty):
        restore(url_of(any_store), backup, replace=False)
    assert content(any_store) == before


def test_what_was_replaced_can_be_brought_back(
    any_store: Store,
    backup: Path,
    owner: Actor,
) -> None:
    with any_store.write(actor=owner) as unit:
        unit.add(Team(name="Ours"))
    before = content(any_store)
    done = restore(url_of(any_store), backup, replace=True)
    assert done.previous is not None
    restore(url_of(any_store), Path(done.previous), replace=True)
    assert content(any_store) == before


def test_the_token_rises_so_that_no_cached_read_survives(
    any_store: Store, owner: Actor, backup
) -> None:
    for name in ("One", "Two", "Three"):
        with any_store.write(actor=owner) as unit:
            unit.add(Team(name=name))
    before = any_store.facts().token
    restore(url_of(any_store), backup, replace=True)
    assert any_store.facts().token > before


def test_a_restore_cut_short_changes_nothing(
    any_store: Store, owner: Actor, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with any_store.write(actor=owner) as unit:
        unit.add(Team(name="Ours"))
    before = content(any_store)
    monkeypatch.setenv("PMM_FAIL", "restore.before_commit:error")
    with pytest.raises(FailpointReached):
        restore(url_of(any_store), backup, replace=True)
    assert content(any_store) == before


def rewritten(backup: Path, name: str, text: bytes) -> Path:
    changed = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, text if entry == name else old.read(entry))
    return changed


def test_a_changed_backup_is_refused(backup: Path, other: str) -> None:
    with pytest.raises(InvalidInput, match=r"team\.jsonl was changed") as refused:
        restore(other, rewritten(backup, "team.jsonl", b"{}"), replace=False)
    assert refused.value.code == "backup_damaged"


def test_half_a_backup_is_refused(backup: Path, other: str) -> None:
    backup.write_bytes(backup.read_bytes()[:5000])
    with pytest.raises(InvalidInput, match="not a whole zip"):
        restore(other, backup, replace=False)


def test_a_missing_backup_is_named(tmp_path: Path, other: str) -> None:
    with pytest.raises(InvalidInput, match=r"no file .*missing\.zip"):
        restore(other, tmp_path / "missing.zip", replace=False)


def test_a_backup_of_a_newer_program_is_refused(backup: Path, other: str) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json")) | {"schema": "9999"}
    newer = rewritten(backup, "manifest.json", json.dumps(manifest).encode())
    with pytest.raises(StoreNewer):
        restore(other, newer, replace=False)


def test_event_logs_come_back_and_stay_inside_their_folder(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("events/../../outside.parquet", b"no")
    folder = tmp_path / "logs" / "kept"
    names = restore_logs(backup, folder)
    assert len(names) == len(list(folder.iterdir())) == 6
    assert not list(tmp_path.rglob("outside.parquet"))


def test_four_writers_do_not_disturb_a_backup(store: Store, tmp_path: Path) -> None:
    def write(name: str) -> None:
        for turn in range(10):
            with store.write(actor=Actor(name)) as unit:
                unit.add(Team(name=f"{name} {turn}"))

    writers = [threading.Thread(target=write, args=(f"W{place}",)) for place in range(4)]
    for writer in writers:
        writer.start()
    backups = [write_backup(store.engine, tmp_path / f"{turn}.zip") for turn in range(5)]
    for writer in writers:
        writer.join()
    assert all(done.rows["team"] == done.rows["audit"] for done in backups)


def test_the_newest_backup_is_found(store: Store, tmp_path: Path) -> None:
    assert newest_backup(url_of(store)) is None
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("store-0001-1.zip", "store-0001-2.zip", "another-0001-3.zip"):
        write_backup(store.engine, folder / name)
    assert newest_backup(url_of(store)) == folder / "store-0001-2.zip"
