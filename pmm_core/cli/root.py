"""The command group: options that go before or after a command, one JSON writer, exit codes."""

import datetime as dt
import getpass
import json
import math
import secrets
import sys
import traceback
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from importlib import import_module
from typing import Any, NoReturn

import click

from pmm_core import __version__
from pmm_core.access import Actor
from pmm_core.company.service import read_settings
from pmm_core.errors import PmmError
from pmm_core.formatting import Manner, write_like, writing_like
from pmm_core.settings import Settings, store_url
from pmm_core.store.store import Store
from pmm_core.store.upgrade import check_schema

# Command -> module of this package that holds it; a module is imported when it is called.
COMMANDS = {
    "upgrade": "stores",
    "demo": "stores",
    "doctor": "doctor",
    "backup": "stores",
    "restore": "stores",
    "import": "imports",
    "undo": "imports",
    "scorecard": "scorecard",
    "adoption": "adoption",
    "launch": "launch",
    "method": "method",
    "mandate": "mandate",
    "question": "question",
    "action": "action",
    "assess": "assess",
}


@dataclass
class Call:
    """What every command is told.

    Attributes:
        settings: from the environment.
        store_given: what `--store` said, null if nothing.
        as_json: print one JSON document and nothing else.
    """

    settings: Settings = field(default_factory=Settings.model_construct)
    store_given: str | None = None
    as_json: bool = False

    @property
    def store_url(self) -> str:
        """URL of the store the command works on."""
        return store_url(self.store_given) if self.store_given else self.settings.store_url

    @property
    def actor(self) -> Actor:
        """Whoever the command writes for."""
        return Actor(self.settings.actor or f"command:{getpass.getuser()}")

    def open_store(self) -> Store:
        """Open the store, refusing one this program cannot read, and write as its company does."""
        store = Store.open(self.store_url)
        check_schema(store.engine)
        write_like(read_settings(store=store, actor=self.actor).manner)
        return store

    def answer(self, document: Any, lines: str) -> None:
        """Print the result: the JSON document, or the lines for a person."""
        click.echo(to_json(document) if self.as_json else lines)

    def say(self, line: str) -> None:
        """Tell a person something beside the answer, on the error stream."""
        click.echo(line, err=True)


class Commands(click.Group):
    """Loads a command when it is called, and gives each the common options too.

    Attributes:
        table: command -> module of this package that holds it.
    """

    def __init__(self, *, table: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(**attributes)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the module of a command."""
        if name not in self.table:
            return None
        module = import_module(f"pmm_core.cli.{self.table[name]}")
        command: click.Command = getattr(module, f"{name}_command")
        if not any(parameter.name == "as_json" for parameter in command.params):
            command.params.extend(_common_options())
        return command


def _common_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["--store", "store_given"],
            metavar="URL",
            expose_value=False,
            callback=_set_store,
            help="Store to work on (a file ending in .db, or a URL).",
        ),
        click.Option(
            ["--json", "as_json"],
            is_flag=True,
            expose_value=False,
            callback=_set_json,
            help="Print one JSON document and nothing else.",
        ),
    ]


def _set_store(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        ctx.ensure_object(Call).store_given = value


def _set_json(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Call).as_json = True


@click.group(
    cls=Commands,
    table=COMMANDS,
    params=_common_options(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="PMM Scorecard")
def root() -> None:
    """Measure product marketing: every number of the app, from the command line."""


def to_json(document: Any) -> str:
    """Write a document with null for unknown and ISO dates, in the order given."""
    return json.dumps(_clean(document), ensure_ascii=False, indent=2, allow_nan=False)


def _clean(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _clean(asdict(value))
    if isinstance(value, dict):
        return {str(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end with its exit code (0, 1, 2 or 3)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    call = Call(as_json="--json" in arguments)
    try:
        call.settings = Settings.load()
        with writing_like(Manner()):
            root.main(arguments, standalone_mode=False, obj=call)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as fault:
        _fail(call, PmmError(fault.format_message(), code="usage"))
    except click.Abort:
        _fail(call, PmmError("Stopped before the end; nothing was changed.", code="stopped"))
    except PmmError as fault:
        _fail(call, fault)
    except Exception:
        _fail_unexpectedly(call)
    sys.exit(0)


def _fail(call: Call, fault: PmmError, *, exit_code: int | None = None) -> NoReturn:
    number = secrets.token_hex(4)
    if call.as_json:
        error = {"code": fault.code, "message": fault.message, "id": number}
        click.echo(to_json({"error": error, **fault.details}))
    call.say(fault.message)
    for problem in fault.details.get("problems", [])[:20]:
        said = str(problem.get("message"))
        # Where a file as a whole is refused, that is the one problem, and it has been said.
        if said not in fault.message:
            call.say(f"  {place(*map(problem.get, ('file', 'row', 'column')))}: {said}")
    sys.exit(fault.exit_code if exit_code is None else exit_code)


def place(file: str | None, row: int | None, column: str | None) -> str:
    """Name a place in a file: `a.csv row 3, Date`; what is not known is left out."""
    parts = [file, f"row {row}" if row else None]
    cell = f", {column}" if row and column else ""
    return " ".join(part for part in parts if part) + cell


def _fail_unexpectedly(call: Call) -> NoReturn:
    number = secrets.token_hex(4)
    traceback.print_exc()
    message = f"Something went wrong that should not (id {number}); nothing was changed."
    if call.as_json:
        error = {"code": "unexpected", "message": message, "id": number}
        click.echo(to_json({"error": error}))
    call.say(message)
    sys.exit(1)
