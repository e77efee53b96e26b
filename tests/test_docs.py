"""What the documents say is what there is, and their examples run."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import click
import pytest

from pmm_core import models, vocabulary
from pmm_core.cli.root import COMMANDS, root
from pmm_core.settings import ROOT

COMMANDS_PAGE = ROOT / "docs/commands.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    documented = re.findall(r"^## `(\w+)", COMMANDS_PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str) -> None:
    page = COMMANDS_PAGE.read_text("utf-8")
    section = re.search(rf"^## `{name}`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    command = root.get_command(click.Context(root), name)
    assert section and command
    common = {"--store", "--json"}
    options = {option for each in command.params for option in each.opts if option[:2] == "--"}
    assert options - common <= set(re.findall(r"--[a-z-]+", section[1]))


def test_every_make_target_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = set(re.findall(r"(?:`|^)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, f"{page.name} names a target the Makefile lacks"


def test_every_file_a_page_links_to_exists() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_word_of_the_vocabulary_is_explained() -> None:
    page = (ROOT / "docs/vocabulary.md").read_text("utf-8")
    sections = dict(re.findall(r"^## `(\w+)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    explained = {
        name: sorted(re.findall(r"^\| `(\w+)` \| ", text, re.MULTILINE))
        for name, text in sections.items()
    }
    spoken = {
        name: sorted(word.value for word in words)
        for name, words in vars(vocabulary).items()
        if isinstance(words, type) and issubclass(words, StrEnum) and words is not StrEnum
    }
    assert explained == spoken


def test_every_noun_of_the_store_is_explained() -> None:
    page = (ROOT / "docs/vocabulary.md").read_text("utf-8")
    explained = set(re.findall(r"^\| [^|]*\(`(\w+)`\)", page, re.MULTILINE))
    tables = {name for name, noun in vars(models).items() if hasattr(noun, "__table__")}
    assert explained == tables - {"StoreState"}


@dataclass(frozen=True)
class Example:
    """A command line of docs/commands.md, the files shown for it, and the answer printed below."""

    command: str
    files: dict[str, str]
    answer: dict[str, Any] | None


def _examples() -> Iterator[Example]:
    files: dict[str, str] = {}
    blocks = [match.groups() for match in BLOCK.finditer(COMMANDS_PAGE.read_text("utf-8"))]
    for (kind, name, text), following in zip(blocks, [*blocks[1:], ("", None, "")], strict=True):
        if name:
            files[name] = text
        if kind == "console":
            lines = [line[2:] for line in text.splitlines() if line.startswith("$ ")]
            for line in lines:
                last = line == lines[-1] and following[0] == "json"
                yield Example(line, dict(files), json.loads(following[2]) if last else None)


def test_every_example_of_the_commands_runs_and_answers_with_the_keys_shown(
    tmp_path: Path,
) -> None:
    examples = list(_examples())
    shown = {shlex.split(example.command)[3] for example in examples}
    assert shown >= set(COMMANDS), "a command without an example"
    for example in examples:
        for name, text in example.files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        answer = _run(example.command, tmp_path)
        if example.answer is not None:
            assert _keys(json.loads(answer)) == _keys(example.answer), example.command


def _run(command: str, folder: Path) -> str:
    said, _, given = command.partition(" < ")
    words = [_place(word, folder) for word in shlex.split(said)]
    assert words[:3] == ["python", "-m", "pmm_core"], command
    variables = {"PMM_STORE": "own.db", "PMM_SAMPLE": "sample.db", "PMM_EVENTS": "events"}
    environment = {
        **os.environ,
        **{name: str(folder / file) for name, file in variables.items()},
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run(
        [sys.executable, *words[1:]],
        check=False,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=(folder / given).read_text("utf-8") if given else "",
    )
    assert run.returncode == 0, f"{command}\n{run.stdout}\n{run.stderr}"
    return run.stdout


def _place(word: str, folder: Path) -> str:
    """What an example makes lies in the test's folder; data comes from the project's."""
    if not word.startswith("data/"):
        return word
    return str(folder / Path(word).name if word.endswith((".db", ".zip")) else ROOT / word)


def _keys(document: Any) -> Any:
    """Reduce a document to its keys; a list to those of its first entry."""
    if isinstance(document, dict):
        return {key: _keys(value) for key, value in document.items()}
    if isinstance(document, list) and document and isinstance(document[0], dict):
        return [_keys(document[0])]
    return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_speaks_of_the_project_alone(page: Path) -> None:
    text = page.read_text("utf-8")
    assert not re.search(r"/(home|root|work|tmp)/|\bTODO\b|\bFIXME\b", text)
