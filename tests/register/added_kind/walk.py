"""Enters, edits, finds and brings in events by pages and API, and prints what each answers as JSON."""

import json
import sys

from actionlines.register.site.setup import start

start(sys.argv[1])

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402

from actionlines.register.core.imports.run import run  # noqa: E402
from actionlines.register.core.search import Query, query  # noqa: E402
from actionlines.register.people.models import Token, User  # noqa: E402
from tests.register.added_kind.models import Meeting  # noqa: E402

said = {}
user = User.objects.create_user("member@example.org", "a long password of a test")
Token.objects.create(user=user, name="test", scope="publish", digest=Token.digest_of("key"))
member, visitor = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
member.force_login(user)
fields = {"title": "Day of radio", "place": "Dakar", "day": "2027-02-13"}
said["entered"] = member.post("/events/new/", fields).status_code
meeting = Meeting.objects.get()
address = meeting.get_absolute_url()
said["edited"] = member.post(f"{address}edit/", {**fields, "place": "Lima", "version": 1}).status_code
said["stale"] = member.post(f"{address}edit/", {**fields, "version": 1}).status_code
said["wrong"] = member.post(f"{address}edit/", {**fields, "day": "soon", "version": 2}).status_code
said["of a visitor"] = visitor.post(f"{address}edit/", fields).status_code
for name, page in {"record": address, "list": "/events/", "search": "/search/?q=lima", "menu": "/explore/"}.items():
    answer = visitor.get(page)
    said[name] = [
        answer.status_code,
        "Day of radio" in answer.content.decode() or 'href="/events/"' in answer.content.decode(),
    ]
said["difference"] = "Lima" in visitor.get(f"/event/{meeting.pk}/v/2/?against=1").content.decode()
said["history"] = visitor.get(f"/event/{meeting.pk}/history/").status_code
said["found"] = query(Query("radio", kind="event")).total

key = {"HTTP_AUTHORIZATION": "Bearer key"}
body = {"fields": {"title": "Forum", "day": "2027-06-01"}}
made = visitor.post("/api/events", body, content_type="application/json", **key)
said["API entered"] = made.status_code
body = {"fields": {"place": "Geneva"}, "version": 1}
address = f"/api/events/{made.json()['id']}"
said["API edited"] = visitor.patch(address, body, content_type="application/json", **key).json()["place"]
said["API record"] = visitor.get(address).json()["title"]
said["API list"] = visitor.get("/api/events?q=forum").json()["total"]
said["API described"] = "/api/events/{id}" in visitor.get("/api/openapi.json").json()["paths"]

table = SimpleUploadedFile("events.csv", b"Title,Place,Day\nSummit,Tunis,2027-09-01\nBad,Tunis,soon\n")
sent = visitor.post("/api/imports", {"file": table, "what": "event"}, **key)
done = run(sent.json()["id"])
said["imported"] = [done.status, done.counts, Meeting.objects.filter(title="Summit").exists()]
print(json.dumps(said))
