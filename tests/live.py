"""The app as a person meets it: a real server, and screens of a real browser."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from pmm_core.settings import ROOT

START_SECONDS = 60
# Leads to this computer too, but under a name that is not its own.
OTHER_HOST = "scorecard.example"
OWN_HOSTS = {"localhost", "127.0.0.1", OTHER_HOST}
# Known lines of others, each with the place where it is discussed.
ALLOWED_IN_CONSOLE = (
    # A sub-page opened by its address asks for these below its own path first:
    # https://github.com/streamlit/streamlit/issues/7074
    re.compile(r"404 .*/[^/]+/_stcore/(health|host-config)$"),
)
FAULT_IN_LOG = re.compile(r"Traceback|Error:|\bERROR\b|Uncaught app exec|deprecated")


@dataclass
class AppServer:
    """A running app.

    Attributes:
        url: where it answers, without a slash at the end.
        folder: holds its stores (`own.db`, `sample.db`), `events/` and `server.log`.
    """

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    def log(self) -> str:
        """Everything the server has said so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def faults(self, *, since: int = 0) -> list[str]:
        """Lines of the log that report a fault, from a length of the log on."""
        return [line for line in self.log()[since:].splitlines() if FAULT_IN_LOG.search(line)]


@contextmanager
def start_app(folder: Path, variables: Mapping[str, str]) -> Iterator[AppServer]:
    """Start the app on a free port, wait until it answers, and stop it at the end."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PMM_")},
        "PMM_STORE": str(folder / "own.db"),
        "PMM_SAMPLE": str(folder / "sample.db"),
        "PMM_EVENTS": str(folder / "events"),
        "NO_COLOR": "1",
        **variables,
    }
    options = [f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"]
    command = [sys.executable, "-m", "pmm_core.ui.serve", *options]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    server = AppServer(f"http://localhost:{port}", folder, process)
    try:
        _wait_until_healthy(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(server: AppServer) -> None:
    between = threading.Event()
    for _ in range(START_SECONDS * 5):
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            between.wait(0.2)
    raise AssertionError(f"The app did not start:\n{server.log()}")


@dataclass
class Screen:
    """One open page, and everything it said and asked for."""

    page: Page
    context: BrowserContext
    console: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @classmethod
    def open(
        cls,
        browser: Browser,
        server: AppServer,
        path: str = "/",
        *,
        width: int = 1440,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
    ) -> "Screen":
        """Open a path and wait until the app has run through."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-GB",
            timezone_id="UTC",
            accept_downloads=True,
        )
        screen = cls(context.new_page(), context)
        screen.page.set_default_timeout(20_000)
        screen.page.on("console", screen._hear)
        screen.page.on("pageerror", lambda fault: screen.console.append(f"error {fault}"))
        screen.page.on("request", lambda request: screen._see(request.url))
        screen.page.on("websocket", lambda channel: screen._see(channel.url))
        screen.page.goto(path if "://" in path else server.url + path)
        wait_until_still(screen.page)
        return screen

    def close(self) -> list[str]:
        """Close the page; returns what it should not have said, shown or asked for."""
        shown = self.page.get_by_test_id("stException").all_inner_texts()
        self.context.close()
        return [*self.console, *self.foreign, *shown]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        status = re.search(r"status of (\d+)", message.text)
        line = f"{status[1] if status else message.text} {message.location.get('url', '')}"
        if not any(known.search(line) for known in ALLOWED_IN_CONSOLE):
            self.console.append(f"{message.type} {line}")

    def _see(self, url: str) -> None:
        where = urlsplit(url)
        if where.scheme not in {"data", "blob"} and where.hostname not in OWN_HOSTS:
            self.foreign.append(f"asked {url}")


def wait_until_still(page: Page) -> None:
    """Wait until the script has run through and no element is stale."""
    app = page.get_by_test_id("stApp")
    app.wait_for()
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            return app && app.dataset.testScriptState === 'notRunning'
                && document.querySelector('[data-testid="stMain"] [data-testid]')
                && !document.querySelector('[data-stale="true"]')
                && !document.querySelector('[data-testid="stSkeleton"]');
        }"""
    )


def ask(
    server: AppServer,
    *,
    host: str | None = None,
    headers: Mapping[str, str] | None = None,
    **request: object,
) -> dict[str, Any]:
    """Run the app on the server without a browser; returns the page it answers with.

    Needs `STREAMLIT_SERVER_ENABLE_AGENT_API=true`, which is off wherever it is not a test.
    """
    sent = {"Content-Type": "application/json", **(headers or {})}
    sent |= {"Host": host} if host else {}
    call = urllib.request.Request(
        f"{server.url}/_stcore/agent/interact", json.dumps(request).encode(), sent
    )
    with urllib.request.urlopen(call, timeout=60) as answer:
        document: dict[str, Any] = json.load(answer)
    return document
