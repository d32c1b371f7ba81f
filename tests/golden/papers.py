"""The papers of the demonstration: reports, road maps, consultations, reviews of texts, measures of figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.golden.texts import digest, dump, of_docx, of_html, settled
from tests.golden.world import ROOT, command

LANGUAGES = ("en", "fr")  # the second for words, plurals and numbers in another form
LONG = "biennial"  # its structure is kept as digests, its Word document not at all: both have the same text
SAMPLE = "E/RES/2024/901"
REVIEWED = ("resolution.pdf", "contribution.docx", "itu-resolution.txt", "itu-resolution-revised.txt")
Part = tuple[str, str]  # name of a golden file, its text


def papers(folder: Path) -> Iterator[Part]:
    """Yield every paper as its structure and as its text in LANGUAGES."""
    yield from reports()
    yield from road_maps()
    yield from drafts(folder)
    yield from consultations()
    yield from review(folder / "review")
    yield from measure(folder / "measure")


def paper_of(asked: Any) -> Any:
    """Return the paper of what is asked of the register."""
    from actionlines.papers.reports import build
    from actionlines.register.reports.builds import account_of

    return build(account_of(asked), asked).paper


def structure(paper: Any) -> Any:
    """Return a paper as plain values."""
    from actionlines.papers.writers.as_json import as_dict

    return settled(as_dict(paper))


def reports() -> Iterator[Part]:
    """Yield each kind of report; those of the register with the texts that people wrote."""
    from actionlines.papers.reports import ReportRequest
    from actionlines.papers.write import render
    from actionlines.register.reports.builds import asked_of
    from actionlines.register.reports.models import Report

    asked = {
        "follow-up": ReportRequest("follow-up", symbol=SAMPLE),
        "profile": ReportRequest("profile", area="KEN"),
        "cooperation": ReportRequest("cooperation", area="NGA"),
        "brief": ReportRequest("brief", area="KEN"),
        "pack": ReportRequest("pack", subject="itu"),
        "implementation": ReportRequest("implementation", subject="itu", body="itu-council"),
    }
    asked |= {one.type: asked_of(one) for one in Report.objects.order_by("pk")}
    for kind, one in asked.items():
        for language in LANGUAGES:
            paper = paper_of(replace(one, language=language))
            if language == "en":
                yield (f"papers/{kind}.json", dump(by_part(structure(paper)) if kind == LONG else structure(paper)))
            if language == "en" and kind != LONG:
                yield f"papers/{kind}.docx.txt", _text(of_docx(render(paper, "docx")))
            yield f"papers/{kind}.{language}.txt", _text(of_html(render(paper, "html")))


def road_maps() -> Iterator[Part]:
    """Yield the road maps of the register, as the secretariat downloads them."""
    from actionlines.register.roadmaps.models import RoadMap

    for one in RoadMap.objects.exclude(status="withdrawn").order_by("pk"):
        address = f"/roadmaps/{one.pk}/file/"
        name = f"papers/road-map-{'-'.join(one.lines)}"
        if one.status == "published":
            yield f"{name}.json", dump(by_part(settled(json.loads(_download(address, form="json")))))
            yield f"{name}.docx.txt", _text(of_docx(_download(address, form="docx")))
            yield f"{name}.fr.txt", _text(of_html(_download(address, form="html", language="fr")))
        yield f"{name}.en.txt", _text(of_html(_download(address, form="html")))


DRAFT = """A/C.2/81/L.901

Draft resolution

Rural networks

1. Requests the Secretary-General to report to the General Assembly on rural networks every year;
2. Invites the International Telecommunication Union to count the masts of all islands by 2031.
"""


def drafts(folder: Path) -> Iterator[Part]:
    """Yield the clause check of a draft, and the agenda pack of the draft and a resolution, beside the register."""
    from actionlines.lineage.comparison import compare_draft, draft_of
    from actionlines.mandates import find_mandates
    from actionlines.papers.reports.agenda import agenda_paper
    from actionlines.papers.reports.comparison import comparison_paper
    from actionlines.papers.write import render
    from actionlines.register.mandates.life import standing
    from actionlines.results.inputs import read

    file = folder / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    held = standing(replaced=True)
    texts = [read(str(path)) for path in (file, ROOT / "examples" / "resolution.txt")]
    compared = [compare_draft(draft_of(text, find_mandates(text)), held) for text in texts]
    for language in LANGUAGES:
        made = {
            "agenda": agenda_paper(compared, "itu", language),
            "comparison": comparison_paper(compared[0], language),
        }
        for name, paper in made.items():
            yield f"papers/{name}.{language}.txt", _text(of_html(render(paper, "html")))


def consultations() -> Iterator[Part]:
    """Yield the answers to each consultation, as data and as a document."""
    from actionlines.register.consultations.models import Consultation

    for one in Consultation.objects.order_by("pk"):
        address, name = f"/consultations/{one.pk}/export/", f"papers/consultation-{one.pk}"
        yield f"{name}.json", dump(settled(json.loads(_download(address, **{"as": "json"}))))
        for language in LANGUAGES:
            file = _download(address, language, **{"as": "docx"})
            yield f"{name}.docx.{language}.txt", _text(of_docx(file))


def _download(address: str, spoken: str = "en", **asked: str) -> bytes:
    """Return what the secretariat gets from the site."""
    from django.test import Client

    from actionlines.register.people.models import User

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=spoken)
    client.force_login(User.objects.get(email__startswith="secretariat@"))
    answer = client.get(address, asked)
    assert answer.status_code == 200, (address, answer.status_code)
    return bytes(answer.getvalue())


def review(out: Path, files: tuple[Path, ...] = ()) -> Iterator[Part]:
    """Yield the review of the examples of `make review`."""
    given = files or tuple(ROOT / "examples" / name for name in REVIEWED)
    for language in LANGUAGES:
        command("review", *map(str, given), "--out", str(out / language), "--language", language, "--quiet")
        yield (f"papers/review.docx.{language}.txt", _text(of_docx((out / language / "review.docx").read_bytes())))
    yield "papers/review.json", dump(settled(json.loads((out / "en" / "review.json").read_text("utf-8"))))


def measure(out: Path) -> Iterator[Part]:
    """Yield the report on the figures of one country."""
    given = str(ROOT / "examples" / "indicators.csv")
    for language in LANGUAGES:
        folder = out / language
        command("measure", given, "--country", "KEN", "--out", str(folder), "--language", language, "--quiet")
        yield f"papers/measure.{language}.txt", _text(of_html((folder / "index.html").read_bytes()))
    yield "papers/measure.json", dump(settled(json.loads((out / "en" / "measure.json").read_text("utf-8"))))


def by_part(plain: Any) -> dict[str, Any]:
    """Return a digest for each block and each piece of evidence of a paper's structure, by its place."""
    out = {f"block {one['anchor'] or at}": one for at, one in enumerate(plain["blocks"])}
    out |= {f"evidence {one['id']}": one for one in plain["evidence"]}
    out |= {f"{name}": plain[name] for name in ("title", "subtitle", "status", "masthead", "facts", "annex")}
    return {name: digest(dump(one)) for name, one in out.items()}


def _text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
