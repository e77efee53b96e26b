"""What ends a problem is named by each surface: a command says its option, a screen its control."""

import ast
import re
from pathlib import Path

import click
import pytest

from pmm_core.cli.imports import import_command
from pmm_core.errors import PmmError
from pmm_core.importers import wording
from pmm_core.importers.contract import FileRefused, ImportOptions, ImportRefused
from pmm_core.importers.keep import preview_log
from pmm_core.importers.remedies import Remedy, Way, with_option
from pmm_core.settings import ROOT
from pmm_core.store.store import Store
from tests.importers.reading import TODAY, source, text
from tests.importers.stored import ADA, imported, planned

VALUES = ("product", "kpi", "date", "value")
OF = {Way.ENCODING: "utf-16-le", Way.COLUMN: "kpi", Way.LOG_COLUMN: "unit"}


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("way", Way)
def test_a_command_names_an_option_it_has_and_a_screen_none(way: Way) -> None:
    remedy = Remedy(way, OF.get(way, ""))
    named = re.findall(r"--[a-z-]+", with_option("So it is.", remedy))
    assert named and set(named) <= _options(import_command)
    on_screen = wording.with_control("So it is.", remedy)
    assert on_screen.startswith("So it is.") and "--" not in on_screen


def test_a_row_says_its_option_in_the_answer_and_its_control_on_screen(store: Store) -> None:
    imported(store, text(VALUES, ("Comet", "Activation", "2026-01-31", "30%")), create=True)
    plan = planned(store, text(VALUES, ("Comet", "Activation", "2026-02-28", "31")))
    (row,) = plan.answer()["problems"]
    assert row["message"].endswith("say --percent-as percent for all bare numbers.")
    on_screen = wording.problem(plan.problems[0])
    assert on_screen.endswith(f"Or switch on “{wording.AS_PERCENT}” in “{wording.HOW_TO_READ}”.")


def test_a_refused_file_keeps_its_remedy_on_the_way_out_of_the_child(store: Store) -> None:
    with pytest.raises(FileRefused) as refused:
        planned(
            store,
            text(("product", "date", "value"), ("Comet", "2026-01-31", "3")),
            profile="kpi_values",
        )
    assert refused.value.message.endswith("Say --map kpi=COLUMN, or name it with --kpi.")
    assert wording.NAMED["kpi"] in wording.fault(refused.value)
    with pytest.raises(FileRefused) as sent_on:
        planned(store, b'{"user_id": 1}')
    assert sent_on.value.remedy == Remedy(Way.AS_EVENTS)


def test_a_refused_plan_names_what_would_let_it_through(store: Store) -> None:
    plan = planned(store, text(VALUES, ("Comet", "Activation", "2026-01-31", "30%")))
    assert plan.refusal is not None and "--create" in plan.refusal.message
    assert wording.CREATE in wording.fault(plan.refusal)


def test_a_column_of_a_log_is_named_as_an_import_names_it(store: Store) -> None:
    log = source(text(("who", "event", "ts"), ("u1", "opened", "2026-03-01")), "log.csv")
    with pytest.raises(ImportRefused) as refused:
        preview_log(store=store, actor=ADA, files=[log], options=ImportOptions(), today=TODAY)
    assert refused.value.code == "column_missing"
    assert refused.value.message.endswith("Name yours with --map unit=COLUMN.")
    assert wording.fault(refused.value).endswith("Give yours the header “user_id”.")


def test_a_fault_without_a_remedy_is_shown_as_it_is() -> None:
    assert wording.fault(PmmError("The store is full.")) == "The store is full."


def _sentences(path: Path) -> list[str]:
    """The words of a module that are no docstring."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(parsed)
        if isinstance(node, documented)
    }
    return [
        node.value
        for node in ast.walk(parsed)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value not in docstrings
    ]


def test_no_sentence_that_can_reach_a_screen_names_an_option() -> None:
    folders = ("importers", "events", "adoption", "catalogue", "ledger", "scorecard", "ui", "start")
    paths = [path for name in folders for path in (ROOT / "pmm_core" / name).glob("*.py")]
    named = [
        f"{path.name}: {sentence}"
        for path in paths
        if path.name != "remedies.py"
        for sentence in _sentences(path)
        if re.search(r"(?<!\S)--[a-z]", sentence)
    ]
    assert len(paths) > 50 and named == []
