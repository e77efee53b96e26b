"""Runs a command of `python -m pmm_core` in this process, as a person would type it."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import pytest

from pmm_core.cli.root import main


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


def run(*arguments: object) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as end:
        main([str(argument) for argument in arguments])
    code = end.value.code
    assert isinstance(code, int)
    return Answer(code, out.getvalue(), err.getvalue())


def mandate(store: str, *arguments: object) -> Any:
    """Answer a command of the mandate from a store as JSON, with nothing said beside it."""
    answer = run("--store", store, "mandate", *arguments, "--json")
    assert answer.code == 0, answer.err
    assert not answer.err
    return answer.document
