"""Write the copy: visit every page that a visitor can reach, then write each as a file, all or none.

The folder is made beside its place and renamed when it is whole. `copy.json` is the mark of a folder that this
program made; another one is never replaced.
"""

import json
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse
from django.utils import translation
from selectolax.lexbor import LexborHTMLParser

from actionlines import __version__
from actionlines.errors import OutputError, SetupError
from actionlines.framework.called import use_list
from actionlines.papers.files import is_ours
from actionlines.register.core.models import Event
from actionlines.register.preferences.schema import current
from actionlines.register.site.backup.write import one_moment
from actionlines.register.site.static_copy import visit
from actionlines.register.site.static_copy.strip import ABOUT, SEARCH, asset_file, links, strip
from actionlines.register.site.static_copy.visit import Target
from actionlines.register.site.static_copy.words import BLOCK, Entry, Index

MARK = "copy.json"
OnProgress = Callable[[str, int, int], None]  # what is done, pages done, pages known
_LOCALES = {"zh": "zh-hans"}
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 100  # letters of the name of a folder


def write(out: Path, language: str, on_progress: OnProgress = lambda *_: None) -> int:
    """Write the public register into the folder `out` and return how many pages it has.

    language  code of one that the site offers, such as ar or zh

    Raises OutputError where the folder is not a copy of this program, or cannot be written; SetupError where the
    site does not offer the language.
    """
    check(out)
    held = current()
    if (language := _LOCALES.get(language, language)) not in held.languages:
        advice = f"Choose one of {', '.join(held.languages)}, or let the settings of the site offer it."
        raise SetupError(language, "the site does not offer this language", advice)
    use_list(held.country_names)
    with _whole(out) as folder, one_moment(), translation.override(language):
        made = _Copy(folder, on_progress)
        made.visit()
        made.write(language)
    return len(made.files)


def check(out: Path) -> None:
    """Raise OutputError where `out` is there and is not a copy that this program made."""
    try:
        if out.is_dir() and (not any(out.iterdir()) or ((out / MARK).is_file() and is_ours(out / MARK))):
            return
    except OSError as error:
        raise OutputError(str(out), f"it cannot be read: {error.strerror}") from error
    if out.exists() or out.is_symlink():
        advice = "Choose another folder with --out, or a copy that is to be replaced."
        raise OutputError(str(out), "it is there already, and it is not a copy of the register", advice)


@contextmanager
def _whole(out: Path) -> Iterator[Path]:
    """A folder beside `out` that takes its place at the end; nothing is left of it otherwise."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.partial-", dir=out.parent))
    except OSError as error:
        raise OutputError(str(out), f"it cannot be written: {error.strerror}") from error
    try:
        folder, before = beside / "new", beside / "before"
        folder.mkdir()
        yield folder
        if out.exists():
            out.rename(before)
        try:
            folder.rename(out)
        except OSError:
            if before.exists():
                before.rename(out)
            raise
    except OSError as error:
        raise OutputError(str(out), f"it cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@dataclass
class _Copy:
    """The copy in the making.

    files  address of a page -> its file
    moved  address -> address to which the site sends readers
    texts  addresses of pages that show a text by its paragraphs
    parts  (address of a text, id of a paragraph) -> address of the part of the text that holds it
    """

    folder: Path
    on_progress: OnProgress
    files: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    parts: dict[tuple[str, str], str] = field(default_factory=dict)
    assets: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def visit(self) -> None:
        """Store each page that can be reached as the site shows it."""
        for address in (SEARCH, ABOUT):
            self._name(address)
        matches = (visit.target_of(item, "/") for item in visit.seeds())
        queue = deque(dict.fromkeys(item.address for item in matches if item and visit.is_kept(item.address)))
        known = set(queue)
        done = 0
        while queue:
            address = queue.popleft()
            done += 1
            self.on_progress("visit", done, done + len(queue))
            for target in self._visited(address):
                if target.address not in known and visit.is_kept(target.address):
                    known.add(target.address)
                    queue.append(target.address)

    def _visited(self, address: str) -> list[Target]:
        """Store a page; return what its links lead to."""
        if (answer := visit.answer(address)) is None:
            return []
        if answer.status_code in (301, 302):
            if (to := visit.target_of(answer.headers["Location"], address)) is None:
                return []
            self.moved[address] = to.address
            return [to]
        if not (isinstance(answer, HttpResponse) and answer.headers["Content-Type"].startswith("text/html")):
            return []
        html = answer.content.decode()
        path = self.folder / self._name(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, "utf-8")
        if 'class="para' in html:
            text = address.partition("?")[0]
            self.texts.add(text)
            for item in LexborHTMLParser(html).css("main [id]"):
                self.parts.setdefault((text, str(item.attributes["id"])), address)
        return links(html, address)

    def write(self, language: str) -> None:
        """Write each page as the copy has it, then what they need, the search and the mark."""
        pages = sorted(set(self.files) - {SEARCH, ABOUT})
        for done, address in enumerate(pages, 1):
            self.on_progress("write", done, len(pages))
            self._page(address, (self.folder / self.files[address]).read_text("utf-8"))
        index = Index(self.entries)
        event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        facts = {"event": event, "pages": len(pages), "register": visit.site()}
        self._page(ABOUT, visit.rendered(ABOUT, "copy/about.html", facts))
        sizes = {"parts": index.parts, "size": BLOCK}
        self._page(SEARCH, visit.rendered(SEARCH, "copy/search.html", sizes))
        place = (self.folder / self.files[SEARCH]).parent
        for name, script in index.files():
            (place / name).write_text(script, "utf-8")
        for address in sorted(self.assets):
            self._asset(address)
        mark = {
            "generator": f"actionlines {__version__}",
            "language": language,
            "last_event": event,
            "pages": len(pages),
        }
        (self.folder / MARK).write_text(json.dumps(mark, indent=1) + "\n", "utf-8")

    def _page(self, address: str, html: str) -> None:
        file = self.files[address]
        made = strip(html, address, file, self._where)
        self.assets |= made.assets
        if made.place:
            self.entries.append(Entry(file, made.place, made.title, made.text))
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made.html, "utf-8")

    def _where(self, target: Target) -> str | None:
        address = target.address
        for _turn in range(len(self.moved)):
            if address not in self.moved:
                break
            address = self.moved[address]
        if (fragment := target.fragment) and address in self.texts:
            held = self.parts.get((address, unquote(fragment)))
            # A heading that repeats the title is not in the text.
            address, fragment = (held, fragment) if held else (address, "")
        file = self.files.get(address)
        return f"{file}#{fragment}" if file and fragment else file

    def _name(self, address: str) -> str:
        """Return the file of a page, named when it is first asked for."""
        if address not in self.files:
            matches = urlsplit(address)
            parts = [_safe(unquote(item)) for item in matches.path.strip("/").split("/") if item]
            parts += [f"{name}-{_safe(value)}" for name, value in parse_qsl(matches.query)]
            folder = "/".join(parts)
            while folder.casefold() in self._taken:  # on disks that do not tell capitals
                folder += "~"
            self._taken.add(folder.casefold())
            self.files[address] = f"{folder}/index.html".lstrip("/")
        return self.files[address]

    def _asset(self, address: str) -> None:
        if address.startswith(settings.STATIC_URL):
            name = unquote(urlsplit(address).path).removeprefix(settings.STATIC_URL)
            content = Path(finders.find(name) or staticfiles_storage.path(name)).read_bytes()
        else:
            answer = visit.answer(address)
            if not isinstance(answer, HttpResponse):
                return
            content = answer.content
        path = self.folder / asset_file(address)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _safe(segment: str) -> str:
    """Return a part of an address as the name of a folder, on every kind of disk."""
    made = "".join(item if _PLAIN.fullmatch(item) else "~" + item.encode().hex() for item in segment)
    return made[:_LONGEST].strip(".") or "~"
