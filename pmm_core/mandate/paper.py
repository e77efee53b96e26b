"""A mandate laid out as a document: what screen, PDF and Markdown show alike."""

from pmm_core.company.wording import FUNCTIONS
from pmm_core.deck.outline import (
    Bullets,
    Callout,
    Column,
    Leaf,
    Outline,
    Paragraph,
    Section,
    Share,
    Shares,
    SideBySide,
    Table,
    Tone,
    lines_said,
    said,
)
from pmm_core.formatting import BLANK, show_day, show_names
from pmm_core.mandate import wording
from pmm_core.mandate.document import MandateDocument, Part, parted
from pmm_core.mandate.versions import Answer, Version
from pmm_core.prioritizer.defence import Defence
from pmm_core.vocabulary import KpiBucket, SignOffDecision

# More bars than these say less.
_BARS = 8
# A screen shows these at once, the weightiest first, and the others when asked.
_DOUBTS = 3
_KPI_WIDTHS = (1.5, 2.7, 2.2, 1.4, 1.2, 1.4)
_PARTNER_WIDTHS = (1.2, 1.2, 1.4, 2.4, 2.4)
_NOT_FOCUS_WIDTHS = (2.0, 3.0)
_SIGN_OFF_WIDTHS = (1.6, 1.2, 1.2, 4.0)


def lay_out(document: MandateDocument, version: Version | None = None) -> Outline:
    """Lay out what a mandate says.

    Args:
        document: what it says.
        version: the version it is; null for what is being written.
    """
    kicker, team = wording.kicker(document), wording.team_name(document)
    stamp, which = wording.draft_of(document.as_of), wording.DRAFT
    if version is not None:
        stamp = " · ".join(
            [
                wording.put_forward_on(version.number, version.on, version.by),
                wording.agreement(*(len(version.those(one)) for one in (*SignOffDecision, None))),
                *([version.note] if version.note else []),
            ]
        )
        which = f"version {version.number} of {show_day(version.on)}"
    return Outline(
        kicker=kicker,
        title=wording.headline(document),
        stamp=stamp,
        running=f"{team}: {which} · {wording.numbers_of(document.as_of)}",
        dated=document.as_of,
        sections=(
            _section(Part.PURPOSE, _purpose(document)),
            SideBySide(
                _section(Part.FOCUS, _focus(document)),
                _section(Part.NOT_FOCUS, _not_focus(document)),
            ),
            _section(Part.DEFENCE, _defence(document)),
            _section(Part.KPIS, _kpis(document)),
            _section(Part.PARTNERS, _partners(document)),
            SideBySide(
                _section(Part.SUCCESS, _said(document.success, Part.SUCCESS)),
                _section(Part.REVIEW, _review(document)),
            ),
            _section(Part.SIGNERS, _signers(document, version)),
        ),
        mark="" if version else wording.DRAFT.capitalize(),
        author=version.by if version else "",
    )


def _section(part: Part, blocks: tuple[Leaf, ...]) -> Section:
    return Section(wording.PARTS[part], blocks, part.value)


def _missing(part: Part) -> tuple[Leaf, ...]:
    return (Paragraph(wording.MISSING[part], "note"),)


def _said(words: str | None, part: Part) -> tuple[Leaf, ...]:
    return said(words) if words else _missing(part)


def _purpose(document: MandateDocument) -> tuple[Leaf, ...]:
    if not document.purpose:
        return _missing(Part.PURPOSE)
    return tuple(Paragraph(line, "lead") for line in lines_said(document.purpose))


def _focus(document: MandateDocument) -> tuple[Leaf, ...]:
    if document.challenge is None:
        return (*_missing(Part.FOCUS), *said(document.focus or ""))
    return (Callout(document.challenge), *_proof(document), *said(document.focus or ""))


def _proof(document: MandateDocument) -> tuple[Leaf, ...]:
    """Versions of before proof was kept say nothing of it."""
    if document.proof is None:
        return ()
    tone: Tone = "note" if document.proof.is_given else "plain"
    return (Paragraph(wording.proof(document.proof), tone),)


def _not_focus(document: MandateDocument) -> tuple[Leaf, ...]:
    rows = tuple(map(parted, lines_said(document.not_focus or "")))
    if not rows:
        return _missing(Part.NOT_FOCUS)
    if not any(why for _, why in rows):
        return (Bullets(tuple(what for what, _ in rows)),)
    return (_table(wording.NOT_FOCUS_COLUMNS, _NOT_FOCUS_WIDTHS, rows),)


def _defence(document: MandateDocument) -> tuple[Leaf, ...]:
    words = said(document.defence or "")
    if document.uncovered:
        return (*words, Paragraph(document.uncovered, "note"))
    ranking = document.ranking
    if ranking is None:
        return words or _missing(Part.DEFENCE)
    beside = [ranking.headline, *ranking.flips]
    beside = [one for one in beside if one not in (document.defence or "")]
    shown, notes = _bars(document, ranking)
    notes.append(wording.weighed_at(ranking))
    return (
        *words,
        *((Shares(wording.scored_in(ranking), shown),) if shown else ()),
        *((Bullets(tuple(beside), wording.BESIDES),) if beside else ()),
        Paragraph(" ".join(notes), "note"),
        *((Bullets(ranking.doubts, wording.DOUBTS, _DOUBTS),) if ranking.doubts else ()),
    )


def _bars(document: MandateDocument, ranking: Defence) -> tuple[tuple[Share, ...], list[str]]:
    """Draw who comes first somewhere, the focus among them, and say what was not drawn."""
    firsts = [one for one in ranking.places if one.rank_shares[0]]
    firsts.sort(key=lambda one: (one.challenge != document.challenge, -one.rank_shares[0]))
    drawn = [one for one in ranking.places if one in firsts[:_BARS]]
    notes = []
    if firsts[_BARS:]:
        notes.append(wording.more_firsts(len(firsts) - _BARS, firsts[_BARS].first))
    never = [one.challenge for one in ranking.places if not one.rank_shares[0]]
    notes += [wording.never_first(never)] if never else []
    bars = (
        Share(one.challenge, one.rank_shares[0], one.first, one.challenge == document.challenge)
        for one in drawn
    )
    return tuple(bars), notes


def _kpis(document: MandateDocument) -> tuple[Leaf, ...]:
    rows = []
    for bucket in (*KpiBucket, None):
        kpis = document.of_bucket(bucket)
        if bucket is None and not kpis:
            continue
        title = wording.NO_BUCKET if bucket is None else wording.bucket_title(bucket)
        cells = [
            (
                wording.kpi_name(kpi),
                wording.kpi_value(kpi),
                show_day(kpi.on) if kpi.on else "",
                wording.kpi_status(kpi),
                kpi.owner or BLANK,
            )
            for kpi in kpis
        ] or [(wording.NO_KPI, "", "", "", "")]
        rows += [("" if at else title, *cell) for at, cell in enumerate(cells)]
    return (_table(wording.KPI_COLUMNS, _KPI_WIDTHS, tuple(rows)),)


def _partners(document: MandateDocument) -> tuple[Leaf, ...]:
    rows = tuple(
        (
            FUNCTIONS[one.function],
            one.accountable or wording.NOBODY_YET,
            show_names(one.consulted) or wording.NOBODY_YET,
            one.together or "",
            one.overlap or "",
        )
        for one in document.partners
    )
    if not rows:
        return _missing(Part.PARTNERS)
    return (_table(wording.PARTNER_COLUMNS, _PARTNER_WIDTHS, rows),)


def _review(document: MandateDocument) -> tuple[Leaf, ...]:
    if document.review_on is None:
        return _missing(Part.REVIEW)
    return (Paragraph(wording.looks_again(document.review_on)),)


def _signers(document: MandateDocument, version: Version | None) -> tuple[Leaf, ...]:
    if not document.signers:
        return _missing(Part.SIGNERS)
    if version is None:
        names = [one.name for one in document.signers]
        return (Paragraph(wording.is_asked(names)),)
    rows = tuple(_answer(one) for one in version.answers)
    # A column that would be blank all through is left out.
    kept = 4 if any(one.objection for one in version.answers) else 3
    rows = tuple(row[:kept] for row in rows)
    return (_table(wording.SIGN_OFF_COLUMNS[:kept], _SIGN_OFF_WIDTHS[:kept], rows),)


def _answer(one: Answer) -> tuple[str, ...]:
    on = show_day(one.on) if one.on else ""
    return (one.person, wording.DECISION_WORDS[one.decision], on, one.objection or "")


def _table(
    titles: tuple[str, ...], widths: tuple[float, ...], rows: tuple[tuple[str, ...], ...]
) -> Table:
    columns = (Column(title, width) for title, width in zip(titles, widths, strict=True))
    return Table(tuple(columns), rows)
