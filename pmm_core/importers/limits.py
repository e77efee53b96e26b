"""How large a file may be, checked before it is unpacked.

Declared sizes can lie, so the limits of the child process stay the last resort.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass

from pmm_core.importers.contract import FileRefused, SourceFile
from pmm_core.importers.remedies import Remedy, Way

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold.

    Attributes:
        content: bytes as they came.
        unpacked: bytes of an archive's members together.
        ratio: how many times an archive may grow.
        rows, columns, cells: of a table; a cell is at most `cell` characters long.
    """

    content: int = 64 << 20
    unpacked: int = 256 << 20
    ratio: int = 250
    rows: int = 200_000
    columns: int = 5_000
    cells: int = 2_000_000
    cell: int = 32_767


LIMITS = Limits()


def refuse_large(name: str, size: int, limits: Limits = LIMITS) -> None:
    """Refuse more bytes than a table of KPIs ever has."""
    if size > limits.content:
        raise FileRefused(
            name,
            f"The file has {size >> 20} MB; at most {limits.content >> 20} MB are "
            "read as a table. Split it.",
            code="file_too_large",
            remedy=Remedy(Way.AS_EVENTS),
        )


def refuse_shape(file: str, *, rows: int, columns: int, limits: Limits = LIMITS) -> None:
    """Refuse more rows, columns or cells than fit, before any of them is read."""
    for count, most, what in (
        (rows, limits.rows, "rows"),
        (columns, limits.columns, "columns"),
        (rows * columns, limits.cells, "cells"),
    ):
        if count > most:
            raise FileRefused(
                file,
                f"The table has {count:,} {what}; at most {most:,} are read. Split the file.",
                code="file_too_large",
            )


def refuse_archive(file: SourceFile, limits: Limits = LIMITS) -> None:
    """Refuse a workbook that would unpack to far more than it is.

    Raises:
        FileRefused: `file_too_large`, or `file_damaged` for a broken archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            packed = max(sum(member.compress_size for member in members), 1)
            if unpacked > limits.unpacked or unpacked > packed * limits.ratio + _CHUNK:
                raise FileRefused(
                    file.name,
                    f"The workbook would unpack to {unpacked >> 20} MB. Save only the sheet you "
                    "need, without formatting, and try again.",
                    code="file_too_large",
                )
            for member in members:
                if member.filename.startswith("xl/worksheets/"):
                    _refuse_many_cells(file.name, archive, member, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise FileRefused(
            file.name, "The workbook is damaged. Open and save it again.", code="file_damaged"
        ) from error


def _refuse_many_cells(
    name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits
) -> None:
    """Count the cells of a sheet while its XML streams by."""
    cells, tail = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            cells += window.count(b"<c ") + window.count(b"<c>")
            tail = window[-2:]
            if cells > limits.cells:
                refuse_shape(name, rows=cells, columns=1, limits=limits)


def unpack_gzip(file: SourceFile, limits: Limits = LIMITS) -> bytes:
    """Unpack a gzipped text, stopping at the limit instead of trusting the declared size."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(file.content, limits.content + 1)
    except zlib.error as error:
        raise FileRefused(
            file.name, "The gzip file is damaged. Export it again.", code="file_damaged"
        ) from error
    refuse_large(file.name, len(content), limits)
    if not unpacking.eof:
        raise FileRefused(
            file.name, "The gzip file ends too early. Copy it again.", code="file_damaged"
        )
    return content
