"""A real launch log that comes with the project, so that the first curve seen is a true one.

Source and licence: `data/README.md` and `data/cdnow/LICENSE-lifetimes.txt`.
"""

import datetime as dt

from pmm_core.adoption.definition import ANY_EVENT, AdoptionDefinition
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption
from pmm_core.settings import ROOT

NAME = "CDNOW"
FIRST_DAY, LAST_DAY = dt.date(1997, 1, 1), dt.date(1998, 6, 30)


def read_example(*, as_of: dt.date) -> Adoption:
    """Read how fast the customers of a web shop came back for a second purchase day."""
    return read_adoption(
        source=LogSource(source=str(ROOT / "data" / "cdnow" / "CDNOW_master.txt.gz")),
        definition=AdoptionDefinition(
            adopt=(ANY_EVENT,), expose=ANY_EVENT, after_exposure_day=True
        ),
        as_of=as_of,
        name=NAME,
    )
