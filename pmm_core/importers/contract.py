"""What passes between the steps of an import: files, options, tables of text, rejections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, Self

from pmm_core.errors import InvalidInput
from pmm_core.importers.remedies import Remedy, Way, with_option

PASTED = "pasted"
# Code of the refusal that says: this is an event log, keep it whole instead.
IS_EVENT_LOG = "is_event_log"


class DateOrder(StrEnum):
    """The order of day, month and year in a date of numbers."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class FileKind(StrEnum):
    """What a file turned out to be, by its bytes, never by its name."""

    TEXT = "text"
    EXCEL = "excel"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came.

    Attributes:
        name: the last part of the name it came under, for messages; never used as a path.
        content: its bytes; empty for an event log that is read where it lies.
        path: where a person on the command line said it lies.
    """

    name: str
    content: bytes = b""
    path: Path | None = None

    @classmethod
    def named(cls, name: str, content: bytes) -> Self:
        """Take a file from outside, keeping only the last part of its name."""
        last = PurePosixPath(name.replace("\\", "/")).name
        shown = "".join(sign for sign in last if sign.isprintable())[:200]
        return cls(shown or "file", content)

    @classmethod
    def pasted(cls, text: str) -> Self:
        """Take text a person pasted."""
        return cls(PASTED, text.encode())

    @classmethod
    def at(cls, path: Path) -> Self:
        """Read a file a person named on the command line."""
        return cls.named(path.name, path.read_bytes())

    @classmethod
    def lying_at(cls, path: Path) -> Self:
        """Point to an event log, a file or a folder, without reading it into memory."""
        return cls(cls.named(path.name, b"").name, path=path)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person said about the files; everything not said is recognised and stated.

    Attributes:
        profile: `kpi_values`, `kpi_targets`, `launches` or `events`; recognised if null.
        columns: field -> header text (or `#N` for the N-th column).
        header_row: line of the headers as the person sees it, from 1.
        timezone: zone in which the day of an instant is cut.
        product, kpi: names that stand for a column the files do not have.
        create: make unknown products, KPIs and people.
        skip_rejected: store the good rows although others were rejected.
        accept_odd_dates: take dates in the future or before 1990 as they are.
        log_name: what to call an event log; the name of its first file unless given.
        percent_as_percent: a bare number of a `%` KPI is in percent, not a fraction.
    """

    profile: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    timezone: str | None = None
    product: str | None = None
    kpi: str | None = None
    create: bool = False
    skip_rejected: bool = False
    accept_odd_dates: bool = False
    percent_as_percent: bool = False
    log_name: str | None = None

    def meaning(self) -> dict[str, Any]:
        """Whatever changes what the same cells say, for the content hash.

        Profile and columns are left to the caller, who knows what was recognised; permissions
        change what is done, not what is said.
        """
        said = asdict(self)
        for other in ("profile", "columns", "create", "skip_rejected", "log_name"):
            del said[other]
        return said


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that was not taken, and why.

    Attributes:
        row: line or sheet row as the person sees it, from 1; null for the file as a whole.
        column: header text of the cell at fault; null for the row as a whole.
        code: stable word for programs.
        message: what is wrong and what to do in the file.
        remedy: what to say instead, so that the file is taken as it is; null if nothing helps.
    """

    file: str
    row: int | None
    column: str | None
    code: str
    message: str
    remedy: Remedy | None = None

    @classmethod
    def from_json(cls, flat: Mapping[str, Any]) -> Self:
        """Rebuild what `asdict` flattened."""
        said = flat["remedy"]
        return cls(**{**flat, "remedy": said and Remedy(Way(said["way"]), said["of"])})


class ImportRefused(InvalidInput):
    """An import that cannot be stored as it is; nothing was.

    Attributes:
        sentence: what is wrong, without the remedy; `message` words it for a command.
        remedy: what to say so that it can; null if nothing helps.
    """

    def __init__(
        self,
        sentence: str,
        *,
        code: str,
        remedy: Remedy | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(with_option(sentence, remedy), code=code, details=details)
        self.sentence = sentence
        self.remedy = remedy


class FileRefused(ImportRefused):
    """A file that cannot be read as a table; nothing was stored."""

    default_code = "file_refused"

    def __init__(
        self,
        file: str,
        message: str,
        *,
        code: str,
        row: int | None = None,
        column: str | None = None,
        remedy: Remedy | None = None,
    ) -> None:
        problem = Rejection(file, row, column, code, message, remedy)
        super().__init__(
            f"{file}: {message}",
            code=code,
            remedy=remedy,
            details={"problems": problems_as_rows([problem])},
        )
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a table: where the person sees it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file read as text, before anything in it has a meaning.

    Attributes:
        headers: as written; a column without a header is called `#N`.
        header_row: where the headers stand, from 1.
        lines: the records under the headers, blank ones left out.
        misshapen: records whose number of cells is not that of the headers.
        encoding, delimiter: null where the kind of file has none.
        assumed: what was chosen for the person while reading.
    """

    file: str
    kind: FileKind
    headers: tuple[str, ...]
    header_row: int
    lines: tuple[Line, ...]
    misshapen: tuple[Rejection, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    assumed: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Flatten the table for the way out of the child process."""
        flat = asdict(self)
        flat["lines"] = [[line.number, *line.cells] for line in self.lines]
        return flat

    @classmethod
    def from_json(cls, flat: Mapping[str, Any]) -> Self:
        """Rebuild what `as_json` flattened."""
        return cls(
            **{
                **flat,
                "kind": FileKind(flat["kind"]),
                "headers": tuple(flat["headers"]),
                "lines": tuple(Line(number, tuple(cells)) for number, *cells in flat["lines"]),
                "misshapen": tuple(map(Rejection.from_json, flat["misshapen"])),
            }
        )


def problems_as_rows(problems: Iterable[Rejection]) -> list[dict[str, Any]]:
    """Problems with the keys of the command contract, in the order of the files."""
    return [
        {
            "file": one.file,
            "row": one.row,
            "column": one.column,
            "code": one.code,
            "message": with_option(one.message, one.remedy),
        }
        for one in problems
    ]


def listed(names: Sequence[str], *, most: int = 8) -> str:
    """Name a few things in a sentence: `“a”, “b” and 3 more`."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
