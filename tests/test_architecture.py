"""The code keeps the rules of docs/architecture.md, and each rule is able to fail."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pmm_core.settings import ROOT
from tests.architecture import (
    RULES,
    arrows_point_one_way,
    calls_are_harmless,
    features,
    features_have_one_anatomy,
    imported,
    pages_lie_one_folder_deeper,
    sizes_fit,
    sources,
)

Rule = Callable[[Path], Iterator[str]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_keeps_the_rule(rule: Rule) -> None:
    faults = list(rule(ROOT))
    assert not faults, "\n" + "\n".join(faults)


BREAKS = [
    (arrows_point_one_way, "pmm_core/vocabulary/scorecards.py", "import pandas"),
    (arrows_point_one_way, "pmm_core/errors.py", "from pmm_core import models"),
    (arrows_point_one_way, "pmm_core/stats/survival.py", "from pmm_core.adoption import curves"),
    (arrows_point_one_way, "pmm_core/adoption/curves.py", "import streamlit as st"),
    (arrows_point_one_way, "pmm_core/adoption/curves.py", "def f():\n    import altair"),
    (arrows_point_one_way, "pmm_core/adoption/curves.py", "from pmm_core.scorecard import pace"),
    (arrows_point_one_way, "pmm_core/adoption/charts.py", "from pmm_core.store import store"),
    (arrows_point_one_way, "pmm_core/adoption/service.py", "from pmm_core.scorecard import pace"),
    (arrows_point_one_way, "pmm_core/adoption/service.py", "from altair import Chart"),
    (arrows_point_one_way, "pmm_core/store/targets.py", "from pmm_core.scorecard import pace"),
    (arrows_point_one_way, "pmm_core/events/source.py", "from sqlmodel import Session"),
    (arrows_point_one_way, "pmm_core/importers/rows.py", "from pmm_core.store import store"),
    (arrows_point_one_way, "pmm_core/importers/apply.py", "import streamlit"),
    (arrows_point_one_way, "pmm_core/deck/pdf.py", "from pmm_core.adoption import example"),
    (arrows_point_one_way, "pmm_core/ui/show.py", "from sqlmodel import select"),
    (arrows_point_one_way, "pmm_core/cli/adoption.py", "from pmm_core.ui import show"),
    (arrows_point_one_way, "pmm_core/cli/adoption.py", "from pmm_core.store.store import Store"),
    (arrows_point_one_way, "pmm_core/demo/nouns.py", "import streamlit"),
    (arrows_point_one_way, "pages/home/overview.py", "from pmm_core import models"),
    (arrows_point_one_way, "pmm_core/impact/fits.py", "def f():\n    import statsmodels.api"),
    (arrows_point_one_way, "app.py", "import pytest"),
    (sizes_fit, "pages/home/overview.py", "x = 1\n" * 80),
    (sizes_fit, "pmm_core/formatting.py", "x = 1\n" * 450),
    (sizes_fit, "pmm_core/models/store.py", "x = 1\n" * 450),
    (sizes_fit, "tests/stats/test_survival.py", "x = 1\n" * 450),
    (pages_lie_one_folder_deeper, "pages/overview.py", ""),
    (pages_lie_one_folder_deeper, "pages/launches/overview.py", ""),
    (pages_lie_one_folder_deeper, "pages/home/overview.py", "def show(): ..."),
    (features_have_one_anatomy, "pmm_core/voice/wording.py", ""),
    (calls_are_harmless, "pages/home/overview.py", "frame.to_csv('x')"),
    (calls_are_harmless, "pmm_core/ui/show.py", "st.markdown(name, unsafe_allow_html=True)"),
    (calls_are_harmless, "pmm_core/ui/show.py", "st.html(name)"),
    (calls_are_harmless, "pmm_core/store/targets.py", "sa.text(f'select {name}')"),
    (calls_are_harmless, "pmm_core/models/store.py", "kpis = Relationship()"),
    (calls_are_harmless, "pmm_core/scorecard/pace.py", "dt.date.today()"),
    (calls_are_harmless, "pmm_core/scorecard/pace.py", "datetime.now()"),
    (calls_are_harmless, "pmm_core/store/engine.py", "Record.metadata.create_all(engine)"),
]


@pytest.mark.parametrize(("rule", "path", "source"), BREAKS)
def test_a_break_of_the_rule_is_reported(
    rule: Rule, path: str, source: str, tmp_path: Path
) -> None:
    for kept in ("app.py", "pages/home/overview.py", *_anatomy("adoption"), *_anatomy("scorecard")):
        _write(tmp_path / kept, "")
    assert not list(rule(tmp_path))
    _write(tmp_path / path, source)
    if path.startswith("pmm_core/"):
        _write(tmp_path / Path(path).parent / "__init__.py", "")
    faults = list(rule(tmp_path))
    assert len(faults) == 1
    assert Path(path).name in faults[0] or str(Path(path).parent) in faults[0]


def _anatomy(feature: str) -> list[str]:
    return [f"pmm_core/{feature}/{part}.py" for part in ("__init__", "service", "wording")]


def _write(path: Path, source: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")


def test_importing_every_service_and_command_brings_in_no_screen() -> None:
    modules = [f"pmm_core.{feature}.service" for feature in features(ROOT)]
    modules += [f"pmm_core.cli.{path.stem}" for path in (ROOT / "pmm_core/cli").glob("[a-z]*.py")]
    slow = {"streamlit", "altair", "pytest", "statsmodels"}
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {modules!r}]; "
        f"sys.exit(' '.join({slow!r} & set(sys.modules)) or 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, f"a service or a command imports {run.stderr}"


def test_every_package_the_app_imports_is_in_its_requirements() -> None:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    asked = {re.split(r"[=<>\[]", line)[0] for line in lines if line and line[0] not in "#-"}
    named = {name.split(".")[0] for path in sources(ROOT) for _, name in imported(path)}
    homes = packages_distributions()
    unasked = {
        name
        for name in named - sys.stdlib_module_names - {"pmm_core", "pydantic_core"}
        if not {home.lower() for home in homes.get(name, [])} & asked
    }
    assert unasked == set()
