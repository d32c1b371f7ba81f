"""What the rooms that all kinds share know of events."""

from typing import Annotated

from pydantic import Field

from actionlines.register.core import entered
from actionlines.register.core.kinds import ImportFormat, Kind, MenuEntry
from actionlines.register.core.rules import Day, Line
from actionlines.register.core.schema import Input, outside
from tests.register.added_kind.models import Meeting


class MeetingFields(Input):
    title: Annotated[str, Line(200, needed=True)] = ""
    place: Annotated[str, Line(200)] = ""
    day: Annotated[str, Day(10, needed=True)] = Field("", description="2027-05-31")


class MeetingOutside(outside(MeetingFields)):
    """A meeting of people."""


KIND = Kind(
    model=Meeting,
    name="Event",
    plural="Events",
    schema=MeetingOutside,
    inputs=MeetingFields,
    listed="events",
    done={"create": "Entered", "edit": "Edited"},
    search=entered.make_search("event", 80),
    public_rows=Meeting.objects.all,
    owner="owner",
    at_once=True,
    permissions="""
event.view             public   public       public        public         any          any
event.create           -        any          any           any            any          any
event.edit             -        own          own           own            any          any
event.import           -        any          any           any            any          any
""",
    imports=(
        ImportFormat(
            "event", 60, "Events", "event.import", "actionlines.register.core.entered.bring_in", makes=Meeting
        ),
    ),
    menu=(MenuEntry("answered", 40, "events", "Events"),),
)
