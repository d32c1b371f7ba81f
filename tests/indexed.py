"""The index as the database says, without making it anew."""

from __future__ import annotations

import tantivy

from actionlines.register.core.kinds import kinds, searches
from actionlines.register.core.search import catch_up, rebuild
from actionlines.register.core.search.entries import document
from actionlines.register.core.search.index_store import schema, store

_Q, _MUST, _NOT = tantivy.Query, tantivy.Occur.Must, tantivy.Occur.MustNot


def reindex() -> None:
    """As `rebuild` leaves it. The thousand concepts of the framework, which are the same in every test, stay."""
    index = store()
    if not index.exists():
        rebuild()
        return
    concepts = _Q.term_query(schema(), "kind", "concept")
    with index.locked(60.0) as held, index.writer() as writer:
        assert held
        writer.delete_documents_by_query(_Q.boolean_query([(_MUST, _Q.all_query()), (_NOT, concepts)]))
        for key, search in searches().items():
            for entry in search.entries(kinds()[key].model._default_manager.values_list("pk", flat=True)):
                writer.add_document(document(entry))
        writer.commit()
    catch_up()
