"""`upgrade`, `demo`, `backup`, `restore`: make a store, fill it, copy it, bring it back."""

from pathlib import Path

import click

from pmm_core.audience.service import missing_lists
from pmm_core.audience.wording import lists_missing
from pmm_core.cli.root import Call
from pmm_core.demo.sample import fill_sample
from pmm_core.errors import InvalidInput
from pmm_core.formatting import show_counted
from pmm_core.settings import events_root, store_url
from pmm_core.store.backup import write_backup
from pmm_core.store.restore import restore, restore_logs
from pmm_core.store.store import Store
from pmm_core.store.upgrade import upgrade


@click.command("upgrade")
@click.pass_obj
def upgrade_command(call: Call) -> None:
    """Make the store if it is missing, or bring an older one up to date (backup first)."""
    done = upgrade(call.store_url)
    document = {
        "store": done.store,
        "created": done.created,
        "from": done.revision_before,
        "to": done.revision_after,
        "backup": done.backup,
    }
    if done.created:
        line = f"Made {done.store}."
    elif done.revision_before == done.revision_after:
        line = f"{done.store} is up to date."
    else:
        line = f"Brought {done.store} up to date. The copy from before is {done.backup}."
    call.answer(document, line)


@click.command("demo")
@click.pass_obj
def demo_command(call: Call) -> None:
    """Make the store of the sample company; with --store, fill that empty store."""
    url = store_url(call.store_given) if call.store_given else call.settings.sample_url
    sample = fill_sample(call.settings, url)
    line = (
        f"The sample company {'is ready' if sample.filled else 'was there already'}: "
        f"{show_counted(len(sample.products), 'product')}, "
        f"{show_counted(len(sample.launches), 'launch', 'launches')}, "
        f"up to {sample.as_of.isoformat()}."
    )
    call.answer(sample, line)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--events", "with_events", is_flag=True, help="Copy the event logs too.")
@click.pass_obj
def backup_command(call: Call, file: Path, with_events: bool) -> None:
    """Copy the store into FILE (a zip), while others may write."""
    if not file.absolute().parent.is_dir():
        raise InvalidInput(f"There is no folder {file.absolute().parent}.", code="folder_missing")
    store = call.open_store()
    try:
        logs = _logs_folder(call, store) if with_events else None
        done = write_backup(store.engine, file, logs=logs)
    finally:
        store.engine.dispose()
    call.answer(done, f"Wrote {done.file}: {show_counted(sum(done.rows.values()), 'row')}.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what the store holds (backed up first).")
@click.pass_obj
def restore_command(call: Call, file: Path, replace: bool) -> None:
    """Fill the store from the backup in FILE."""
    done = restore(call.store_url, file, replace=replace)
    store = call.open_store()
    try:
        root = _logs_root(call, store)
        logs = restore_logs(file, Path(root)) if "://" not in root else ()
        without = missing_lists(store=store, actor=call.actor)
    finally:
        store.engine.dispose()
    rows = show_counted(sum(done.rows.values()), "row")
    line = f"Brought back {rows} and {show_counted(len(logs), 'event log')} from {file}."
    if done.previous:
        line += f" What the store held before is in {done.previous}."
    if without:
        line += f" {lists_missing(without)}"
    call.answer(done, line)


def _logs_root(call: Call, store: Store) -> str:
    return events_root(call.settings, call.store_url, sample=store.holds_sample)


def _logs_folder(call: Call, store: Store) -> Path:
    root = _logs_root(call, store)
    if "://" in root:
        raise InvalidInput(
            "The event logs lie in a database of their own, which a backup cannot copy: "
            "leave out --events.",
            code="events_not_files",
        )
    return Path(root)
