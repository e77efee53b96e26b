"""How an event log in a file is laid out, found from its first bytes; nothing is parsed here."""

import codecs
import csv
import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import IO

from pmm_core.errors import InvalidInput
from pmm_core.events.contract import check_headers

_DELIMITERS = (",", "\t", ";", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE_LINES = 50
LOG_SUFFIXES = (".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet", ".pq")


class LogKind(StrEnum):
    """What a file turned out to be, by its bytes, never by its name."""

    DELIMITED = "delimited"
    WORDS = "words"
    JSON_LINES = "json_lines"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Layout:
    """How one file is read.

    Attributes:
        headers: in order; empty for Parquet and JSON lines, whose columns the engine finds.
        header_line: where the headers stand, from 1; 0 without any.
        delimiter: of delimited text.
        encoding: `utf-8` unless the file says or proves otherwise.
        packed: whether the file is gzip.
    """

    kind: LogKind
    headers: tuple[str, ...] = ()
    header_line: int = 0
    delimiter: str = ""
    encoding: str = "utf-8"
    packed: bool = False


def find_files(source: str) -> list[Path]:
    """List the files a person means by a path, a folder or a glob.

    Raises:
        InvalidInput: `file_missing` when there is none.
    """
    try:
        files = _meant(source)
    except (OSError, RuntimeError, ValueError):
        # A name the file system cannot hold, or the home of nobody: there is no such file.
        files = []
    if not files:
        raise InvalidInput(
            f"There is no event log at “{source}”. Give a CSV, JSONL, text or Parquet file, a "
            "folder or pattern of them, or a connection URL and its table.",
            code="file_missing",
        )
    return sorted(files)


def _meant(source: str) -> list[Path]:
    path = Path(source).expanduser()
    if not source.strip():
        return []
    if path.is_dir():
        found = (file for file in path.rglob("*") if _is_visible(file.relative_to(path)))
        # A link to nowhere is a part of the log that cannot be read, not one that is not there.
        return [file for file in found if _is_log_name(file) and not file.is_dir()]
    if path.exists():
        return [path]
    pattern = path.relative_to(path.anchor) if path.is_absolute() else path
    return [file for file in Path(path.anchor or ".").glob(str(pattern)) if file.is_file()]


def _is_visible(path: Path) -> bool:
    """Tell whether neither the file nor a folder of it is kept aside, as writers do with theirs."""
    return not any(part.startswith((".", "_")) for part in path.parts)


def _is_log_name(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(LOG_SUFFIXES)


def find_layout(path: Path) -> Layout:
    """Read a file's bytes once and tell how it is laid out.

    Raises:
        InvalidInput: `file_empty`, `nul_bytes`, `encoding_unmarked`, `not_a_log`,
            `delimiter_wrong`, `headers_duplicate`, `file_unreadable`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as fault:
        raise _refused(
            path,
            "file_unreadable",
            f"the file cannot be opened ({(fault.strerror or 'unknown').lower()}). Mend it, or "
            "take it out of the folder.",
        ) from fault
    if not head:
        raise _refused(path, "file_empty", "the file is empty. Export the log again.")
    if head.startswith(b"PAR1"):
        return Layout(LogKind.PARQUET)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refused(
            path, "not_a_log", "this is a workbook or a zip. Save the log as CSV, JSONL or Parquet."
        )
    encoding = _find_encoding(path)
    with open_text(path, encoding) as text:
        lines = _first_lines(text)
    if not lines:
        raise _refused(path, "file_empty", "the file holds nothing but blanks.")
    return replace(_text_layout(path, lines, encoding), packed=_is_gzip(path))


def open_text(path: Path, encoding: str) -> IO[str]:
    """Open a text log, unpacking gzip."""
    if _is_gzip(path):
        return gzip.open(path, "rt", encoding=encoding, newline="")
    return path.open("r", encoding=encoding, newline="")


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _find_encoding(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    for number, chunk in enumerate(_chunks(path)):
        if number == 0:
            for mark, name in _MARKS:
                if chunk.startswith(mark):
                    return name
        if b"\0" in chunk:
            raise _refused_nul(path, chunk)
        if utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                utf8 = False
    return "utf-8" if utf8 else "cp1252"


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) if _is_gzip(path) else path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except (gzip.BadGzipFile, EOFError) as fault:
        raise _refused(path, "file_damaged", "the gzip file is damaged or cut off.") from fault


def _refused_nul(path: Path, chunk: bytes) -> InvalidInput:
    zeros = chunk[:2000].count(0)
    if zeros > len(chunk[:2000]) // 4:
        return _refused(
            path,
            "encoding_unmarked",
            "this looks like UTF-16 without a byte-order mark, which cannot be told apart from "
            "damage. Save it as UTF-8.",
        )
    return _refused(path, "nul_bytes", "the file holds NUL bytes, so it is damaged or no text.")


def _first_lines(text: IO[str]) -> list[tuple[int, str]]:
    """Return the first lines that are not blank, each with its number from 1."""
    lines: list[tuple[int, str]] = []
    try:
        for number, line in enumerate(text, start=1):
            if line.strip():
                lines.append((number, line.rstrip("\r\n")))
            if len(lines) > _SAMPLE_LINES:
                break
    except UnicodeDecodeError:
        return lines
    return lines


def _text_layout(path: Path, lines: Sequence[tuple[int, str]], encoding: str) -> Layout:
    number, first = lines[0]
    if first.lstrip().startswith("{"):
        return Layout(LogKind.JSON_LINES, encoding=encoding)
    if first.lstrip().startswith("["):
        raise _refused(path, "not_a_log", "a JSON list is not read. Write one object a line.")
    sample = [line for _, line in lines]
    delimiter = _find_delimiter(sample)
    if delimiter:
        cells = next(csv.reader([first], delimiter=delimiter))
        kind = LogKind.DELIMITED
    else:
        cells = first.split()
        kind = LogKind.WORDS
        if len(cells) < 2 or any(len(line.split()) != len(cells) for line in sample[:-1]):
            raise _refused(
                path,
                "delimiter_wrong",
                "no comma, semicolon, tab, bar or blanks cut every line into as many cells as the "
                "header has. Save the log as CSV with its headers in the first line.",
            )
    headers = tuple(cell.strip() or f"#{place}" for place, cell in enumerate(cells, start=1))
    check_headers(headers, file=path.name)
    return Layout(kind, headers, number, delimiter or "", encoding)


def _find_delimiter(lines: Sequence[str]) -> str | None:
    """Return the sign that cuts most lines into as many cells as the header, if one does."""
    best, most = None, 1
    for delimiter in _DELIMITERS:
        records = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        width = records[0] if records else 0
        agree = sum(count == width for count in records)
        if width > most and 2 * agree > len(records):
            best, most = delimiter, width
    return best


def refused_file(name: str, code: str, message: str) -> InvalidInput:
    """Say why a file is refused whole."""
    problem = {"file": name, "row": None, "column": None, "code": code, "message": message}
    return InvalidInput(f"{name}: {message}", code=code, details={"problems": [problem]})


def _refused(path: Path, code: str, message: str) -> InvalidInput:
    return refused_file(path.name, code, message)
