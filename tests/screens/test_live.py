"""The app as a server: whom it takes for the owner, two starts at once, no way round app.py."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pmm_core.settings import ROOT
from tests.live import OTHER_HOST, AppServer, ask, start_app

NAMES = sorted(path.stem for path in (ROOT / "pages").glob("*/*.py"))
AGENT = {"STREAMLIT_SERVER_ENABLE_AGENT_API": "true"}


def test_two_servers_started_at_once_make_one_store_and_one_sample(tmp_path: Path) -> None:
    one_store = {"PMM_STORE": str(tmp_path / "own.db"), "PMM_SAMPLE": str(tmp_path / "sample.db")}

    def start_and_look(name: str) -> tuple[str, list[str]]:
        folder = tmp_path / name
        folder.mkdir()
        with start_app(folder, {**one_store, **AGENT}) as server:
            return str(ask(server)["status"]), server.faults()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(start_and_look, ["one", "two"])) == [("ready", []), ("ready", [])]


@pytest.fixture
def server(serve_app: Callable[..., AppServer]) -> AppServer:
    return serve_app(**AGENT)


def test_a_page_answers_the_owner_and_logs_no_fault(server: AppServer) -> None:
    answer = ask(server)
    for name in NAMES:
        page = "" if name == "overview" else name
        answer = ask(server, page=page, session_id=answer["session_id"])
        assert answer["status"] == "ready", name
        assert "Sample company" in str(answer["tree"]), name
    assert server.faults() == []


def test_a_visit_under_another_host_name_sees_the_sample_and_may_change_nothing(
    server: AppServer,
) -> None:
    port = urlsplit(server.url).port
    tree = str(ask(server, host=f"{OTHER_HOST}:{port}")["tree"])
    assert "over the network" in tree
    assert "Start with my own" not in tree


def test_a_visit_that_was_relayed_is_a_visitors_although_the_relay_is_local(
    server: AppServer,
) -> None:
    for header in ("X-Forwarded-For", "Forwarded", "X-Forwarded-Host", "Via", "Cf-Connecting-Ip"):
        tree = str(ask(server, headers={header: "relay.example"})["tree"])
        assert "over the network" in tree, header
