"""Texts that try to become something else: scripts, markup, links, templates, queries, formulas."""

from __future__ import annotations

from actionlines.register.activities.actions import EditActivity, SubmitActivity
from actionlines.register.activities.models import Activity, FieldComment
from actionlines.register.activities.review import PublishActivity
from actionlines.register.consultations.actions.comments import (
    DisposeComment,
    ModerateComment,
    ReplyToComment,
    WriteComment,
)
from actionlines.register.consultations.actions.texts import AddText, EditConsultation, PublishResults
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.texts import Numbered, Source, prepared
from actionlines.register.core.imports.files import store
from actionlines.register.core.texts import plain_text
from actionlines.register.mandates.actions import ConfirmMandate, CorrectMandate, RejectMandate
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.actions import EditOrganisation, PublishOrganisation
from actionlines.register.resources.actions import EditEnvelope, SetAllocation
from tests.indexed import reindex
from tests.people import person
from tests.register.site.matrix_world import World

# Each holds the word zq7, by which what came of it is found again.
TEXTS = (
    "<script>zq7()</script>",
    '"><img src=zq7 onerror=zq7()>',
    "'><svg onload=zq7()>",
    "</textarea></title><iframe srcdoc=zq7>",
    "<a href=javascript:zq7()>zq7</a>",
    "' onmouseover='zq7()",
    "{{ zq7|add:7 }}{% include zq7 %}",
    "zq7'; DROP TABLE registry_activity; --",
    "zq7\u202etxt.exe",
    "{0.__class__} %(zq7)s %n",
)
FORMULAS = ("=1+zq7", "+zq7", "-zq7", "@zq7", "＝zq7", "=HYPERLINK(zq7)")
LINKS = ("javascript:zq7()", "data:text/html,zq7", "vbscript:zq7", " JavaScript:zq7()", "//zq7")
WORDS = ("summary", "description", "results_text", "challenges", "replicability", "sustainability")


def poisoned(text: str) -> World:
    """A register in which every text that people write is this one, written by the actions."""
    world = World()
    boss, member = person("secretariat"), person("member")
    fields = {"title": text, "contact_name": text[:150], **dict.fromkeys(WORDS, text)} | {
        "results": [{"what": text, "value": 1, "unit": text[:60], "source": text}]
    }
    for name in ("draft", "published"):
        EditActivity(member, world.records[name], fields=fields).do()
    waiting = SubmitActivity(member, Activity.objects.get(pk=world.records["published"].pk)).do()
    PublishActivity(boss, waiting).do()
    FieldComment.objects.update(text=plain_text(text))
    held = type(world.organisation).objects.get(pk=world.organisation.pk)
    EditOrganisation(boss, held, fields={"name": text, "acronym": text[:40], "description": text}, reason=text).do()
    PublishOrganisation(person("administrator"), type(held).objects.get(pk=held.pk)).do()
    purse = EditEnvelope(
        boss, world.records["envelope"], fields={"plan": text[:200], "objective": text, "note": text}
    ).do()
    number = world.records["published"].pk
    SetAllocation(boss, purse, activity=number, amount="5", note=text).do()
    for name in ("proposed", "confirmed"):
        CorrectMandate(boss, Mandate.objects.get(pk=world.records[name].pk), action=text, reason=text).do()
    rejected = Mandate.objects.get(pk=world.records["rejected"].pk)
    RejectMandate(boss, ConfirmMandate(boss, rejected).do(), reason=text).do()
    # These have no action that takes a text: what no action lets in is taken out first.
    text = plain_text(text)
    Activity.objects.filter(status="withdrawn").update(status_reason=text, title=text)
    type(member).objects.update(name=text[:150])
    run = world.records["import"]
    run.file = store(b"title,summary\nLetters by boat,They cross the lake.\n", text, member)
    run.save()
    run.rows.create(row=1, outcome="refused", problems=[{"field": text, "problem": text, "advice": text}])
    world.records["token"].name = text[:80]
    world.records["token"].save()
    world.symbol = world.records["instrument"].symbol
    type(world.records["instrument"]).objects.update(title=text)
    world.records["instrument"].paragraphs.update(text=f"{text} {text}")
    _consultations(world, text)
    reindex()
    return world


def _consultations(world: World, text: str) -> None:
    """A consultation all of whose words are the text."""
    boss, made = person("secretariat"), world.records["c-open"]
    fields = {"title": text, "summary": text, "phases": _phases(made, text)}
    made = EditConsultation(boss, made, fields=fields).do()
    made = AddText(boss, made, source=Source("typed", title=text), paragraphs=prepared(
        [Numbered("1", f"{text} {text}", "1"), Numbered("h", text, "", "heading", 1)], "text")).do()  # fmt: skip
    said = {
        "text": text, "suggests": True, "suggestion": text, "organisation": text, "name": text[:150],
        "stakeholder": "academia",
    }  # fmt: skip
    row = made.current().paragraphs.get(anchor="1")
    one = WriteComment(boss, consultation=made, fields=said, paragraph="1", start=0, end=len(row.text) // 2).do()
    ReplyToComment(boss, parent=one, fields={**said, "suggests": False}).do()
    DisposeComment(boss, Comment.objects.get(pk=one.pk), disposition="partly", why=text, where="1").do()
    gone = WriteComment(boss, consultation=made, fields={**said, "suggests": False}).do()
    ModerateComment(boss, gone, decision="remove", reason=text).do()
    Comment.objects.filter(pk=world.records["held"].pk).update(text=text, name=text[:150], status_reason=text)
    PublishResults(boss, Consultation.objects.get(pk=made.pk), results=text).do()


def _phases(made: Consultation, text: str) -> list[dict[str, object]]:
    return [
        {"kind": one.kind, "name": text[:120], "starts_on": one.starts_on, "ends_on": one.ends_on}
        for one in made.phases.all()
    ]
