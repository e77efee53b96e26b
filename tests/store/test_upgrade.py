"""First start and upgrades: many at once, cut short, and stores of other versions."""

import datetime as dt
import json
import multiprocessing as mp
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.errors import StoreNewer, StoreOlder
from pmm_core.models import ExternalFactor, Initiative, Kpi, Product, Record, StoreState, Team
from pmm_core.settings import ROOT
from pmm_core.store.backup import back_up
from pmm_core.store.engine import open_engine
from pmm_core.store.store import Store
from pmm_core.store.upgrade import check_schema, migrate, upgrade

AT_ONCE = 4
FIRST_PRODUCT = (
    "INSERT INTO product (version, recorded_at, name) VALUES (1, '2026-03-31 12:00:00', 'Comet')"
)
KPI_OF_IT = (
    "INSERT INTO kpi (version, recorded_at, scope, product_id, name, direction, goal, "
    "at_risk_from, definition_version) "
    "SELECT 1, recorded_at, 'product', id, 'Activation rate', 'up', 'reach', 0.8, 1 FROM product"
)

LAUNCH_OF_IT = (
    "INSERT INTO initiative (version, recorded_at, product_id, name, kind, launched_on, timezone, "
    "clock, adopt_events, after_exposure_day, active_days, late_joiners, min_uses, min_days, "
    "windows) SELECT 1, recorded_at, id, 'Insights', 'launch', '2026-03-02', 'UTC', 'launch', "
    "'[]', false, 28, 'separate', 1, 1, '[5, 10, 30]' FROM product"
)

FACTORS = (
    "INSERT INTO external_factor (version, recorded_at, name, kpi_id, start_on, method) "
    "SELECT 1, recorded_at, 'Outage', id, '2026-03-02', 'exclude' FROM kpi",
    "INSERT INTO external_factor (version, recorded_at, name, product_id, start_on, method) "
    "SELECT 1, recorded_at, 'Strike', id, '2026-03-02', 'note' FROM product",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no store yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    return request.getfixturevalue("postgres_url")


def start(url: str, barrier, made) -> None:
    barrier.wait()
    made.put(upgrade(url).created)


def tables(url: str) -> set[str]:
    engine = open_engine(url)
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


def set_revision(url: str, revision: str) -> None:
    engine = open_engine(url)
    version = sa.table("alembic_version", sa.column("version_num"))
    with engine.begin() as connection:
        connection.execute(sa.update(version).values(version_num=revision))
    engine.dispose()


def test_many_first_starts_at_once_make_one_store(url: str) -> None:
    context = mp.get_context("spawn")
    barrier, made = context.Barrier(AT_ONCE), context.Queue()
    starts = [context.Process(target=start, args=(url, barrier, made)) for _ in range(AT_ONCE)]
    for process in starts:
        process.start()
    created = [made.get(timeout=60) for _ in starts]
    for process in starts:
        process.join()
    assert [process.exitcode for process in starts] == [0] * AT_ONCE
    assert sorted(created) == [False] * (AT_ONCE - 1) + [True]
    with Store.open(url).read() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(StoreState)).scalar() == 1


def test_a_start_killed_before_its_end_leaves_nothing_half(url: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "pmm_core", "upgrade", "--store", url],
        cwd=ROOT,
        env=os.environ | {"PMM_FAIL": "upgrade.before_commit:kill"},
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -9
    assert tables(url) == set()
    assert upgrade(url).created


def test_a_second_upgrade_finds_nothing_to_do(url: str) -> None:
    first = upgrade(url)
    second = upgrade(url)
    assert first.created and not second.created
    assert second.revision_before == second.revision_after == first.revision_after
    assert second.backup is None


def test_the_name_of_a_store_never_holds_its_password() -> None:
    url = "postgresql+psycopg://ada:secret@localhost/pmm"
    engine = open_engine(url)
    assert "secret" not in Store(engine).name


def test_a_store_of_a_newer_program_is_refused_and_left_alone(url: str) -> None:
    upgrade(url)
    set_revision(url, "9999")
    with pytest.raises(StoreNewer):
        upgrade(url)
    with pytest.raises(StoreNewer):
        check_schema(open_engine(url))


def test_a_missing_store_is_refused_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreOlder):
        check_schema(open_engine(f"sqlite:///{tmp_path / 'missing.db'}"))
    assert list(tmp_path.iterdir()) == []


def test_a_store_without_tables_is_refused_until_it_is_upgraded(url: str) -> None:
    engine = open_engine(url)
    engine.connect().close()
    with pytest.raises(StoreOlder):
        check_schema(engine)
    upgrade(url)
    check_schema(engine)
    engine.dispose()


def test_the_migrations_make_the_tables_of_the_models(any_store: Store) -> None:
    with any_store.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Record.metadata) == []


def test_a_store_of_the_first_schema_keeps_its_rows(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmm_core.store.backup.ROOT", tmp_path)
    engine = open_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        migrate(connection, revision="0001")
        connection.execute(sa.text(FIRST_PRODUCT))
        connection.execute(sa.text(KPI_OF_IT))
        connection.execute(sa.text("INSERT INTO store_state (token) VALUES (0)"))
    engine.dispose()
    assert upgrade(url).revision_before == "0001"
    with Store.open(url).read() as session:
        (product,) = session.exec(select(Product)).all()
        assert session.exec(select(Kpi.product_id)).all() == [product.id]
    assert (product.name, product.revenue_share, product.strategic) == ("Comet", None, False)


def test_a_launch_of_the_second_schema_gets_the_usual_definitions(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmm_core.store.backup.ROOT", tmp_path)
    engine = open_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        migrate(connection, revision="0001")
        connection.execute(sa.text(FIRST_PRODUCT))
        migrate(connection, revision="0002")
        connection.execute(sa.text(LAUNCH_OF_IT))
        connection.execute(sa.text("INSERT INTO store_state (token) VALUES (0)"))
    engine.dispose()
    assert upgrade(url).revision_before == "0002"
    with Store.open(url).read() as session:
        (launch,) = session.exec(select(Initiative)).all()
    assert (launch.name, launch.launched_on) == ("Insights", dt.date(2026, 3, 2))
    assert (launch.tier_answers, launch.activation_events) == ({}, [])
    assert (launch.engaged_days, launch.engaged_min_days) == (7, 1)
    assert (launch.planned_on, launch.launch_type, launch.ended_on) == (None, None, None)


def test_a_factor_of_the_third_schema_still_touches_its_kpi(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmm_core.store.backup.ROOT", tmp_path)
    engine = open_engine(url)
    with engine.execution_options(write=True).begin() as connection:
        migrate(connection, revision="0003")
        for statement in (FIRST_PRODUCT, KPI_OF_IT, *FACTORS):
            connection.execute(sa.text(statement))
        connection.execute(sa.text("INSERT INTO store_state (token) VALUES (0)"))
    engine.dispose()
    assert upgrade(url).revision_before == "0003"
    with Store.open(url).read() as session:
        (kpi,) = session.exec(select(Kpi)).all()
        factors = session.exec(select(ExternalFactor).order_by(ExternalFactor.name)).all()
    assert [(one.name, one.kpi_ids, one.product_id) for one in factors] == [
        ("Outage", [kpi.id], None),
        ("Strike", [], kpi.product_id),
    ]
    assert (kpi.weight, kpi.driver_ids, kpi.co_owner_ids) == (1.0, [], [])


def test_a_backup_holds_one_moment_while_somebody_writes(
    any_store: Store, owner: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pmm_core.store.backup.ROOT", tmp_path)
    with any_store.write(actor=owner) as unit:
        unit.add(Team(name="Growth"))
    file = back_up(any_store.engine, label="0001")
    with any_store.write(actor=owner) as unit:
        unit.add(Team(name="Sales"))
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = [json.loads(line)["name"] for line in archive.read("team.jsonl").splitlines()]
    assert names == ["Growth"]
    assert manifest["rows"]["team"] == manifest["rows"]["audit"] == 1
    assert file.is_relative_to(tmp_path)
