"""The citation graph: who cites whom, and which version of a revised resolution is superseded."""

from __future__ import annotations

from actionlines.citations import Citation, CitationKind
from actionlines.citations.graph import citation_graph, find_superseded, version_of
from actionlines.documents.model import Document, Metadata


def _read(symbol: str, *cited: tuple[str, str], title: str = "") -> tuple[Document, list[Citation]]:
    kinds: dict[str, CitationKind] = {"sdg": "sdg_goal", "al": "action_line"}
    citations = [
        Citation(kinds.get(name.partition(":")[0], "un_doc"), name, name, 0, len(name), place) for name, place in cited
    ]
    return Document(symbol, "text", Metadata(symbol=symbol, title=title), ()), citations


def test_nodes_and_edges() -> None:
    graph = citation_graph(
        [
            _read("A/RES/80/173", ("A/RES/70/1", "3"), ("A/RES/70/1#p71", "9"), ("A/79/62", "9"), title="Review"),
            _read("A/79/62-E/2024/3", ("A/RES/70/1", "1"), ("sdg:9", "2"), ("al:C2", "2")),
        ]
    )
    assert [(n.canonical, n.label, n.read) for n in graph.nodes] == [
        ("A/79/62-E/2024/3", "A/79/62-E/2024/3", True),
        ("A/RES/70/1", "2030 Agenda for Sustainable Development", False),
        ("A/RES/80/173", "Review", True),
    ]
    assert [(e.source, e.target, e.count, e.paragraphs) for e in graph.edges] == [
        ("A/79/62-E/2024/3", "A/RES/70/1", 1, ("1",)),
        ("A/RES/80/173", "A/79/62-E/2024/3", 1, ("9",)),  # found under half of its symbol
        ("A/RES/80/173", "A/RES/70/1", 2, ("3", "9")),
    ]
    assert [e.source for e in graph.citing("A/RES/70/1")] == ["A/79/62-E/2024/3", "A/RES/80/173"]
    assert len(graph.cited_by("A/RES/80/173")) == 2


def test_versions() -> None:
    assert version_of("itu:C/RES/1332@2024") == ("itu:C/RES/1332", 2024)
    assert version_of("itu:PP/RES/140") == ("itu:PP/RES/140", None)
    assert find_superseded(["itu:PP/RES/140@2014", "itu:PP/RES/140@2022", "itu:WTDC/RES/140@2017"]) == {
        "itu:PP/RES/140@2014": "itu:PP/RES/140@2022"
    }


def test_superseded_nodes() -> None:
    """The version that was read is superseded by the later one that is cited."""
    graph = citation_graph([_read("itu:PP/RES/140@2018", ("itu:PP/RES/140@2022", "1"))])
    assert {n.canonical: n.superseded_by for n in graph.nodes} == {
        "itu:PP/RES/140@2018": "itu:PP/RES/140@2022",
        "itu:PP/RES/140@2022": "",
    }


def test_no_documents() -> None:
    assert citation_graph([]).nodes == ()
