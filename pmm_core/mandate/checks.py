"""What a mandate still lacks before it can be put forward, and what a reader may miss in it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pmm_core.mandate import wording
from pmm_core.mandate.document import USUAL_PARTNERS, MandateDocument, Part, parted
from pmm_core.vocabulary import KpiBucket, Status

# A KPI that is fine, or of which nothing is known by now, speaks for no challenge.
_PROVES_NOTHING = frozenset({Status.ON_TRACK, Status.STALE})


@dataclass(frozen=True)
class Gap:
    """Something a mandate does not say.

    Attributes:
        is_needed: whether it must be said before a version is put forward.
    """

    part: Part
    message: str
    is_needed: bool = True


def find_gaps(document: MandateDocument, *, archived: Collection[str] = ()) -> tuple[Gap, ...]:
    """List what is missing: what is needed first, each in the order the document is read in.

    Args:
        document: as it reads today.
        archived: names in it of people and challenges that are not in use any more.
    """
    gaps = [
        *_of_words(document),
        *_of_focus(document, archived),
        *_of_defence(document),
        *_of_kpis(document),
        *_of_partners(document, archived),
        *_of_signers(document, archived),
    ]
    parts = list(Part)
    return tuple(sorted(gaps, key=lambda gap: (not gap.is_needed, parts.index(gap.part))))


def _of_words(document: MandateDocument) -> Iterator[Gap]:
    said = {
        Part.PURPOSE: document.purpose,
        Part.NOT_FOCUS: document.not_focus,
        Part.SUCCESS: document.success,
        Part.REVIEW: document.review_on,
    }
    yield from (Gap(part, wording.MISSING[part]) for part, words in said.items() if not words)
    if document.review_on is not None and document.review_on <= document.as_of:
        yield Gap(Part.REVIEW, wording.review_not_ahead(document.review_on))
    without = [
        what
        for what, reason in map(parted, (document.not_focus or "").splitlines())
        if what and not reason
    ]
    if without:
        yield Gap(Part.NOT_FOCUS, wording.without_reason(without), is_needed=False)


def _of_focus(document: MandateDocument, archived: Collection[str]) -> Iterator[Gap]:
    if document.challenge is None:
        yield Gap(Part.FOCUS, wording.MISSING[Part.FOCUS])
    elif document.challenge in archived:
        yield Gap(Part.FOCUS, wording.archived(document.challenge))
    elif not document.focus:
        yield Gap(Part.FOCUS, wording.FOCUS_WORDS_MISSING, is_needed=False)
    yield from _of_proof(document)


def _of_proof(document: MandateDocument) -> Iterator[Gap]:
    proof, challenge = document.proof, document.challenge
    if proof is None or challenge is None or proof.number is not None:
        return
    if not proof.is_given:
        yield Gap(Part.FOCUS, wording.unproven(challenge), is_needed=False)
    elif proof.kpi is not None and proof.kpi.status in _PROVES_NOTHING:
        yield Gap(Part.FOCUS, wording.proven_no_more(challenge, proof.kpi), is_needed=False)


def _of_defence(document: MandateDocument) -> Iterator[Gap]:
    ranking, challenge = document.ranking, document.challenge
    if document.uncovered:
        yield Gap(Part.DEFENCE, document.uncovered)
    elif ranking is None:
        yield Gap(Part.DEFENCE, wording.MISSING[Part.DEFENCE], is_needed=not document.defence)
    elif not ranking.places:
        yield Gap(Part.DEFENCE, ranking.headline)
    elif challenge and challenge not in ranking.firsts and not own_words(document):
        yield Gap(Part.DEFENCE, wording.not_first(challenge, ranking))
    elif not document.defence:
        yield Gap(Part.DEFENCE, wording.WORDS_MISSING)


def own_words(document: MandateDocument) -> str:
    """Return what the defence says beside the sentences the ranking itself gives."""
    left = document.defence or ""
    for sentence in wording.sentences_of_ranking(document):
        left = left.replace(sentence, "")
    return left.strip()


def _of_kpis(document: MandateDocument) -> Iterator[Gap]:
    if not document.kpis:
        yield Gap(Part.KPIS, wording.MISSING[Part.KPIS])
        return
    for bucket in KpiBucket:
        if not document.of_bucket(bucket):
            yield Gap(Part.KPIS, wording.bucket_empty(bucket), is_needed=False)
    for kpi in document.kpis:
        if kpi.scope is None:
            yield Gap(Part.KPIS, wording.archived(kpi.name))
        elif kpi.bucket is None:
            yield Gap(Part.KPIS, wording.bucket_missing(kpi.name))
        elif kpi.bucket is KpiBucket.PROJECT and kpi.partner is None:
            yield Gap(Part.KPIS, wording.partner_missing(kpi.name), is_needed=False)


def _of_partners(document: MandateDocument, archived: Collection[str]) -> Iterator[Gap]:
    if not document.partners:
        yield Gap(Part.PARTNERS, wording.MISSING[Part.PARTNERS])
        return
    for one in document.partners:
        gone = [name for name in (one.accountable, *one.consulted) if name in archived]
        yield from (Gap(Part.PARTNERS, wording.archived(str(name))) for name in gone)
        if one.accountable is None:
            yield Gap(Part.PARTNERS, wording.nobody_accountable(one.function))
        if not one.consulted:
            yield Gap(Part.PARTNERS, wording.nobody_consulted(one.function), is_needed=False)
    said = {one.function for one in document.partners}
    for bucket, usual in USUAL_PARTNERS.items():
        unsaid = [one for one in usual if one not in said]
        if document.of_bucket(bucket) and unsaid:
            yield Gap(Part.PARTNERS, wording.usual_unsaid(bucket, unsaid), is_needed=False)


def _of_signers(document: MandateDocument, archived: Collection[str]) -> Iterator[Gap]:
    if not document.signers:
        yield Gap(Part.SIGNERS, wording.MISSING[Part.SIGNERS])
    for one in document.signers:
        if one.name in archived:
            yield Gap(Part.SIGNERS, wording.archived(one.name))
