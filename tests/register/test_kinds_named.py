"""Outside the folders of kinds few modules name three kinds of record; the list of them may only shrink."""

import ast
import re
from pathlib import Path

import actionlines.register

ROOT = Path(actionlines.register.__file__).parent
OWN = {
    "activities", "budgets", "consultations", "cooperation", "instruments", "mandates", "organisations",
    "people", "preferences", "reports", "resources", "roadmaps", "standings",
}  # fmt: skip
KINDS = {
    "activity": "activit(?:y|ies)",
    "mandate": "mandates?",
    "instrument": "instruments?",
    "organisation": "organisations?",
    "roadmap": "road_?maps?",
    "report": "reports?",
    "envelope": "resources?|envelopes?",
    "consultation": "consultations?",
}
# Module -> the reason why it may.
ALLOWED = {
    "core/permissions.py": "the permission table is read as one",
    "site/settings.py": "KINDS lists them",
    "pages/panels.py": "previews of mandates and activities",
    "site/assistants/tools.py": "the tools of the protocol, each about a kind",
    "site/templatetags/reader.py": "the reader of instruments with their mandates",
}


def named(path: Path) -> set[str]:
    """Kinds that code names: names, attributes, short texts and imports; no prose."""
    words = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name):
            words.append(node.id)
        elif isinstance(node, ast.Attribute):
            words.append(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            words += [node.value] if re.fullmatch(r"[\w.:/-]{3,40}", node.value) else []
        elif isinstance(node, ast.ImportFrom):
            words.append(node.module or "")
    text = re.sub(r"([a-z])([A-Z])", r"\1_\2", " ".join(words)).lower()
    return {kind for kind, form in KINDS.items() if re.search(rf"(?<![a-z])(?:{form})(?![a-z])", text)}


def test_only_these_modules_name_three_kinds():
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if not {"migrations", *OWN} & set(path.relative_to(ROOT).parts) and len(named(path)) >= 3
    }
    assert found == set(ALLOWED)
