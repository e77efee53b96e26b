"""Bytes to text: which encoding, said aloud; what cannot be told is refused.

That bytes decode is no evidence: latin-1 and Mac Roman never fail. So without a mark a file is
UTF-8 if it is valid UTF-8, and otherwise the legacy encoding that yields the most plausible
letters, with sample words shown to the person.
"""

import codecs
import re
from dataclasses import dataclass

from pmm_core.importers.contract import FileRefused, SourceFile
from pmm_core.importers.remedies import Remedy, Way

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Order breaks ties: what Windows writes is the commonest by far.
_LEGACY = ("cp1252", "mac_roman", "cp1250", "latin-1")
_PLAUSIBLE = frozenset("äöüßéèêëáàâãåçñíìîïóòôõøúùûæœšžčřěýąęłńśźżőűćđ’‘“”–—…€£°")
_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and where it came from.

    Attributes:
        words: up to five words with letters outside ASCII, when the encoding was told by them.
    """

    text: str
    encoding: str
    words: tuple[str, ...] = ()


def decode(file: SourceFile, encoding: str | None = None) -> Decoded:
    """Turn the bytes of a text file into text.

    Args:
        file: name and bytes.
        encoding: what the person said; null to recognise it.

    Raises:
        FileRefused: `file_empty`, `encoding_unmarked` (UTF-16 without a mark), `nul_bytes`,
            `encoding_unknown` or `encoding_wrong`.
    """
    if not file.content.strip():
        raise FileRefused(file.name, "The file is empty.", code="file_empty")
    decoded = _as_told(file, encoding) if encoding else _recognised(file)
    _refuse_nul(file.name, decoded.text)
    if not decoded.text.strip():
        raise FileRefused(file.name, "The file is empty.", code="file_empty")
    return decoded


def _as_told(file: SourceFile, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        text = file.content.decode(name)
    except LookupError as error:
        raise FileRefused(
            file.name,
            f"There is no encoding called “{encoding}”; common ones are utf-8, cp1252 and utf-16.",
            code="encoding_unknown",
        ) from error
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        raise FileRefused(
            file.name,
            f"The file is not {encoding}: it breaks in line {_line_of(file.content, start)}. "
            "Leave the encoding open to have it recognised.",
            code="encoding_wrong",
            row=_line_of(file.content, start),
        ) from error
    return Decoded(text.removeprefix("\ufeff"), name)


def _recognised(file: SourceFile) -> Decoded:
    content = file.content
    for mark, name in _MARKS:
        if content.startswith(mark):
            return Decoded(_as_told(file, name).text, name)
    _refuse_unmarked(file)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _legacy(content)


def _refuse_unmarked(file: SourceFile) -> None:
    """Tell UTF-16 without its mark from stray NUL bytes: its zeros stand on one side of pairs."""
    zeros = file.content.count(0)
    if not zeros:
        return
    even = file.content[0::2].count(0)
    if zeros * 10 >= len(file.content) and even in (0, zeros):
        order = "be" if even else "le"
        raise FileRefused(
            file.name,
            "The file looks like UTF-16 without a byte order mark. Save it as UTF-8.",
            code="encoding_unmarked",
            remedy=Remedy(Way.ENCODING, f"utf-16-{order}"),
        )
    line = _line_of(file.content, file.content.index(0))
    raise FileRefused(
        file.name,
        f"Line {line} holds a NUL byte: this is no text table, or it is damaged. Export it again.",
        code="nul_bytes",
        row=line,
    )


def _refuse_nul(name: str, text: str) -> None:
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise FileRefused(
            name,
            f"Line {line} holds a NUL character. Export the file again, or name its encoding.",
            code="nul_bytes",
            row=line,
        )


def _legacy(content: bytes) -> Decoded:
    """Choose the legacy encoding whose letters are the most plausible."""
    foreign = bytes(sorted({byte for byte in content if byte > 0x7F}))
    best, best_score = "latin-1", float("-inf")
    for name in _LEGACY:
        try:
            signs = foreign.decode(name)
        except UnicodeDecodeError:
            continue
        score = sum(
            content.count(byte) * _plausibility(sign)
            for byte, sign in zip(foreign, signs, strict=True)
        )
        if score > best_score:
            best, best_score = name, score
    text = content.decode(best)
    words = tuple(dict.fromkeys(match.group() for match in _WORD.finditer(text)))[:5]
    return Decoded(text, best, words)


def _plausibility(sign: str) -> float:
    """Weigh a sign: letters of European text for it, controls and rare signs against it."""
    if sign.lower() in _PLAUSIBLE:
        # Capitals with accents are real but rare, which tells Mac Roman from cp1252.
        return 1.0 if sign == sign.lower() else 0.5
    if sign.isalpha() or sign.isspace():
        return 0.0
    return -2.0 if not sign.isprintable() else -1.0


def _line_of(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
