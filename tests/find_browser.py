"""Which browser the tests drive; as a program, installs one where that is possible.

In this order: the path in `PMM_BROWSER`, a Chromium or Chrome on the PATH, the one Playwright
keeps, and, as root on Debian, the distribution's, with an emoji font. There is no other way out: a
browser test that cannot run fails, it is never skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-color-emoji")
TO_TYPE = {
    True: "sudo apt-get install -y " + " ".join(PACKAGES),
    False: ".venv-dev/bin/python -m playwright install chromium",
}
NO_BROWSER = "No browser for the tests. Set PMM_BROWSER to a Chromium or Chrome, or type: "


class NoBrowser(Exception):
    """There is no browser; the message is the one line to type."""


def find_browser() -> Path:
    """Return the path of the browser.

    Raises:
        NoBrowser: none was found, or `PMM_BROWSER` names no program.
    """
    given = os.environ.get("PMM_BROWSER")
    if given:
        found = shutil.which(given)
        if not found:
            raise NoBrowser(f"PMM_BROWSER is {given}, and there is no such program: correct it.")
        return Path(found)
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    kept = _kept_by_playwright()
    if kept is None:
        raise NoBrowser(NO_BROWSER + TO_TYPE[shutil.which("apt-get") is not None])
    return kept


def _kept_by_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (("update",), ("install", "-y", "--no-install-recommends", *PACKAGES)):
        subprocess.run(["apt-get", "-q", *command], check=True, env=environment, stdout=sys.stderr)


def main() -> None:
    """Find the browser, installing it as root on Debian, or end with the line to type."""
    try:
        find_browser()
    except NoBrowser as missing:
        if os.environ.get("PMM_BROWSER") or os.geteuid() != 0 or not shutil.which("apt-get"):
            sys.exit(str(missing))
        print("Installing a browser for the tests (once) ...", file=sys.stderr)
        try:
            _install()
            find_browser()
        except (subprocess.CalledProcessError, NoBrowser):
            sys.exit(str(missing))


if __name__ == "__main__":
    main()
