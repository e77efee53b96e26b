"""`mandate show`: what the team exists for and takes on first, as JSON, text, PDF or Markdown."""

from collections.abc import Callable
from pathlib import Path

import click

from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.deck.markdown import to_markdown
from pmm_core.deck.outline import Outline
from pmm_core.deck.pdf import to_pdf
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.mandate import wording
from pmm_core.mandate.answer import mandate_answer
from pmm_core.mandate.paper import lay_out
from pmm_core.mandate.service import find_mandate, read_prepared
from pmm_core.mandate.versions import Prepared, Version

DRAFT = "draft"


@click.command("show")
@click.option("--mandate", "name", metavar="NAME", help="Which one, where there are several.")
@click.option(
    "--version",
    "which",
    metavar="N|draft",
    help="A version, or what is being written; the newest version unless given.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the document to a file ending in .pdf or .md.",
)
@click.pass_obj
def show_command(call: Call, name: str | None, which: str | None, out: Path | None) -> None:
    """Show a mandate as it was put forward, who signed it, and what changed."""
    write = _writer(out) if out else None
    store = call.open_store()
    as_of = today(store=store, settings=call.settings).day
    mandate = find_mandate(store=store, actor=call.actor, name=name)
    prepared = read_prepared(store=store, actor=call.actor, mandate_id=mandate.id or 0, as_of=as_of)
    version = _version(prepared, which)
    outline = lay_out(version.document if version else prepared.document, version)
    findings = [f"To do: {one.message} {one.recommendation}" for one in prepared.findings]
    if out and write:
        _write(out, write(outline))
    answer = mandate_answer(prepared, version, as_of=as_of) | {"out": str(out) if out else None}
    call.answer(answer, "\n".join([to_markdown(outline), *findings]))


def _version(prepared: Prepared, which: str | None) -> Version | None:
    """Find the version that was asked for; null for what is being written."""
    if which is None:
        return prepared.newest
    if which == DRAFT:
        return None
    found = next((one for one in prepared.versions if str(one.number) == which), None)
    if found is None:
        raise NotFound("version", which, near=[str(one.number) for one in prepared.versions])
    return found


def _writer(out: Path) -> Callable[[Outline], bytes]:
    """Choose how a file is written by what its name ends in.

    Raises:
        InvalidInput: `file_unknown`.
    """
    kinds = {".pdf": to_pdf, ".md": lambda outline: to_markdown(outline).encode("utf-8")}
    if out.suffix.lower() not in kinds:
        raise InvalidInput(wording.file_unknown(out.name), code="file_unknown")
    return kinds[out.suffix.lower()]


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        reason = (error.strerror or "").lower()
        raise InvalidInput(wording.not_written(str(out), reason), code="not_written") from error
