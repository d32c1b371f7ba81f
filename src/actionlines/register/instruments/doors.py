"""What other sites, harvesters and people who cite get of instruments."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actionlines.framework.starter import summary_in
from actionlines.papers import names
from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import Harvest
from actionlines.register.core.schema import Data, iso
from actionlines.register.core.texts import reader_words
from actionlines.register.instruments.models import Instrument


def list_public() -> QuerySet[Instrument]:
    """Return the instruments, which are public, with what their public form needs."""
    return Instrument.objects.select_related("file")


def cite_symbol(symbol: str) -> Data:
    """Return the number of a citation, and its address at the publisher; none for a file without a symbol."""
    if symbol.startswith("file:"):
        return {"number": "", "official": ""}
    return {"number": symbol, "official": names.find_url(symbol)}


def cite_source(instrument: Instrument) -> Data:
    """Return what a citation of a part takes from its instrument: the body, the day and the language of the text."""
    author = name_of(instrument.body) if instrument.body else ""
    return {"author": author, "issued": iso(instrument.date) or "", "language": instrument.language}


def cite_instrument(data: Data) -> Data:
    """Return a citation: title, symbol, body and day; title and body in the reader's language where it is known."""
    author = name_of(data["body"]) if data["body"] else ""
    title = summary_in(data["title"], reader_words().language)[0] or data["symbol"]
    return {"title": title, "author": author, "issued": data["date"] or "", **cite_symbol(data["symbol"])}


def make_card(data: Data, _record: object) -> dict[str, object]:
    """Return what a card says: symbol, title, body and day."""
    day = reader_words().date(data["date"]) if data["date"] else ""
    body = name_of(data["body"]) if data["body"] else ""
    return {
        "title": reader_words().cite(data["symbol"], title=data["title"]),
        "text": summary_in(data["title"], reader_words().language)[0],
        "line": " · ".join(filter(None, (body, day))),
    }


HARVEST = Harvest(title=_("Instruments"), rows=Instrument.objects.all, types=("Text", "Text"))
