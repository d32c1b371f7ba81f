"""Questions: a reading and filters as a query of tantivy, hits, facets and tables of counts."""

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar, cast

import tantivy

from actionlines.framework.groups import asked_of
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.register.core.kinds import found_order, index_keys, late_rule, searches
from actionlines.register.core.search import queries
from actionlines.register.core.search.concepts import first_things, read_in_english
from actionlines.register.core.search.index_store import (
    COUNTED_FROM,
    NAMES_WEIGHT,
    WEIGHTS,
    check_question,
    facet_names,
    schema,
    store,
)
from actionlines.register.core.search.index_writer import ensure
from actionlines.register.core.search.snippets import best, places

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_Q = tantivy.Query
APART_WEIGHT = 0.3  # of the parts of a compound anywhere, against the compound
STEM_WEIGHT = 0.7  # of a stem, against the word as written
_FEW = 20  # values of a filter
_BROAD = 2  # a question is broad whose words leave one of so many entries, or more
# More than words weigh, and little enough that 32 bits still tell two words apart.
_TIER, _THING = 1_000.0, 100_000.0
_TRANSLATED = 0.8  # of the words in English, against the words as written in another language
_VALUES = 600  # of a facet: more than there are countries and areas
_REMEMBERED = 400
_SORT = {
    "newest": ("newest", tantivy.Order.Desc),
    "due": ("by_due", tantivy.Order.Asc),
    "title": ("by_title", tantivy.Order.Asc),
    "checks": ("checks", tantivy.Order.Desc),
}

Counts = tuple[tuple[str, int], ...]
T = TypeVar("T")


class Asker:
    """One state of the index: what is asked twice of the same state is worked out once."""

    # `Any`: the stubs of tantivy leave out how many were found.
    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self.schema = schema()
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """`make()`, or what it gave the last time for the key."""
        if key not in self._known:
            made = make()
            self._known[key] = made
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
            return made
        return cast(T, self._known[key])

    # Queries

    def words(self, reading: queries.Reading, match: str = "all", least: int = 1) -> tantivy.Query | None:
        """The query that a reading makes; None where it says nothing."""
        clauses = [(clause, query) for item in reading.must for clause, query in [(item, self.clause(item))]]
        if not clauses and not reading.never:
            return None
        never = [(_NOT, query) for clause in reading.never if (query := self.clause(clause))]
        if match == "all":
            every = [(_MUST, query) for _, query in clauses if query is not None]
            if len(every) < len(clauses):
                return _Q.empty_query()
            parts = every or [(_MUST, _Q.all_query())]
        else:
            some = [(_SHOULD, query) for _, query in clauses if query is not None]
            if len(some) < least:
                return _Q.empty_query()
            parts = [(_MUST, _Q.boolean_query(some, least))]
        lifts = [(_SHOULD, lift) for clause, query in clauses if query is not None for lift in self.lifts(clause)]
        return _Q.boolean_query([*parts, *lifts, *never])

    def wide(self, text: str, reading: queries.Reading, match: str = "all", least: int = 1) -> tantivy.Query | None:
        """The query of words, of the same in English, and of the things that the text names. Things weigh most, then
        the kinds in their order.
        """
        english, is_whole = read_in_english(text)
        ways = [self.words(reading, match, least)]
        if english.must and (is_whole or match == "any"):
            translated = self.words(english, match, max(1, -(-len(english.must) // 2)))
            ways += [_Q.boost_query(translated, _TRANSLATED)] if translated else []
        keys = [key for key, _ in self.things(text)]
        parts = [way for way in ways if way is not None] + [_Q.term_query(self.schema, "key", key) for key in keys]
        if not parts:
            return None
        weights = [(_TIER * place, "kind", kind) for place, kind in enumerate(reversed(found_order()))]
        weights += [(_THING - _TIER * place, "key", key) for place, key in enumerate(keys)]
        lifts = [
            (_SHOULD, _Q.const_score_query(_Q.term_query(self.schema, field, value), weight))
            for weight, field, value in weights
        ]
        return _Q.boolean_query([(_MUST, _Q.disjunction_max_query(parts)), *lifts])

    def things(self, text: str) -> list[tuple[str, bool]]:
        """Return (key, whether the text is a name of it) of the things that come before all that words find."""
        return self.once(("things", text), lambda: first_things(text, self))

    def clause(self, clause: queries.Clause, field: str = "text") -> tantivy.Query | None:
        """The query of one clause on one field; None where the field holds none of its tokens."""
        if isinstance(clause, queries.Word):
            parts = [self.term(token, field) for token in clause.tokens if self.searcher.doc_freq(field, token)]
            if field == "text":
                held = [token for token in clause.tokens if self.searcher.doc_freq("names", token)]
                parts += [_Q.boost_query(self.term(token, "names"), NAMES_WEIGHT) for token in held]
            return parts[0] if len(parts) == 1 else _Q.disjunction_max_query(parts, 0.1) if parts else None
        if isinstance(clause, queries.Phrase):
            if field == "summary":
                return None  # no places are kept of it
            if not all(self.searcher.doc_freq(field, token) for token in clause.tokens):
                return None
            return _Q.phrase_query(self.schema, field, list(clause.tokens))
        if isinstance(clause, queries.Compound):
            whole: tuple[queries.Clause, ...] = (clause.whole, *clause.parts)
            options = [query for clause in whole if (query := self.clause(clause, field))]
            apart = [query for word in clause.apart if (query := self.clause(word, field))]
            if apart and len(apart) == len(clause.apart):
                every = _Q.boolean_query([(_MUST, query) for query in apart])
                options.append(_Q.boost_query(every, APART_WEIGHT))
            return _Q.disjunction_max_query(options) if options else None
        return self.signs(clause, field)

    def signs(self, clause: queries.Signs, field: str) -> tantivy.Query | None:
        """All the signs and half of the pairs, better as a phrase; or the same in one of the names."""
        if field == "text":
            options = [query for item in ("own text", "names") if (query := self.signs(clause, item))]
            return _Q.disjunction_max_query(options) if options else None
        field = "text" if field == "own text" else field
        if not all(self.searcher.doc_freq(field, sign) for sign in clause.signs):
            return None
        pairs = [(_SHOULD, self.term(pair, field)) for pair in clause.pairs]
        apart = [(_MUST, _Q.boolean_query(pairs, len(pairs) // 2 + len(pairs) % 2))]
        apart += [(_MUST, _Q.const_score_query(self.term(sign, field), 0.0)) for sign in dict.fromkeys(clause.signs)]
        if field in ("summary", "names"):
            return _Q.boost_query(_Q.boolean_query(apart), NAMES_WEIGHT if field == "names" else 1.0)
        phrase = _Q.boost_query(_Q.phrase_query(self.schema, field, list(clause.signs)), 2.0)
        return _Q.boolean_query([*apart, (_SHOULD, phrase)])

    def term(self, token: str, field: str) -> tantivy.Query:
        """The query of one token; a stem weighs less than a word as written."""
        query = _Q.term_query(self.schema, field, token)
        return _Q.boost_query(query, STEM_WEIGHT) if token.startswith("~") else query

    def any_of(self, field: str, values: Sequence[str]) -> Any:
        """The query of entries that have one of the values in a field."""
        # A set of terms is read whole: all entries that have one of them, for each question. Single terms are read
        # only where the other parts of the question are met too.
        if len(values) == 1:
            return _Q.term_query(self.schema, field, values[0])
        if len(values) <= _FEW:
            return _Q.boolean_query([(_SHOULD, _Q.term_query(self.schema, field, text)) for text in values])
        return _Q.term_set_query(self.schema, field, list(values))

    def lifts(self, clause: queries.Clause) -> Iterator[tantivy.Query]:
        """Return the clause that lifts a record with the words in its title or summary."""
        for field, weight in WEIGHTS.items():
            if query := self.clause(clause, field):
                yield _Q.boost_query(query, weight)

    def limits(self, question: queries.Query) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """Kinds, filters and ranges, each met or not, without weight."""
        met = []
        if question.kinds:
            met.append(self.any_of("kind", list(question.kinds)))
        for facet, values in sorted(question.filters.items()):
            if facet == "asked" and values:
                met.append(self.any_of("body", list(asked_of(*values).all)))
            elif facet == "status" and set(values) & set(late_rule()[1].statuses):
                met.append(self.of_status(values))
            elif values:
                met.append(self.any_of(facet, list(values)))
        for name, (low, high) in sorted(question.ranges.items()):
            if low or high:
                first, last = (day.toordinal() if day else None for day in (low, high))
                met.append(_Q.range_query(self.schema, name, tantivy.FieldType.Integer, first, last))
        parts = [(_MUST, _Q.const_score_query(query, 0.0)) for query in met]
        if question.exclude:
            parts.append((_NOT, self.any_of("key", list(question.exclude))))
        if question.is_real and (symbols := self.invented()):
            parts.append((_NOT, self.any_of("instrument", symbols)))
        return parts

    def invented(self) -> Sequence[str]:
        """Return the symbols of invented texts; none where no other text has a record of the kind."""
        for kind, search in searches().items():
            if symbols := search.invented():
                parts = [(_MUST, self.any_of("kind", [kind])), (_NOT, self.any_of("instrument", symbols))]
                others = _Q.boolean_query(parts)
                return symbols if self.once(("invented", *symbols), partial(self.number, others)) else ()
        return ()

    def late(self) -> Any:
        """The query of records that are late today."""
        kind, rule = late_rule()
        first, last = (day.toordinal() for day in rule.days())
        return _Q.boolean_query(
            [
                (_MUST, self.any_of("kind", [kind])),
                (_MUST, self.any_of(rule.met[0], [rule.met[1]])),
                (_MUST, self.any_of("status", list(rule.statuses))),
                (_MUST, _Q.range_query(self.schema, "due", tantivy.FieldType.Integer, first, last)),
            ]
        )

    def of_status(self, values: Sequence[str]) -> Any:
        """The query of some statuses as they are shown today: who is overdue has no other status."""
        late = late_rule()[1].status
        held = self.any_of("status", [text for text in values if text != late])
        if late in values:
            return _Q.boolean_query([(_SHOULD, held), (_SHOULD, self.late())])
        return _Q.boolean_query([(_MUST, held), (_NOT, self.late())])

    def whole(self, words: tantivy.Query | None, question: queries.Query) -> tantivy.Query:
        """Return words and limits as one query; without words, all entries within the limits."""
        parts = self.limits(question)
        if words is not None:
            parts.append((_MUST, words))
        elif all(occur is _NOT for occur, _ in parts):
            parts.append((_MUST, _Q.all_query()))
        return _Q.boolean_query(parts)

    # Answers

    def hits(self, question: queries.Query, reading: queries.Reading, words: tantivy.Query | None) -> queries.Hits:
        """Return one page of hits with the facets of the question."""
        query = self.whole(words, question)
        offset = (question.page - 1) * question.size
        total, addresses = self.page(question, query, offset, question.size)
        hits = tuple(self.hit(score, address, reading) for score, address in addresses)
        return queries.Hits(hits, total, self.facets(question, words), question.page, question.size)

    def page(
        self, question: queries.Query, query: tantivy.Query, offset: int, size: int
    ) -> tuple[int, list[tuple[Any, tantivy.DocAddress]]]:
        """(how many in all, (score, address) of the page); by day: what is late, what comes, what has passed."""
        if not (size := max(0, min(size, queries.MOST - offset))):
            return self.number(query), []
        field, order = _SORT.get(sorting(question), (None, tantivy.Order.Desc))
        total = 0
        hits: list[tuple[Any, tantivy.DocAddress]] = []
        parts = [query]
        if field == "by_due":
            yesterday = late_rule()[1].days()[1].toordinal()
            past = _Q.range_query(self.schema, "due", tantivy.FieldType.Integer, None, yesterday)
            late = self.late()
            limits = [[(_MUST, late)], [(_NOT, past)], [(_MUST, past), (_NOT, late)]]
            parts = [_Q.boolean_query([(_MUST, query), *limit]) for limit in limits]
        for part in parts:
            start, rest = max(0, offset - total), max(1, size - len(hits))
            match = self.searcher.search(part, rest, True, order_by_field=field, offset=start, order=order)
            hits += match.hits[: size - len(hits)]
            total += match.count
        return total, hits

    def hit(self, score: object, address: tantivy.DocAddress, reading: queries.Reading) -> queries.Hit:
        """Return one hit with title, spans and snippet for a page."""
        stored = self.searcher.doc(address)
        kind, _, identifier = stored.get_first("key").partition(":")
        data = json.loads(bytes(stored.get_first("shown")))
        snippet = best(data, reading) if reading.must else None
        if reading.must and kind in searches() and searches()[kind].part:
            snippet = self.passage(f"{kind}:{identifier}", reading) or snippet
        return queries.Hit(
            kind=kind,
            id=identifier if kind == "concept" else int(identifier),
            score=score if isinstance(score, float) else 0.0,
            title=data.get("title", ""),
            spans=tuple(span for span, _ in places(data.get("title", ""), reading.tokens())),
            snippet=snippet,
        )

    def passage(self, key: str, reading: queries.Reading) -> queries.Snippet | None:
        """Words around what was found in the best paragraph of a record that has paragraphs."""
        if (words := self.words(reading, "any")) is None:
            return None
        parent = _Q.term_query(self.schema, "parent", key)
        query = _Q.boolean_query([(_MUST, _Q.const_score_query(parent, 0.0)), (_MUST, words)])
        for _, address in self.searcher.search(query, 1, False).hits:
            return best(json.loads(bytes(self.searcher.doc(address).get_first("shown"))), reading)
        return None

    def facets(self, question: queries.Query, words: tantivy.Query | None) -> dict[str, Counts]:
        """The facets asked for. Those without a filter of their own are counted together."""
        wanted = [name for name in question.facets if name in facet_names()]
        own = [name for name in wanted if question.filters.get(name) or (name == "kind" and question.kinds)]
        free = tuple(name for name in wanted if name not in own)
        matches = self.counted(free, question, words) if free else {}
        for name in own:
            matches |= self.counted((name,), question, words, without=name)
        return {name: matches[name] for name in wanted}

    def counted(
        self, names: tuple[str, ...], question: queries.Query, words: tantivy.Query | None, without: str = ""
    ) -> dict[str, Counts]:
        """Facet -> (value, count), the most frequent first."""
        if without:
            # The same counts for each value that is chosen of the facet.
            saved = {name: values for name, values in question.filters.items() if name != without}
            question = replace(question, filters=saved, kind=() if without == "kind" else question.kind)
        return self.once((names, *_frozen(question)), lambda: self._count(names, question, words))

    def _count(self, names: tuple[str, ...], question: queries.Query, words: tantivy.Query | None) -> dict[str, Counts]:
        held = {field for name in names for field in COUNTED_FROM.get(name, (name,))}
        query = {field: {"terms": {"field": field, "size": _VALUES}} for field in sorted(held)}
        whole = self.whole(words, question)
        answer = None if words is None else self._less(query, question, words)
        if answer is None:
            answer = self.searcher.aggregate(whole, query)
        if "status" in query:
            late = _Q.boolean_query([(_MUST, whole), (_MUST, self.late())])
            past = self.searcher.aggregate(late, {"status": query["status"]})
            answer["status"] = _with_late(answer["status"], past["status"])
        matches = {}
        for name in names:
            counts = [bucket for field in COUNTED_FROM.get(name, (name,)) for bucket in _buckets(answer[field])]
            matches[name] = tuple(sorted(counts, key=lambda count: (-count[1], count[0])))
        return matches

    def _less(self, query: JsonObject, question: queries.Query, words: tantivy.Query) -> dict[str, JsonObject] | None:
        """Buckets of a broad question: those of all that the limits leave, which are kept, less those of the few
        entries that the words leave out. None where the words leave out many, or a facet has too many values.
        """
        wider = replace(question, text="")
        limits = self.whole(None, wider)
        every = self.once(("number", *_frozen(wider)), lambda: self.number(limits))
        if self.number(self.whole(words, question)) * _BROAD < every:
            return None
        saved = self.once(("buckets", *query, *_frozen(wider)), lambda: self.searcher.aggregate(limits, query))
        left = self.searcher.aggregate(_Q.boolean_query([(_MUST, limits), (_NOT, words)]), query)
        if any(item["sum_other_doc_count"] for answer in (saved, left) for item in answer.values()):
            return None
        matches = {}
        for field in query:
            counts = Counter(dict(_buckets(saved[field])))
            counts.subtract(dict(_buckets(left[field])))
            matches[field] = {"buckets": [{"key": key, "doc_count": n} for key, n in counts.items() if n]}
        return matches

    def number(self, query: tantivy.Query) -> int:
        """Return how many entries a query finds."""
        # In the order of a field, which needs no scores.
        return int(self.searcher.search(query, 1, True, order_by_field="number").count)

    def table(self, rows: str, columns: str, question: queries.Query) -> dict[tuple[str, str], int]:
        """(row, column) -> count; one column "" where none is named."""
        matches: dict[tuple[str, str], int] = {}
        whole = self.whole(None, question)
        for outer in COUNTED_FROM.get(rows, (rows,)):
            for inner in COUNTED_FROM.get(columns, (columns,)):
                counted = self._table(outer, inner, whole)
                if "status" in (outer, inner):
                    past = _Q.boolean_query([(_MUST, whole), (_MUST, self.late())])
                    counted = _moved(counted, self._table(outer, inner, past), int(outer != "status"))
                matches |= counted
        return matches

    def _table(self, rows: str, columns: str, whole: Any) -> dict[tuple[str, str], int]:
        inner = {"inner": {"terms": {"field": columns, "size": _VALUES}}} if columns else {}
        query = {"outer": {"terms": {"field": rows, "size": _VALUES}, **({"aggs": inner} if inner else {})}}
        answer = self.searcher.aggregate(whole, query)["outer"]
        if not columns:
            return {(value, ""): count for value, count in _buckets(answer)}
        return {(str(row["key"]), value): count for row in answer["buckets"] for value, count in _buckets(row["inner"])}


def sorting(question: queries.Query) -> str:
    """The order of the hits: as asked, else by relevance where there are words, else the newest first."""
    if question.sort in _SORT:
        return question.sort
    return "relevance" if question.text.strip() else "newest"


def _buckets(answer: JsonMapping) -> Iterator[tuple[str, int]]:
    return ((str(bucket["key"]), int(bucket["doc_count"])) for bucket in answer["buckets"])


def _with_late(all_of_them: JsonMapping, late: JsonMapping) -> JsonObject:
    """Return the buckets of the status with those that are overdue today in a bucket of their own."""
    counts, past = ({(key, ""): number for key, number in _buckets(item)} for item in (all_of_them, late))
    matches = _moved(counts, past, 0)
    return {"buckets": [{"key": key, "doc_count": number} for (key, _), number in matches.items()]}


def _moved(
    counts: Mapping[tuple[str, str], int], late: Mapping[tuple[str, str], int], place: int
) -> dict[tuple[str, str], int]:
    """Return a table of counts with those that are overdue moved to that status, at `place` of the keys."""
    matches, status = Counter(counts), late_rule()[1].status
    for key, number in late.items():
        matches[key] -= number
        moved = (status, key[1]) if place == 0 else (key[0], status)
        matches[moved] += number
    return {key: number for key, number in matches.items() if number}


def _frozen(question: queries.Query) -> tuple[Hashable, ...]:
    return (
        late_rule()[1].days(),
        question.text.strip(),
        question.kinds,
        question.match,
        question.is_wide,
        question.exclude,
        question.is_real and tuple(tuple(search.invented()) for search in searches().values()),
        tuple(sorted((name, tuple(sorted(values))) for name, values in question.filters.items())),
        tuple(sorted(question.ranges.items(), key=str)),
    )


_state: tuple[Hashable, Asker] | None = None


def asker() -> Asker:
    """An asker on the last commit; the index is made where there is none."""
    global _state
    try:
        searcher, stamp = store().searcher()
    except FileNotFoundError:
        ensure()
        searcher, stamp = store().searcher()
    if _state is None or _state[0] != stamp:
        _state = (stamp, Asker(searcher))
    return _state[1]


def answer(question: queries.Query, index: Asker | None = None) -> queries.Hits:
    """One page of hits; where no record has all the words, those that have some of them."""
    check_question(question)
    index, reading = index or asker(), queries.read(question.text)
    ask = _asking(index, question)
    words = ask(reading, question.match)
    hits = index.hits(question, reading, words)
    is_enough = _is_enough(index, question, words) if question.is_wide else hits.total
    if is_enough or question.match == "any" or len(reading.must) < 2:
        return hits
    some = ask(reading, "any", -(-len(reading.must) // 2))
    # The question is another one now, and must not be remembered as the first.
    wider = index.hits(replace(question, match="some"), reading, some)  # type: ignore[arg-type]
    return (
        queries.Hits(wider.hits, wider.total, wider.facets, wider.page, wider.size, loose=True) if wider.total else hits
    )


def _asking(index: Asker, question: queries.Query) -> Callable[..., tantivy.Query | None]:
    return partial(index.wide, question.text) if question.is_wide else index.words


def _is_enough(index: Asker, question: queries.Query, words: tantivy.Query | None) -> bool:
    """Return whether a text is a name of something, or its words are found in a record, whose words stand together.
    A whole text that has them somewhere, or a concept, is not enough.
    """
    if any(is_exact for _, is_exact in index.things(question.text)):
        return True
    wholes = [key for key, search in searches().items() if search.part]
    near = tuple(kind for kind in question.kinds or index_keys() if kind not in (*wholes, "concept"))
    return bool(index.number(index.whole(words, replace(question, kind=near or question.kind))))


def every(question: queries.Query, most: int) -> tuple[int, list[queries.Hit]]:
    """(how many in all, the hits up to `most`, without snippets), for downloads of whole lists."""
    check_question(question)
    index = asker()
    query = index.whole(_asking(index, question)(queries.read(question.text), question.match), question)
    field, order = _SORT.get(sorting(question), (None, tantivy.Order.Desc))
    match = index.searcher.search(query, most, True, order_by_field=field, order=order)
    numbers = index.searcher.fast_field_values("number", [address for _, address in match.hits])
    kind = question.kinds[0] if len(question.kinds) == 1 else ""
    if kind and kind != "concept":
        return match.count, [queries.Hit(kind, int(number)) for number in numbers]
    return match.count, [index.hit(score, address, queries.Reading()) for score, address in match.hits]


def table(
    rows: str, columns: str, filters: Mapping[str, Sequence[str]] | None, kind: str | tuple[str, ...]
) -> dict[tuple[str, str], int]:
    """Counts of two facets together."""
    question = queries.Query(
        kind=kind, filters=filters or {}, facets=(rows, *((columns,) if columns else ())), is_real=True
    )
    check_question(question)
    index = asker()
    key = ("table", rows, columns, *_frozen(question))
    matches: dict[tuple[str, str], int] = index.once(key, lambda: index.table(rows, columns, question))
    return dict(matches)
