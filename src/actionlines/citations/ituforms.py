"""Numbers of ITU documents: Council and conference documents, working groups, proposals, file names."""

from __future__ import annotations

from actionlines.lazily import expression

_MEETING = (
    r"(?P<meeting>C(?:20|19)?\d\d|(?:PP|WTDC|WTSA|WRC|WCIT|WTPF|RA|RPM|TDAG|TSAG|RAG)-?(?:20)?\d\d"
    r"|C?WG-[A-Za-z&-]{2,24}?[ -]\d{1,3}|EG-[A-Za-z]{2,12}[ -]\d{1,3})"
)
_HEAD = expression(rf"(?<![A-Za-z0-9/.&-]){_MEETING}$")
_MODIFIED = r"(?:[ ]?\n?\(?(?P<{0}>Rev|Add|Corr)\.?[ ]?(?P<{0}n>\d{{1,3}}|[A-Z](?![A-Za-z]))\)?)?"
_TAIL = expression(
    r"/(?P<class>(?:EP|ADM|INF|DT|DL|TD|GEN|PLEN|COM\d)/)?(?P<number>\d{1,4})(?![\d/]|-\d)"
    rf"(?:-[EFSRAC](?![A-Za-z]))?{_MODIFIED.format('m')}{_MODIFIED.format('k')}(?:-[EFSRAC](?![A-Za-z]))?"
)
_PROPOSAL = expression(
    r"(?<![A-Za-z0-9/.&-])(?P<who>EUR|AFCP|IAP|RCC|ACP|ARB|APT|ATU|CITEL|CEPT)"
    r"/(?P<id>\d{1,3}(?:\(?Rev\.?\d\)?)?(?:A\d{1,2})?/\d{1,3})(?![\d/])"
)
_FILE = expression(
    r"(?<![A-Za-z0-9])[SDTR](?P<year>\d\d)-(?P<body>PP|CL|WTDC|WTSA|WRC|TDAG|TSAG|RAG)(?:\.?(?P<meeting>\d\d))?"
    r"-C-0{0,3}(?P<number>\d{1,4})"
    r"(?:!A(?P<add>\d{1,2}))?(?:!R(?P<rev>\d{1,2}))?(?:!{1,2}[A-Z0-9]{2,12})?(?:-[EFSRAC](?![A-Za-z]))?"
)


def meeting_name(printed: str) -> str:
    """Return the meeting as it stands in canonical forms: `PP-14` -> `PP14`, `WG-Internet 9` -> `CWG-INTERNET-9`.

    >>> meeting_name("WG-Internet 9"), meeting_name("C25")
    ('CWG-INTERNET-9', 'C25')
    """
    name = printed.upper().replace(" ", "-")
    if name.startswith(("CWG-", "WG-", "EG-")):
        return name if name[0] != "W" else "C" + name
    return name.replace("-", "")


def match_document(text: str, slash: int) -> tuple[int, int, str] | None:
    """Return the ITU document number around `slash` of folded text: start, end, canonical; or None."""
    if slash < 1:
        return None
    window = max(0, slash - 36)
    head = _HEAD.search(text, window, slash)
    if head is not None:
        tail = _TAIL.match(text, slash)
        if tail is None:
            return None
        changes = "".join(f"({tail[g]}.{tail[g + 'n']})" for g in ("m", "k") if tail[g])
        meeting = meeting_name(head["meeting"])
        return head.start(), tail.end(), f"itu:{meeting}/{tail['class'] or ''}{tail['number']}{changes}"
    proposal = _PROPOSAL.match(text, max(0, text.rfind(" ", window, slash) + 1)) or _PROPOSAL.match(
        text, max(0, slash - 3)
    )
    if proposal is not None and proposal.start() < slash < proposal.end():
        return proposal.start(), proposal.end(), f"itu:{proposal['who']}/{proposal['id']}"
    return None


def match_file(text: str, position: int) -> tuple[int, int, str] | None:
    """Return the file name of an ITU document around "-C-" at `position`: start, end, canonical; or None."""
    found = _FILE.search(text, max(0, position - 12), position + 40)
    if found is None:
        return None
    body = "C" if found["body"] == "CL" else found["body"]
    changes = (f"(Add.{found['add']})" if found["add"] else "") + (
        f"(Rev.{found['rev']})" if found["rev"] else ""
    )
    return (
        found.start(),
        found.end(),
        f"itu:{body}{found['meeting'] or found['year']}/{int(found['number'])}{changes}",
    )
