"""`method`: check any number by hand, from the numbers it rests on."""

import json
import sys
from typing import Any

import click

from pmm_core.by_hand import METHODS, compute
from pmm_core.cli.root import to_json
from pmm_core.errors import InvalidInput


@click.command("method")
@click.argument("method", type=click.Choice(list(METHODS)), metavar="ID")
def method_command(method: str) -> None:
    """Answer a method by hand: one JSON object on standard input, one on standard output.

    ID is wilson, newcombe, rmst, logrank or pool.
    """
    click.echo(to_json(compute(method, _said(sys.stdin.buffer.read()))))


def _said(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise _not_an_object("Standard input is not JSON.") from fault
    if not isinstance(said, dict):
        raise _not_an_object("Standard input is JSON, but no object.")
    return said


def _not_an_object(what: str) -> InvalidInput:
    return InvalidInput(f'{what} Give one object such as {{"x": 12, "n": 40}}.', code="not_json")
