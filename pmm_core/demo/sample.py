"""Makes the store of the sample company, once for every edition of the sample.

Many processes may start at once: whoever comes first fills the store in one transaction, the
others wait for it and find nothing left to do.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col, select

from pmm_core.access import Actor
from pmm_core.demo.drift import add_requests
from pmm_core.demo.ledgers import add_ledgers
from pmm_core.demo.logs import log_files, write_logs
from pmm_core.demo.mandate import add_mandate
from pmm_core.demo.metric import add_facts, add_metrics
from pmm_core.demo.nouns import add_nouns, unit_of
from pmm_core.demo.ownership import add_ownership
from pmm_core.demo.plans import add_plans
from pmm_core.demo.prioritizer import add_challenges, add_rounds
from pmm_core.demo.sources import COMPANY, LAST_DAY, edition
from pmm_core.demo.spread import add_spread
from pmm_core.errors import StoreNewer, StoreNotEmpty, StoreOlder
from pmm_core.models import Initiative, Product, Record, Setting, StoreState
from pmm_core.settings import Settings, events_root
from pmm_core.store.engine import open_engine
from pmm_core.store.store import Store
from pmm_core.store.upgrade import check_schema, upgrade
from pmm_core.vocabulary import InitiativeType

_EDITION = "sample_edition"
_AUTHOR = Actor("Ada Moreno")


@dataclass(frozen=True)
class Sample:
    """What a sample store holds.

    Attributes:
        filled: false if the store held this edition already.
        as_of: the day that is today in it.
        launches: as `PRODUCT/NAME`, in the order of their days.
    """

    filled: bool
    as_of: dt.date
    products: tuple[str, ...]
    launches: tuple[str, ...]


def ensure_sample(settings: Settings) -> None:
    """Have the sample's own store ready; quick when it is."""
    if not holds_sample(settings, settings.sample_url):
        fill_sample(settings, settings.sample_url)


def holds_sample(settings: Settings, url: str) -> bool:
    """Tell whether a store holds this edition with all its event logs; changes nothing."""
    engine = open_engine(url)
    try:
        check_schema(engine)
        with Store(engine).read() as session:
            return _is_current(session, edition()) and not _missing_logs(settings, url)
    except (StoreOlder, StoreNewer, StoreNotEmpty):
        return False
    finally:
        engine.dispose()


def fill_sample(settings: Settings, url: str) -> Sample:
    """Fill an empty store with the sample, or renew one that holds an earlier edition of it.

    Args:
        settings: of this process.
        url: SQLAlchemy URL of the store; it is made if it is missing.

    Raises:
        StoreNotEmpty: the store holds somebody's own data; nothing was changed.
        StoreNewer: it was written by a newer program.
    """
    upgrade(url)
    store = Store.open(url)
    try:
        with store.read() as session:
            is_current = _is_current(session, edition())
        if not is_current or _missing_logs(settings, url):
            write_logs(_logs_folder(settings, url))
        filled = not is_current and _fill(store)
        return _describe(store, filled=filled)
    finally:
        store.engine.dispose()


def _logs_folder(settings: Settings, url: str) -> Path:
    return Path(events_root(settings, url, sample=True))


def _missing_logs(settings: Settings, url: str) -> list[str]:
    folder = _logs_folder(settings, url)
    return [file for file in log_files() if not (folder / file).exists()]


def _fill(store: Store) -> bool:
    """Fill the store unless another process just did."""
    mark = edition()
    with store.write(actor=_AUTHOR) as unit:
        session = unit.session
        if _is_current(session, mark):
            return False
        _clear(session)
        ids = add_nouns(session)
        add_plans(session, ids)
        add_ledgers(session, ids)
        add_facts(session)
        add_metrics(session, ids)
        add_ownership(session, ids)
        add_challenges(session, ids)
        add_rounds(session, ids)
        add_requests(session)
        add_spread(session, ids)
        session.execute(sa.update(StoreState).values(sample=COMPANY, pinned_on=LAST_DAY))
        add_mandate(session, ids)
        unit_of(session, _AUTHOR, LAST_DAY).add(Setting(key=_EDITION, value=mark))
    return True


def _is_current(session: Session, mark: str) -> bool:
    """Tell whether the store holds this edition; refuse a store with anything but a sample.

    Raises:
        StoreNotEmpty: it holds somebody's own data.
    """
    if session.exec(select(StoreState.sample)).one() is None:
        for table in _tables():
            if session.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
                raise StoreNotEmpty(
                    "This store already holds data, so the sample company was not put into it. "
                    "Leave out --store to make the sample in a store of its own."
                )
        return False
    stored = session.exec(select(Setting).where(col(Setting.key) == _EDITION)).first()
    return stored is not None and stored.value == mark


def _tables() -> list[sa.Table]:
    """List the tables of what people make, children first."""
    return [
        table
        for table in reversed(Record.metadata.sorted_tables)
        if table.name != StoreState.__tablename__
    ]


def _clear(session: Session) -> None:
    for table in _tables():
        session.execute(sa.delete(table))


def _describe(store: Store, *, filled: bool) -> Sample:
    with store.read() as session:
        products = session.exec(select(Product.name).order_by(col(Product.id))).all()
        launches = session.exec(
            select(Product.name, Initiative.name)
            .join(Product, col(Product.id) == Initiative.product_id)
            .where(Initiative.kind == InitiativeType.LAUNCH)
            .order_by(col(Initiative.launched_on), col(Initiative.id))
        ).all()
    return Sample(
        filled=filled,
        as_of=LAST_DAY,
        products=tuple(products),
        launches=tuple(f"{product}/{name}" for product, name in launches),
    )
