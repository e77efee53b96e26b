"""Event logs as tables of a locked-down DuckDB: delimited text, words, JSON lines, Parquet.

Text cells stay text, so that ids keep their leading zeros and `NA` stays a value. The engine may
read the named files and nothing else: no other path, no network, no extension.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from pmm_core.errors import InvalidInput
from pmm_core.events.layout import (
    Layout,
    LogKind,
    find_files,
    find_layout,
    open_text,
    refused_file,
)
from pmm_core.events.partitions import (
    check_partitions,
    check_times,
    parquet_columns,
    partition_keys,
)

MISSHAPEN = "#misshapen"
"""Column that tells, where a reader has it, whether a line could not be cut into cells."""

_LOCKS = (
    "SET TimeZone = 'UTC'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    # Up to a million units with whole-number ids find their place by the id itself, unhashed.
    "SET perfect_ht_threshold = 20",
)
_LONGEST_LINE = 16 << 20


@dataclass(frozen=True)
class LogFile:
    """One file of a log.

    Attributes:
        path: what the engine reads; a UTF-8 copy where the original is encoded otherwise.
        name: of the original below the source, for messages.
        columns: of a Parquet file, as of `partitions.parquet_columns`.
        keys: of a Parquet file, the names of the folders `NAME=VALUE` it lies in.
    """

    path: Path
    name: str
    layout: Layout
    columns: dict[str, str] = field(default_factory=dict)
    keys: tuple[str, ...] = ()


def inspect_files(source: str, scratch: Path) -> tuple[LogFile, ...]:
    """Find the files of a log and how each is laid out.

    Args:
        source: a path, a folder or a glob.
        scratch: folder for UTF-8 copies.

    Raises:
        InvalidInput: when a file is no log, or the files do not belong together
            (`headers_differ`).
    """
    files = []
    for path in find_files(source):
        layout = _layout_of(path, _name_below(path, source))
        readable = path if layout.encoding == "utf-8" else _in_utf8(path, layout, scratch)
        file = LogFile(readable.resolve(), _name_below(path, source), layout)
        if layout.kind is LogKind.PARQUET:
            file = replace(
                file, columns=parquet_columns(path, file.name), keys=partition_keys(file.path)
            )
        files.append(file)
    _check_alike(files)
    if files[0].layout.kind is LogKind.PARQUET:
        check_partitions({file.name: file.keys for file in files})
        check_times({file.name: file.columns for file in files})
    return tuple(files)


def _layout_of(path: Path, name: str) -> Layout:
    try:
        return find_layout(path)
    except InvalidInput as refused:
        raise refused_file(
            name, refused.code, refused.message.removeprefix(f"{path.name}: ")
        ) from refused


def _name_below(path: Path, source: str) -> str:
    """Return a file's name; with its folders where the log is one, as days have equal names."""
    folder = Path(source).expanduser()
    return str(path.relative_to(folder)) if path != folder and folder in path.parents else path.name


def _in_utf8(path: Path, layout: Layout, scratch: Path) -> Path:
    copy = scratch / f"{len(list(scratch.iterdir()))}-{path.name.removesuffix('.gz')}"
    try:
        with open_text(path, layout.encoding) as text, copy.open("w", newline="") as plain:
            while chunk := text.read(1 << 20):
                plain.write(chunk)
    except UnicodeError as fault:
        raise InvalidInput(
            f"{path.name}: the text cannot be read as {layout.encoding}. Save it as UTF-8.",
            code="encoding_wrong",
        ) from fault
    return copy


def _check_alike(files: Sequence[LogFile]) -> None:
    first = files[0]
    for file in files[1:]:
        same_kind = file.layout.kind is first.layout.kind
        if not same_kind or set(file.layout.headers) != set(first.layout.headers):
            raise InvalidInput(
                f"{file.name} has other columns than {first.name}. Put logs of different kinds "
                "into different folders.",
                code="headers_differ",
            )


def reading_notes(files: Sequence[LogFile]) -> tuple[str, ...]:
    """Say what was assumed about the encoding, one sentence an encoding."""
    words = {
        "utf-16": "read as UTF-16, as its byte-order mark says",
        "cp1252": "is not UTF-8 and was read as Windows-1252",
    }
    encodings = {file.layout.encoding: file.name for file in reversed(files)}
    return tuple(
        f"{name} was {words[encoding]}." if encoding == "utf-16" else f"{name} {words[encoding]}."
        for encoding, name in sorted(encodings.items())
        if encoding in words
    )


def open_engine(readable: Sequence[Path], scratch: Path, *, writable: Path | None = None) -> Any:
    """Open a DuckDB in memory that reads the named files and can do nothing else.

    Args:
        readable: files it may read.
        scratch: where it may spill when memory runs short.
        writable: folder it may write into; null for none.

    Returns:
        An Ibis DuckDB backend.
    """
    engine = ibis.duckdb.connect()
    for lock in _LOCKS:
        engine.raw_sql(lock)
    engine.raw_sql(f"SET temp_directory = {literal(str(scratch))}")
    engine.raw_sql(f"SET allowed_paths = [{', '.join(literal(str(path)) for path in readable)}]")
    if writable is not None:
        engine.raw_sql(f"SET allowed_directories = [{literal(str(writable))}]")
    engine.raw_sql("SET enable_external_access = false")
    engine.raw_sql("SET lock_configuration = true")
    return engine


def log_table(engine: Any, files: Sequence[LogFile], *, name: str = "log") -> ir.Table:
    """Make the files one table; text formats have text cells, and `MISSHAPEN` where needed."""
    groups: dict[Layout, list[LogFile]] = {}
    for file in files:
        groups.setdefault(file.layout, []).append(file)
    parts = [_select(engine, layout, members) for layout, members in groups.items()]
    query = " UNION ALL BY NAME ".join(parts)
    engine.raw_sql(f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS {query}")
    return engine.table(name)


def keep_table(engine: Any, name: str, table: ir.Table) -> ir.Table:
    """Keep rows in a temporary table of the engine, in place of one of that name."""
    # Told to overwrite, Ibis writes every row twice.
    engine.raw_sql(f"DROP TABLE IF EXISTS temp.{identifier(name)}")
    return engine.create_table(name, table, temp=True)


def _select(engine: Any, layout: Layout, files: Sequence[LogFile]) -> str:
    paths = f"[{', '.join(literal(str(file.path)) for file in files)}]"
    if layout.kind is LogKind.PARQUET:
        return (
            f"SELECT * FROM read_parquet({paths}, union_by_name = true, hive_types_autocast = "
            f"false, hive_partitioning = {'true' if files[0].keys else 'false'})"
        )
    if layout.kind is LogKind.DELIMITED:
        return _delimited(paths, layout)
    lines = _lines(paths, layout)
    if layout.kind is LogKind.WORDS:
        return _words(lines, layout)
    return _json_lines(engine, lines)


def _delimited(paths: str, layout: Layout) -> str:
    columns = ", ".join(f"{literal(header)}: 'VARCHAR'" for header in layout.headers)
    return (
        f"SELECT * FROM read_csv({paths}, auto_detect = false, header = true, "
        f"skip = {layout.header_line - 1}, {_packing(layout)}, "
        f"delim = {literal(layout.delimiter)}, quote = '\"', "
        f"escape = '\"', columns = {{{columns}}}, nullstr = '', store_rejects = true, "
        f"rejects_limit = 0, max_line_size = {_LONGEST_LINE})"
    )


def _packing(layout: Layout) -> str:
    # Told by the bytes, not left to the ending of the name; a copy in UTF-8 is never packed.
    packed = layout.packed and layout.encoding == "utf-8"
    return f"compression = {literal('gzip' if packed else 'none')}"


def _lines(paths: str, layout: Layout) -> str:
    return (
        f"SELECT trim(line, ' \t\r\n') AS line FROM read_csv({paths}, auto_detect = false, "
        f"header = false, skip = {layout.header_line}, {_packing(layout)}, "
        "delim = '\x01', quote = '', escape = '', "
        f"columns = {{'line': 'VARCHAR'}}, max_line_size = {_LONGEST_LINE}) "
        "WHERE trim(line, ' \t\r\n') <> ''"
    )


def _words(lines: str, layout: Layout) -> str:
    cells = ", ".join(
        f"words[{place}] AS {identifier(header)}"
        for place, header in enumerate(layout.headers, start=1)
    )
    return (
        f"SELECT {cells}, len(words) <> {len(layout.headers)} AS {identifier(MISSHAPEN)} "
        f"FROM (SELECT string_split_regex(line, '[ \t]+') AS words FROM ({lines}))"
    )


def _json_lines(engine: Any, lines: str) -> str:
    # Malformed lines become null before anything is taken out of them: the engine would stop.
    checked = (
        "SELECT CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' THEN line END AS line "
        f"FROM (SELECT CASE WHEN json_valid(line) THEN line END AS line FROM ({lines}))"
    )
    paths: dict[str, list[str]] = {}
    for key in _column(engine, f"SELECT DISTINCT unnest(json_keys(line)) FROM ({checked})"):
        path = _json_path(key)
        inner = _column(
            engine,
            "SELECT DISTINCT unnest(json_keys(nested)) FROM (SELECT CASE WHEN "
            f"json_type(line, {path}) = 'OBJECT' THEN json_extract(line, {path}) END AS nested "
            f"FROM ({checked}))",
        )
        paths[key] = [key]
        paths.update({f"{key}.{name}": [key, name] for name in inner})
    taken: dict[str, int] = {}
    cells = []
    for name, keys in paths.items():
        # Keys that differ only in their case are two for JSON and one for the engine.
        number = taken[name.casefold()] = taken.get(name.casefold(), 0) + 1
        column = name if number == 1 else f"{name}#{number}"
        cells.append(f"json_extract_string(line, {_json_path(*keys)}) AS {identifier(column)}")
    cells.append(f"line IS NULL AS {identifier(MISSHAPEN)}")
    return f"SELECT {', '.join(cells)} FROM ({checked})"


def _column(engine: Any, query: str) -> list[str]:
    return sorted(str(row[0]) for row in engine.raw_sql(query).fetchall())


def _json_path(*keys: str) -> str:
    return literal("$" + "".join(f".{json.dumps(key, ensure_ascii=False)}" for key in keys))


def literal(text: str) -> str:
    """Quote text as an SQL literal."""
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def identifier(name: str) -> str:
    """Quote a name as an SQL identifier."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
