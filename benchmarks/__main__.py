"""`make bench`: measure, and print the tables for docs/benchmarks.md."""

import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from benchmarks import adoption, forecast, ranking, screen, state
from benchmarks.measure import HEAD

PACKAGES = ("streamlit", "pandas", "duckdb", "ibis-framework", "sqlalchemy")


def main() -> None:
    """Measure everything, or what is named: `python -m benchmarks screen`."""
    chosen = sys.argv[1:] or ["screen", "adoption", "state", "ranking", "forecast"]
    print(f"Python {platform.python_version()}, ", end="")
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES), end="\n\n")
    compared = {"screen": screen, "adoption": adoption, "state": state, "ranking": ranking}
    if not compared.keys().isdisjoint(chosen):
        print(HEAD)
    for name, module in compared.items():
        if name in chosen:
            with tempfile.TemporaryDirectory() as folder:
                for comparison in module.measure(Path(folder)):
                    print(comparison.line(), flush=True)
    if "forecast" in chosen:
        print(f"\n{forecast.HEAD}")
        for line in forecast.lines():
            print(line, flush=True)


if __name__ == "__main__":
    main()
