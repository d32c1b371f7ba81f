"""The calendar is read back as a calendar app would."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from actionlines.register.mandates.calendar import ics
from actionlines.register.mandates.models import Mandate
from tests.indexed import reindex
from tests.register.mandates.samples import instrument, mandate

UNESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


def unfolded(data):
    """Content lines of RFC 5545: each line of at most 75 octets, those that begin with a blank go on."""
    assert data.endswith(b"\r\n")
    pieces = data[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(b"\n" not in piece and b"\r" not in piece for piece in pieces)
    for piece in pieces:
        piece.decode()  # no character is cut
    return data[:-2].replace(b"\r\n ", b"").decode().split("\r\n")


def events(data):
    """Each event as a dict of its properties, their parameters kept in the name."""
    lines = unfolded(data)
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    found, one = [], None
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            one = {}
        elif line == "END:VEVENT":
            found.append(one)
        elif one is not None:
            one[name] = re.sub(r"\\[nN,;\\]", lambda sign: UNESCAPED[sign[0]], value)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["map; chart\r\nBEGIN:VEVENT\nand, list \\ all", "a\x00b\x1b\x7fc\td", "\\n \\; \\, \\\\", "رسم 地图 " * 20]
)
def test_a_text_comes_back_as_it_was_but_for_control_signs(text):
    one = mandate("2", "confirmed", due_on=date(2030, 1, 1))
    one.action = text  # not saved: PostgreSQL keeps no NUL
    (event,) = events(ics([(one, one.due_on)], lambda _one: "https://example.org/mandates/1/", "One"))
    kept = "".join(sign for sign in text if sign in "\n\t" or (ord(sign) >= 32 and sign != "\x7f"))
    assert event["DESCRIPTION"].startswith(kept)


@pytest.fixture
def due_soon(db):
    instrument()
    day = timezone.now().date() + timedelta(days=20)
    Mandate.objects.update(due_on=None)  # the days of the sample pass, those of the test do not
    Mandate.objects.filter(paragraph__anchor="2").update(due_on=day, status="confirmed")
    Mandate.objects.filter(paragraph__anchor="1").update(due_on=day + timedelta(days=5), status="confirmed")
    reindex()
    return day


def test_each_mandate_with_a_day_is_an_event_of_that_day(client, due_soon):
    answer = client.get("/mandates/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer.content)
    first = found[0]
    one = mandate("2", "confirmed")
    assert first["DTSTART;VALUE=DATE"] == f"{due_soon:%Y%m%d}"
    assert first["DTEND;VALUE=DATE"] == f"{due_soon + timedelta(days=1):%Y%m%d}"
    assert first["URL"].endswith(one.get_absolute_url())
    assert first["SUMMARY"] == "Map, by 30 June 2027, the masts that stand idle"
    assert "International Telecommunication Union\nA/RES/80/901, para. 2" in first["DESCRIPTION"]
    assert len({event["UID"] for event in found}) == len(found) >= 2
    assert [event["DTSTART;VALUE=DATE"] for event in found] == sorted(e["DTSTART;VALUE=DATE"] for e in found)


def test_the_filters_of_the_register_hold_here_too(client, due_soon):
    found = events(client.get("/mandates/calendar.ics", {"body": "itu"}).content)
    assert [event["SUMMARY"][:4] for event in found] == ["Map,"]
    assert events(client.get("/mandates/calendar.ics", {"status": "delivered"}).content) == []


def test_an_event_keeps_its_identity_when_the_mandate_changes(client, due_soon):
    before = events(client.get("/mandates/calendar.ics", {"body": "itu"}).content)[0]
    Mandate.objects.filter(paragraph__anchor="2").update(version=4, action="map them all")
    after = events(client.get("/mandates/calendar.ics", {"body": "itu"}).content)[0]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "3")


@pytest.mark.django_db
def test_an_arabic_calendar_is_folded_between_characters():
    one = mandate("2", "confirmed", due_on=date(2030, 1, 1), action="رسم خريطة الأبراج المعطلة في كل قرية " * 5)
    (event,) = events(ics([(one, one.due_on)], lambda _one: "https://example.org/mandates/1/", "One"))
    assert "رسم خريطة" in event["DESCRIPTION"]
