"""What a page, a header or a table may not hold."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from lxml import html

from actionlines.papers.writers.as_html import page_policy

# A word that stands in each text of the corpus and nowhere else.
MARK = "zq7"
ADDRESSES = ("href", "src", "action", "formaction", "poster", "hx-get", "hx-post", "xlink:href")
NEVER = ("iframe", "object", "embed", "base", "style", "marquee")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def headers_missing(answer: Any) -> list[str]:
    """Headers that an answer lacks."""
    wrong = [name for name, value in HEADERS.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    # A paper is one page with its style in it, which its policy names by its digest; nothing else is let in.
    own = (
        policy == f"{page_policy()}; frame-ancestors 'none'"
        and "script-src 'none'" in policy
        and "unsafe" not in policy
    )
    if own:
        pass
    elif "default-src 'none'" not in policy or "script-src 'self'" not in policy or "unsafe" in policy:
        wrong.append("Content-Security-Policy")
    if "camera=()" not in answer.headers.get("Permissions-Policy", ""):
        wrong.append("Permissions-Policy")
    kind = answer.headers.get("Content-Type", "")
    words = kind.startswith("text/") or kind.partition(";")[0].endswith("xml")
    if words and "charset=utf-8" not in kind.lower().replace('"', ""):
        wrong.append(f"charset of {kind}")
    return wrong


def runs(page: str) -> Iterator[str]:
    """What in a page would run, or would be refused by the policy for content."""
    if not page.strip():
        return
    tree = html.fromstring(page)
    policies = tree.xpath("//meta[translate(@http-equiv, 'CSP', 'csp') = 'content-security-policy']/@content")
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag == "style" and policies and all(_digest(one.text or "") in policy for policy in policies):
            continue
        if one.tag in NEVER or MARK in one.tag:
            yield f"<{one.tag}>"
        # Data for a script of ours run nowhere.
        if one.tag == "script" and one.get("type") == "application/json":
            continue
        if one.tag == "script" and (one.text or not str(one.get("src", "")).startswith("/static/")):
            yield f"script {one.get('src')} {one.text!r}"
        for name, value in one.attrib.items():
            if name.startswith("on") or name == "style" or MARK in name or name == "srcdoc":
                yield f"<{one.tag} {name}={value!r}>"
            wanted = value.strip().lower().replace("\t", "").replace("\n", "")
            if name in ADDRESSES and wanted.startswith(("javascript:", "vbscript:", "data:")):
                yield f"<{one.tag} {name}={value!r}>"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def is_page(answer: Any) -> bool:
    """Whether an answer is HTML."""
    return answer.headers.get("Content-Type", "").startswith("text/html")


def body(answer: Any) -> bytes:
    """All of an answer, also where it is streamed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content
