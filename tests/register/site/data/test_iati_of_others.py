"""IATI files in the shapes of other publishers, through the upload page: in whole, or with what is left out named."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionlines.register.activities.models import Activity
from actionlines.register.core.imports.models import ImportRun
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Radio masts on the northern islands"
CORE = """
  <iati-identifier>XM-EX-4711</iati-identifier>
  <reporting-org ref="XM-EX" type="40"><narrative>Isle Fund</narrative></reporting-org>
  <title><narrative>Radio masts on the northern islands</narrative></title>
  <description type="1"><narrative>Masts bring broadband to six islands.</narrative></description>
  <participating-org role="4" type="40"><narrative>Isle Fund</narrative></participating-org>
  <activity-status code="2"/>
  <activity-date type="1" iso-date="2025-02-01"/>
  <recipient-country code="KE" percentage="100"/>
"""


def file_of(core=CORE, more="", head='<?xml version="1.0" encoding="UTF-8"?>\n', root="", of="", close=""):
    """A file of one activity. root, of: attributes; head and close: what stands before and behind."""
    body = f'<iati-activity xml:lang="en" default-currency="USD"{of}>{core}{more}</iati-activity>'
    return f'{head}<iati-activities version="2.03"{root}>{body}</iati-activities>{close}'


OLD = """
  <iati-identifier>XM-EX-4711</iati-identifier>
  <title>Radio masts on the northern islands</title>
  <description xml:lang="en">Masts bring broadband to six islands.</description>
  <participating-org role="Implementing" ref="XM-EX">Isle Fund</participating-org>
  <activity-date type="start-planned" iso-date="2025-02-01">1 February</activity-date>
  <recipient-country code="KE">Kenya</recipient-country>
"""
BUDGETS = "".join(
    f'<budget type="{kind}"><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
    f'<value currency="{currency}" value-date="{year}-01-01">{amount}</value></budget>'
    for kind, year, amount, currency in [(1, 2025, "100.50", "USD"), (1, 2026, "200", "USD"), (2, 2026, "300", "USD")]
)
LICENCE = "<!-- " + "Made by a tool. <Free> to use & share; see the terms. " * 120 + "-->\n"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Name, bytes of the file, what the notes of its row name.
WHOLE = [
    ("plain", file_of(), []),
    ("comment", file_of(head=f"{DECLARATION}<!-- <title> of a sheet -->\n"), []),
    ("long-comment", file_of(head=DECLARATION + LICENCE), []),
    ("style", file_of(head=f'{DECLARATION}<?xml-stylesheet type="text/xsl" href="a.xsl"?>\n'), []),
    ("undeclared", file_of(head=""), []),
    ("undeclared-comment", file_of(head="\n<!-- made by hand -->\n", close="\n<!-- end -->\n"), []),
    ("bom", "\ufeff" + file_of(), []),
    ("utf-16", file_of(head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"), []),
    ("utf-16be", b"\xfe\xff" + file_of(head="<?xml version='1.0'?><!-- x -->").encode("utf-16-be"), []),
    ("latin-1", file_of(head='<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1"), []),
    ("namespace", file_of(root=' xmlns="urn:example:iati:draft"'), []),
    ("prefixes", file_of(root=' xmlns:x="urn:x"', more='<x:note x:by="us">ours</x:note>'), []),
    ("old", file_of(OLD), []),
    ("alone", file_of().replace("<iati-activities version=\"2.03\">", "").replace("</iati-activities>", ""), []),
    ("wrapped", file_of(head=f"{DECLARATION}<result>", close="</result>"), []),
    ("spoken", file_of(of=' xml:id="a"').replace('xml:lang="en" ', ""), []),
    ("budgets", file_of(more=BUDGETS), []),
    ("region", file_of(more='<recipient-region code="298"/><recipient-region code="035" vocabulary="2"/>'), []),
    ("own-region", file_of(more='<recipient-region code="A1" vocabulary="99" vocabulary-uri="https://x.example/v"/>'),
     ["places"]),
    ("user-assigned", file_of(more='<recipient-country code="XQ"/>'), ["places"]),
    ("link", file_of(more='<document-link url="http:www.example.org/a.odt"/><document-link url="https://x.example/a"/>'),
     ["web_links"]),
    ("two-currencies", file_of(more=BUDGETS.replace('"USD" value-date="2025', '"EUR" value-date="2025')), ["budget"]),
    ("amount", file_of(more="<budget><value>about ten</value></budget>"), ["budget"]),
    ("goal", file_of(more='<tag vocabulary="2" code="18"/><tag vocabulary="2" code="9"/>'), ["goals"]),
    ("mail", file_of(more="<contact-info><email>nobody</email></contact-info>"), ["contact_email"]),
    ("days", file_of(more='<activity-date type="3" iso-date="2024-01-01"/>'), ["ends_on"]),
    ("many-links", file_of(more="".join(f'<document-link url="https://x.example/{n}"/>' for n in range(30))),
     ["web_links"]),
]  # fmt: skip


def bring_in(client, data):
    """The run and the page of a file that somebody sends on the page of imports."""
    sent = data if isinstance(data, bytes) else data.encode()
    answer = client.post(reverse("import-new"), {"what": "", "file": SimpleUploadedFile("activities.xml", sent)})
    assert answer.status_code == 302, answer.content.decode()
    tried = ImportRun.objects.get()
    assert (tried.what, tried.error) == ("activities", {})
    client.post(reverse("import-again", args=[tried.pk]))
    run = ImportRun.objects.order_by("pk").last()
    return run, client.get(run.get_absolute_url()).content.decode()


@pytest.fixture
def secretariat(client):
    client.force_login(person("secretariat"))
    return client


@pytest.mark.parametrize(("data", "named"), [pytest.param(*case[1:], id=case[0]) for case in WHOLE])
def test_a_file_of_others_comes_in(secretariat, data, named):
    run, page = bring_in(secretariat, data)
    assert (run.what, run.counts) == ("activities", {"made": 1})
    activity = Activity.objects.get()
    assert (activity.title, activity.summary) == (TITLE, "Masts bring broadband to six islands.")
    assert (str(activity.organisation), activity.starts_on.isoformat()) == ("Isle Fund", "2025-02-01")
    assert "KEN" in {place.area for place in activity.places.all()}
    problems = run.rows.get().problems
    assert [problem["field"] for problem in problems] == named
    for problem in problems:
        assert problem["problem"].split("”")[0].partition("“")[2] in page


def test_years_are_added_and_a_revised_one_counts(secretariat):
    bring_in(secretariat, file_of(more=BUDGETS))
    activity = Activity.objects.get()
    assert (str(activity.budget), activity.currency) == ("400.50", "USD")


def test_what_is_good_of_a_list_stays(secretariat):
    more = "".join(f'<document-link url="{url}"/>' for url in ("http:broken", "https://x.example/a", "ftp://y"))
    bring_in(secretariat, file_of(more=more + '<recipient-region code="1035"/>'))
    activity = Activity.objects.get()
    assert activity.web_links == ["https://x.example/a"]
    assert {place.area for place in activity.places.all()} == {"KEN", "m49:061"}


def test_texts_of_all_languages_are_kept(secretariat):
    french = (
        "<narrative>Masts bring broadband to six islands.</narrative><narrative xml:lang='fr'>Des mâts.</narrative>"
    )
    core = CORE.replace("<narrative>Masts bring broadband to six islands.</narrative>", french)
    core = core.replace("</narrative></title>", "</narrative><narrative xml:lang='es'>Mástiles</narrative></title>")
    bring_in(secretariat, file_of(core))
    activity = Activity.objects.get()
    assert activity.title == TITLE
    assert activity.description == "Masts bring broadband to six islands.\n\n[es] Mástiles\n\n[fr] Des mâts."


def test_the_example_of_the_standard_comes_in(secretariat, shared):
    run, page = bring_in(secretariat, (shared / "data/schemas/iati-activity-example.xml").read_bytes())
    assert run.counts == {"made": 1}
    assert {problem["field"] for problem in run.rows.get().problems} == {"places", "web_links"}
    assert "http:www.example.org/docs/report_en.odt" in page
    assert Activity.objects.get().title == "Activity title"


EXTENSION = '<x:a xmlns:x="urn:x" x:b="1"><x:title>No</x:title></x:a>'
# What another publisher does to a file, and what its row names beside the places and the broken link of the example.
VARIANTS = [
    ("comments", lambda text: text.replace(" <iati-activity ", "<!-- <html> & -->" * 300 + "<iati-activity ", 1), []),
    ("instructions", lambda text: text.replace("<!--", "<?sheet type='x'?><!--"), []),
    ("utf-16", lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"), []),
    ("utf-16-undeclared", lambda text: text.partition("?>")[2].lstrip().encode("utf-16-le"), []),
    ("bom", lambda text: text.encode("utf-8-sig"), []),
    ("old", lambda text: _as_old(text), []),
    ("extensions", lambda text: text.replace("<title>", f"{EXTENSION}<title>", 1), []),
    ("cdata", lambda text: re.sub(r"<narrative>(.*?)</narrative>", r"<narrative><![CDATA[\1]]></narrative>", text), []),
    ("doctype", lambda text: text.replace("?>", "?>\n<!DOCTYPE iati-activities>", 1), []),
    ("empty", lambda text: text.replace('<narrative xml:lang="fr">', '<narrative/><narrative xml:lang="fr">'), []),
    ("comma", lambda text: text.replace(">3000<", ">3000,50<"), []),
    ("days", lambda text: re.sub(r'(<activity-date .*iso-date=")[^"]*', r"\g<1>31/02/2014", text),
     ["starts_on", "ends_on"]),
    ("twice", lambda text: text.replace("</iati-activities>", _activity(text) + "</iati-activities>"), []),
    ("huge", lambda text: text.replace(">3000<", f">{'9' * 40}<"), ["budget"]),
    ("languages", lambda text: text.replace("<narrative>", '<narrative xml:lang="EN-gb">'), []),
]  # fmt: skip


def _activity(text):
    return text[text.index("<iati-activity ") : text.index("</iati-activity>")] + "</iati-activity>"


def _as_old(text):
    """Texts stand in their elements, and versions and codes are those of 1.05."""
    text = re.sub(r"<narrative>(.*?)</narrative>\s*(<narrative .*?</narrative>\s*)*", r"\1", text)
    for name, old in (('type="1" iso-date', 'type="start-planned" iso-date'), ('role="3"', 'role="Accountable"')):
        text = text.replace(name, old)
    return text.replace('version="2.03"', 'version="1.05"')


@pytest.mark.parametrize(("change", "named"), [pytest.param(*case[1:], id=case[0]) for case in VARIANTS])
def test_the_example_as_another_publisher_writes_it(secretariat, shared, change, named):
    text = (shared / "data/schemas/iati-activity-example.xml").read_text("utf-8")
    run, _page = bring_in(secretariat, change(text))
    first, *again = run.rows.order_by("row")
    assert run.counts == {"made": 1, **({"refused": len(again)} if again else {})}
    assert all("Row 1" in row.problems[0]["problem"] for row in again)
    activity = Activity.objects.get()
    assert (activity.title, str(activity.organisation)) == ("Activity title", "Name of Agency C")
    assert {problem["field"] for problem in first.problems} == {"places", "web_links", *named}


def test_an_activity_without_a_title_is_named_and_the_others_come_in(secretariat):
    empty = "<iati-activity><iati-identifier>XM-EX-1</iati-identifier></iati-activity></iati-activities>"
    run, page = bring_in(secretariat, file_of().replace("</iati-activities>", empty))
    assert run.counts == {"made": 1, "refused": 1}
    assert "The title is empty." in page


@pytest.mark.parametrize(
    "data",
    [
        "<!-- x --><html><title>Masts</title><p>Text</p></html>",
        "<div><p>A text about masts.</p></div>",
        "<draft> A text that begins with a sign, and is none of XML.",
    ],
)
def test_pages_and_texts_stay_what_they_are(secretariat, data):
    file = SimpleUploadedFile("a.xml", data.encode())
    answer = secretariat.post(reverse("import-new"), {"what": "document", "file": file})
    assert answer.status_code == 302
