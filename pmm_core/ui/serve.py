"""Starts the app on this computer: `python -m pmm_core.ui.serve`, with any option of Streamlit.

Streamlit takes a folder `pages/` for a list of pages until the app has said otherwise once. Whoever
follows a link to a page of a server that has just started is told that the page does not exist,
over that very page (https://github.com/streamlit/streamlit/issues/9992). Here it knows at once.
"""

import sys

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from pmm_core.settings import ROOT


def main() -> None:
    """Serve until interrupted."""
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(ROOT / "app.py"), *sys.argv[1:]])


if __name__ == "__main__":
    main()
