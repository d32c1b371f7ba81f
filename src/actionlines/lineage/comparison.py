"""A draft beside standing texts, before it is tabled: what repeats, whom it newly asks, which reports it adds.

    draft = draft_of(document, mandates)
    found = compare(draft, standing)

Nothing here goes by the number of a paragraph: a text that numbers everything in another way compares the same.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from actionlines.documents.model import Document
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.lineage.overlap import Duty, Index, Overlap, Provision
from actionlines.mandates.model import Mandate

# Paragraphs of a text that may decide or ask; the preamble, headings and notes do not.
_KINDS = frozenset(("operative", "annex", "text"))
_SHORTEST = 4  # words of a provision: "and" between two items is none
REPORTS = frozenset(("report", "update"))


@dataclass(frozen=True, slots=True)
class DraftText:
    """A text before it is adopted. `body` is who speaks, `warnings` are those of the reader."""

    symbol: str
    title: str
    date: str
    session: str
    language: str
    provisions: tuple[Provision, ...]
    body: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A provision of the draft with the standing provisions that overlap, the closest first."""

    provision: Provision
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True)
class NewlyAsked:
    """A body that provisions of the draft ask, and that no standing provision like them asks.

    anchors   the provisions of the draft
    elsewhere whether the text that the draft renews asks the body for something else
    """

    body: str
    anchors: tuple[str, ...]
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class ToReport:
    """A report that the draft asks for.

    receiver  the body that receives it, "" where the text names none
    before    the standing provision that asks for the report already, None where the report is a new one
    """

    provision: Provision
    duty: Duty
    receiver: str
    before: Provision | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A draft beside standing texts.

    kin          symbols of standing texts of the draft's own subject: its predecessors
    renews       the latest of them by its first provision met; None where there is none
    texts        how many standing texts were compared, `provisions` how many of their provisions
    later        symbols of texts that are left out because they are later than the draft
    other        how many standing texts are left out because they are in another language
    """

    draft: DraftText
    findings: tuple[Finding, ...]
    kin: frozenset[str]
    renews: Provision | None
    newly_asked: tuple[NewlyAsked, ...]
    reports: tuple[ToReport, ...]
    texts: int
    provisions: int
    later: tuple[str, ...] = ()
    other: int = 0

    def decided_last(self, provision: Provision) -> bool:
        """Return whether a standing text is of the session before the draft's, or of the draft's own."""
        now, then = self.draft.session, provision.session
        return now.isdecimal() and then.isdecimal() and int(then) >= int(now) - 1


def draft_of(document: Document, mandates: Sequence[Mandate]) -> DraftText:
    """Return a document as a draft. Its provisions can represent those of a standing text too."""
    meta = document.metadata
    return DraftText(
        meta.symbol or document.name, meta.title, meta.date, meta.session, meta.language,
        provisions_of(document, mandates), meta.body, document.warnings,
    )  # fmt: skip


def provisions_of(document: Document, mandates: Sequence[Mandate]) -> tuple[Provision, ...]:
    """Return the paragraphs of a document that may decide or ask, each with what it asks."""
    meta = document.metadata
    asking: dict[str, list[Duty]] = {}
    for mandate in mandates:
        asking.setdefault(mandate.paragraph, []).append(duty_of(mandate))
    return tuple(
        Provision(
            meta.symbol or document.name,
            paragraph.id,
            paragraph.text,
            meta.title,
            meta.date,
            meta.session,
            meta.language,
            tuple(asking.get(paragraph.id, ())),
        )
        for paragraph in document.paragraphs
        if paragraph.id in asking or (paragraph.kind in _KINDS and len(paragraph.text.split()) >= _SHORTEST)
    )


def duty_of(mandate: Mandate) -> Duty:
    """Return what a mandate asks, as one line."""
    return Duty(
        mandate.verb,
        mandate.strength,
        mandate.bodies,
        mandate.action.text,
        mandate.deliverable,
        mandate.report_to,
        mandate.due,
    )


def compare_draft(draft: DraftText, standing: Iterable[Provision]) -> Comparison:
    """Return a draft beside standing texts; texts that are later than the draft are left out."""
    others = [provision for provision in standing if provision.symbol != draft.symbol]
    later = {provision.symbol for provision in others if draft.date and provision.date > draft.date}
    same = [provision for provision in others if provision.symbol not in later and provision.language == draft.language]
    other = {provision.symbol for provision in others if provision.language != draft.language} - later
    overlaps, kin = Index(same).overlaps(draft.provisions)
    findings = tuple(map(Finding, draft.provisions, overlaps))
    renews = _find_renewed(findings, kin)
    return Comparison(
        draft, findings, kin, renews, _newly_asked(findings, same, renews, draft.body), _list_reports(findings),
        len({provision.symbol for provision in same}), len(same), tuple(sorted(later)), len(other),
    )  # fmt: skip


def _find_renewed(findings: Sequence[Finding], kin: Container[str]) -> Provision | None:
    """Return a provision of the latest text of the draft's subject that has near-duplicates of its provisions."""
    near = [overlap.standing for finding in findings for overlap in finding.overlaps if overlap.is_near]
    return max(
        (standing for standing in near if standing.symbol in kin),
        key=lambda standing: (standing.date, standing.symbol),
        default=None,
    )


def _newly_asked(
    findings: Sequence[Finding], standing: Sequence[Provision], renews: Provision | None, speaker: str
) -> tuple[NewlyAsked, ...]:
    anchors: dict[str, list[str]] = {}
    for finding in findings:
        known = {body for overlap in finding.overlaps for body in overlap.standing.bodies}
        for body in sorted(finding.provision.bodies - known - LEFT_OPEN - {speaker}):
            anchors.setdefault(body, []).append(finding.provision.anchor)
    new_asks = {
        body for provision in standing if renews and provision.symbol == renews.symbol for body in provision.bodies
    }
    return tuple(NewlyAsked(body, tuple(places), body in new_asks) for body, places in anchors.items())


def _list_reports(findings: Iterable[Finding]) -> tuple[ToReport, ...]:
    return tuple(
        ToReport(finding.provision, duty, receiver, _find_before(finding.overlaps, duty, receiver))
        for finding in findings
        for duty in finding.provision.duties
        if duty.deliverable in REPORTS
        for receiver in duty.report_to or ("",)
    )


def _find_before(overlaps: Iterable[Overlap], duty: Duty, receiver: str) -> Provision | None:
    """Return the closest standing provision that asks one of the same bodies for a report to the same receiver."""

    def asks(held: Duty) -> bool:
        """Return whether a standing duty is for that report."""
        same = not receiver or not held.report_to or receiver in held.report_to
        return same and held.deliverable in REPORTS and not set(held.bodies).isdisjoint(duty.bodies)

    return next((overlap.standing for overlap in overlaps if any(map(asks, overlap.standing.duties))), None)
