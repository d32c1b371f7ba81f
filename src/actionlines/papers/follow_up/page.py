"""The follow-up as one page that needs nothing else: no network, no second file.

Data for its scripts have short keys, offsets instead of repeated words, and one piece for each document.
"""

import base64
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from actionlines import __version__
from actionlines.alignment.model import Alignment, Label, all_labels
from actionlines.documents.model import Cell
from actionlines.json_types import JsonObject
from actionlines.mandates.model import FIELDS, Phrase
from actionlines.papers.charts.model import draw_svg, load_bundle, with_tokens
from actionlines.papers.files import make_safe, read_asset
from actionlines.papers.follow_up import summary, tables
from actionlines.papers.follow_up.charts import draw_charts
from actionlines.papers.follow_up.collect import rank_labels
from actionlines.papers.follow_up.model import CitationRow, DocumentRead, FollowUp, MandateRow, has_decided
from actionlines.papers.follow_up.tables import describe_checks, describe_reason, field_name
from actionlines.papers.names import concept_code, level_of, list_first_labels, name_after_code, whole_percent
from actionlines.papers.words import ENGLISH, PLURALS, Words, direction
from actionlines.papers.writers.as_html import Drawn, in_script, load_templates, security_policy

# Keys of the catalogue that the scripts use.
IN_PAGE = (
    "page.",
    "col.",
    "count.",
    "strength.",
    "made.",
    "caption.",
    "sheet.",
    "part.",
    "of",
    "more",
    "empty.coming",
    "number.",
    "month.",
    "date.",
    "percent",
    "align.",
    "force.",
    "semicolon",
    "field-reason",
)


def page_data(follow_up: FollowUp, words: Words = ENGLISH) -> JsonObject:
    """Return documents, names of bodies, mandates and instruments cited: everything but the texts."""
    names: dict[str, tuple[str, str]] = {}
    for row in follow_up.mandates:
        question = zip(row.body_names, row.body_shorts or row.body_names, strict=True)
        text = zip(row.report_to_names, row.report_to_shorts or row.report_to_names, strict=True)
        names |= zip(row.bodies, question, strict=True)
        names |= zip(row.report_to, text, strict=True)
    urls = {row.instrument: row.url for row in follow_up.citations}
    labels = number_labels(follow_up)
    return {
        "plurals": PLURALS[words.language],
        "words": {key: text for key, text in words.table.items() if key.startswith(IN_PAGE)},
        "documents": [_document_data(document, words) for document in follow_up.documents],
        "bodies": names,
        "fields": {field: field_name(field, words) for field in FIELDS},
        "labels": [
            [label, level_of(label), concept_code(label, words), name_after_code(label, words)] for label in labels
        ],
        "aligned": bool(labels),
        "mandates": [
            {**_mandate_data(row, words), "a": _label_percents(row.aligned, labels)} for row in follow_up.mandates
        ],
        "cited": [
            {
                "i": instrument.instrument,
                "w": instrument.name,
                "n": instrument.citations,
                "d": instrument.documents,
                "r": instrument.read_as,
                "u": urls.get(instrument.instrument, ""),
            }
            for instrument in follow_up.cited
        ],
        "due": [[entry.date, words.due(entry.due), entry.mandate, entry.until] for entry in follow_up.due],
        "asked": [
            [item.body, item.short or item.name, item.mandates, *item.by_strength, *item.by_force[1:]]
            for item in follow_up.asked
        ],
    }


def document_texts(follow_up: FollowUp, words: Words = ENGLISH) -> Iterator[tuple[int, JsonObject]]:
    """Yield the number of each document, and its text with tables, citations and the labels of each paragraph."""
    labels = number_labels(follow_up)
    cited: dict[int, list[CitationRow]] = defaultdict(list)
    for row in follow_up.citations:
        cited[row.document].append(row)
    for each_document in follow_up.documents:
        # Rows on disk are read once, and only here made safe to show.
        document = replace(
            each_document, lines=make_safe(tuple(each_document.lines)), tables=make_safe(tuple(each_document.tables))
        )
        yield each_document.index, _document_text(document, cited[each_document.index], labels, words)


def _document_text(
    document: DocumentRead, cited: Iterable[CitationRow], labels: Mapping[str, int], words: Words
) -> JsonObject:
    return {
        "p": [
            {
                "i": line.id,
                "k": line.kind,
                "t": line.text,
                "n": line.number,
                "l": line.level,
                "g": line.page,
                "w": words.place(line.id),
                "f": [[note.offset, note.label] for note in line.notes],
                "d": [[change.start, change.end, change.text, change.author] for change in line.changes],
                "a": _alignment_data(line.alignment, labels),
            }
            for line in document.lines
        ],
        "t": [
            {"a": table.after, "c": table.caption, "r": [[_cell_data(cell) for cell in row] for row in table.rows]}
            for table in document.tables
        ],
        "c": [
            {
                **(
                    {"p": row.paragraph, "s": row.start, "e": row.end}
                    if row.cell is None
                    else {"p": document.tables[row.cell.table].after, "s": 0, "e": 0}
                ),
                "c": row.canonical,
                "i": row.instrument,
                "q": row.quote,
                "n": row.name,
                "k": row.kind,
                "u": row.url,
            }
            for row in cited
        ],
    }


def number_labels(follow_up: FollowUp) -> dict[str, int]:
    """Return the labels of all paragraphs, each with the place by which scripts refer to it."""
    linked = {label.id for label in follow_up.speaks.spoken} if follow_up.speaks else set()
    return {
        label_id: place
        for place, label_id in enumerate(label_id for label_id in all_labels().ids if label_id in linked)
    }


def _label_percents(labels: Iterable[Label], places: Mapping[str, int]) -> list[list[int]]:
    """Return [place, percent] for each label; 100 is for what the text names, a proposal never reaches it."""
    return [[places[label.id], 100 if label.stated else whole_percent(label.p)] for label in labels]


def _alignment_data(alignment: Alignment | None, places: Mapping[str, int]) -> list[list[object]] | None:
    """Return labels as `_sure`, with the words behind each: [start, end, percent of the evidence for it]."""
    if alignment is None or not alignment.language:
        return None
    labels = rank_labels(alignment)
    return [
        [*sure, [[entry.start, entry.end, round(100 * entry.weight)] for entry in alignment.evidence_for(label.id)]]
        for label, sure in zip(labels, _label_percents(labels, places), strict=True)
    ]


def _cell_data(cell: Cell) -> list[object]:
    return [cell.text, cell.colspan, cell.rowspan] if cell.colspan > 1 or cell.rowspan > 1 else [cell.text]


def _document_data(document: DocumentRead, words: Words) -> JsonObject:
    return {
        "label": document.label,
        "title": document.title,
        "lang": document.language,
        "dir": direction(document.language),
        "date": words.date(document.date),
    }


def _mandate_data(row: MandateRow, words: Words) -> JsonObject:
    return {
        "id": row.id,
        "d": row.document,
        "p": row.paragraph,
        "w": words.place(row.paragraph),
        "g": row.page,
        "v": row.verb,
        "s": row.strength,
        "b": row.bodies,
        "x": row.action.text,
        "f": "" if row.deliverable == "none" else row.deliverable,
        "r": row.report_to,
        "u": [[words.due(due), due.date, due.until] for due in row.due],
        "o": row.due_date,
        "m": {
            "verb": [_phrase_span(row.verb_phrase)],
            "addressee": [_phrase_span(phrase) for phrase in row.addressees],
            "action": [_phrase_span(row.action)],
            "due": [_phrase_span(row.due_phrase)] if row.due_phrase else [],
        },
        "q": " ".join(item.text for item in (row.verb_phrase, *row.addressees, row.due_phrase) if item),
        "h": row.implied,
        "k": row.force,
        "c": [[check.field, describe_reason(check.reason, words)] for check in row.checks],
    }


def _phrase_span(phrase: Phrase) -> list[object]:
    return [phrase.start, phrase.end, phrase.paragraph]


SCRIPTS = (
    "core",
    "marks",
    "facts",
    "aligned",
    "filters",
    "tables",
    "mandates",
    "reader",
    "views",
    "standing",
    "charts",
    "main",
)
# Rows in the part for readers without scripts; everything is in mandates.csv beside the page.
WITHOUT_SCRIPT = 300
# A page of more documents has its texts packed: it is half as long, and opens in half the time.
UNPACKED = 64


def index_html(follow_up: FollowUp, words: Words = ENGLISH) -> bytes:
    """Return the bytes of index.html, the report as one page with its style and scripts."""
    return b"".join(page_pieces(follow_up, words))


def page_pieces(follow_up: FollowUp, words: Words = ENGLISH) -> Iterator[bytes]:
    """Yield the bytes of index.html: the text of each document is made when the page comes to it."""
    follow_up = make_safe(follow_up)
    templates = load_templates("actionlines.papers.follow_up")
    templates.filters["breakable"] = break_symbol
    drawn = [Drawn.of(chart, draw_svg(chart.spec, chart.id)) for chart in draw_charts(follow_up, words)]
    style, script = Markup(read_asset("tokens.css") + read_asset("page.css")), Markup(_page_script())  # noqa: S704  files of this package
    draw = Markup(load_bundle()) if drawn else Markup("")  # noqa: S704
    parts = ("mandates", "due", "asked", "speaks", "standing", "citations", "documents")
    absent = {name for name in ("speaks", "standing") if not getattr(follow_up, name)}
    there = [part for part in parts if part not in absent]
    page = templates.get_template("index.html.j2").generate(
        follow_up=follow_up,
        title=summary.title_of(follow_up, words),
        charts={chart.chart.id: chart for chart in drawn},
        brief=summary.headline(follow_up, words),
        about=summary.describe_making(follow_up, words),
        versions=[
            (note, summary.version_sentence(note, follow_up, words, isolate_name)) for note in follow_up.versions
        ],
        data=in_script(page_data(follow_up, words)),
        texts=_packed_texts(follow_up, words),
        levels=tables.level_tables(follow_up, words),
        pairs=tables.pair_rows(follow_up, words),
        remarks=tables.alignment_remarks(follow_up, words),
        intro=tables.alignment_intro(follow_up, words),
        listed=partial(list_first_labels, words=words),
        told=partial(describe_checks, words=words),
        numbers={part: place for place, part in enumerate(there, start=1)},
        **_first_page_values(follow_up, words),
        **_standing_values(follow_up, words),
        style=style,
        script=script,
        bundle=draw,
        policy=security_policy([script, draw], style),
        without_script=WITHOUT_SCRIPT,
        words=words,
        version=__version__,
    )
    return (piece.encode("utf-8", "replace") for piece in page)


def _packed_texts(follow_up: FollowUp, words: Words) -> Iterator[tuple[int, str, Markup]]:
    """Yield number, type and content of the script of each document."""
    for index, text in document_texts(follow_up, words):
        json_text = in_script(text)
        if len(follow_up.documents) > UNPACKED:
            packed = base64.b64encode(zlib.compress(json_text.encode("utf-8", "replace"))).decode()
            yield index, "text/plain", Markup(packed)  # noqa: S704  base64
        else:
            yield index, "application/json", json_text


def _first_page_values(follow_up: FollowUp, words: Words) -> JsonObject:
    """Return the names of the template for the first page."""
    first_page = summary.select_first_page(follow_up)
    return {
        "chief": first_page,
        "decides": has_decided(follow_up),
        "reason": partial(describe_reason, words=words),
        "owed_sentences": summary.owed_sentences(first_page, follow_up, words),
        "checks_sentence": summary.checks_sentence(first_page, follow_up, words),
        "check_rows": summary.check_rows(first_page, words),
        "spoken_first": [
            (
                words(f"level.{level}"),
                [(concept_code(label.id, words), name_after_code(label.id, words)) for label in labels],
                rest,
            )
            for level, labels, rest in first_page.spoken
        ],
    }


def _standing_values(follow_up: FollowUp, words: Words) -> JsonObject:
    """What the template needs to say where a country or region stands; nothing where none was asked for."""
    if not follow_up.standing:
        return {}
    from actionlines.papers.follow_up.standing.part import draw_lagging as lines
    from actionlines.papers.follow_up.standing.part import page_values

    values = page_values(follow_up, words)
    drawn = lines(values["stands"], words).items()
    pictures = {
        name: Drawn(item, Markup(with_tokens(draw_svg(item.spec, f"standing-{item.id}"))), Markup(""))  # noqa: S704
        for name, item in drawn
    }
    return {**values, "pictures": pictures}


def break_symbol(text: str) -> Markup:
    """Return a symbol that may be broken after a slash, and so never within a number.

    >>> break_symbol("A/RES/80/173")
    Markup('A/<wbr>RES/<wbr>80/<wbr>173')
    """
    return Markup("/<wbr>").join(text.split("/"))


def isolate_name(text: str) -> Markup:
    """Return a name that keeps its direction whatever the words around it have, broken after a slash only.

    >>> isolate_name("A/L.1")
    Markup('<bdi>A/<wbr>L.1</bdi>')
    """
    return Markup("<bdi>{}</bdi>").format(break_symbol(text))


def _page_script() -> str:
    parts = "\n".join(read_asset(f"js/{name}.js", "actionlines.papers.follow_up") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'
