"""Consultations in the search, each with the paragraphs of its current text."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import F, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.register.consultations.models import Consultation, TextParagraph, TextVersion
from actionlines.register.core.kinds import Part, Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.search.concepts import names_of
from actionlines.register.core.search.entries import Entry, holding, shown, widened
from actionlines.register.core.search.queries import Hit
from actionlines.register.core.texts import isolated, reader_words


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of consultations that are public, each followed by the paragraphs of its current text."""
    current = TextVersion.objects.filter(number=F("consultation__text")).prefetch_related("paragraphs")
    rows = Consultation.objects.filter(pk__in=list(ids), status="published").select_related("organisation")
    for consultation in rows.prefetch_related(Prefetch("texts", current)):
        title, organisation, at = consultation.title, consultation.organisation, consultation.published_at
        text = next(iter(consultation.texts.all()), None)
        paragraphs = list(text.paragraphs.all()) if text else []
        language = (text.language if text else "") or consultation.language
        results = consultation.results if consultation.results_at else ""
        headings = [paragraph.text for paragraph in paragraphs if paragraph.kind == "heading"]
        facets = {
            "status": ("published",),
            "language": (consultation.language,),
            "action_line": widened(consultation.lines),
            "organisation": (str(organisation.pk),) if organisation else (),
            "stakeholder": (organisation.type,) if organisation else (),
            "year": (str(at.year),) if at else (),
        }
        newest = at.timestamp() if at else 0.0
        carrier = ((organisation.name, ""), (organisation.acronym, "")) if organisation else ()
        texts = ((paragraph.text, language) for paragraph in paragraphs)
        besides = "\n".join((*headings, *([results] if results else ())))
        yield Entry(
            kind="consultation",
            id=consultation.pk,
            title=((title, consultation.language),),
            summary=((consultation.summary, consultation.language),),
            text=(*texts, (results, consultation.language), *carrier),
            names=names_of(consultation.lines),
            facets=facets,
            newest=newest,
            by_title=title,
            shown=shown(title, consultation.summary, besides, consultation.language),
        )
        for paragraph in paragraphs:
            if paragraph.kind == "heading":
                continue  # nobody looks for a heading alone
            yield Entry(
                kind="passage",
                id=paragraph.pk,
                text=((paragraph.text, language),),
                facets={**facets, "language": (language,)},
                newest=newest,
                by_title=f"{title[:60]} {paragraph.order:06}",
                shown=shown(f"{title}, {paragraph}", "", paragraph.text, language),
                parent=f"consultation:{consultation.pk}",
            )


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: title, organisation and phase."""
    rows = Consultation.objects.filter(status="published").select_related("organisation")
    for consultation in rows.prefetch_related("phases").in_bulk(hits).values():
        organisation, phase = consultation.organisation, consultation.phase()
        state = _("Open for comments") if consultation.takes() else str(phase or _("Closed"))
        about = " · ".join((*((organisation.name,) if organisation else ()), state))
        yield Found(
            hits[consultation.pk], consultation.title, consultation.get_absolute_url(), about,
            consultation.language, consultation, tuple(consultation.lines),
        )  # fmt: skip


def list_passage_hits(hits: Mapping[object, Hit]) -> Iterator[Found]:
    """Yield the hits of paragraphs, called by consultation and number."""
    rows = TextParagraph.objects.filter(text_version__consultation__status="published")
    for passage in rows.select_related("text_version__consultation").in_bulk(hits).values():
        consultation = passage.text_version.consultation
        title = isolated(reader_words().cite(consultation.title, passage.anchor))
        url = reverse("consultation-paragraph", args=[consultation.pk, passage.anchor])
        yield Found(hits[passage.pk], title, url, "", "", passage)


SEARCH = Search(
    place=70,
    entries=list_entries,
    hits=list_hits,
    follows={"organisation": holding("consultation", "organisation")},
    part=Part("passage", gettext_lazy("Paragraphs of consultations"), list_passage_hits),
)
