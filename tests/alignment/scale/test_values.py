"""Columns of any type as lines of JSON: one odd value costs nothing but itself."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from actionlines.alignment.scale.write import json_lines  # noqa: E402  needs pyarrow

BYTES = pa.array([b"abc", b"\xff\xfe", None, b""], pa.binary()).view(pa.string())
TWICE = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
NAN, INFINITE = float("nan"), float("inf")


def lines(column: Any) -> list[Any]:
    """The values of a column as strict readers of JSON see them."""

    def refused(word: str) -> Any:
        raise AssertionError(f"{word} is no JSON")

    found = [json.loads(line, parse_constant=refused) for line in json_lines(pa.table({"v": column}))]
    return [row["v"] for row in found]


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        # beyond the year 9999, and beyond all that Arrow tells
        (pa.array([1, 3_000_000, 10**8, None], pa.date32()),
         ["1970-01-02", "10183-09-21", "<value out of range: 100000000>", None]),
        (pa.array([1, 2**60, None], pa.timestamp("ms")),
         ["1970-01-01T00:00:00.001", "<value out of range: 1152921504606846976>", None]),
        (pa.array([0, -1], pa.timestamp("s")), ["1970-01-01T00:00:00", "1969-12-31T23:59:59"]),
        (pa.array([1], pa.timestamp("ns")), ["1970-01-01T00:00:00.000000001"]),
        (pa.array([1], pa.timestamp("us", "Mars/Phobos")), ["1970-01-01T00:00:00.000001Z"]),
        (pa.array([0], pa.timestamp("s", "Asia/Tokyo")), ["1970-01-01T00:00:00Z"]),
        (pa.array([1, None], pa.time64("ns")), ["00:00:00.000000001", None]),
        (pa.array([61], pa.time32("s")), ["00:01:01"]),
        (pa.array([1, 2**62, -1, None], pa.duration("ns")),
         ["PT0.000000001S", "PT4611686018.427387904S", "-PT0.000000001S", None]),
        (pa.array([2**62], pa.duration("s")), ["PT4611686018427387904S"]),
        (pa.array([NAN, INFINITE, -INFINITE, 0.5, None]), [None, None, None, 0.5, None]),
        (pa.array([NAN, 0.5], pa.float32()), [None, 0.5]),
        (pa.array([2**64 - 1], pa.uint64()), [2**64 - 1]),
        (pa.array([Decimal("1.10"), None]), ["1.10", None]),
        (pa.array([True, None]), [True, None]),
        (pa.nulls(2), [None, None]),
        (pa.array([b"a", b"\xff", None]), ["a", "/w==", None]),
        (BYTES, ["abc", "//4=", None, ""]),
    ],
)  # fmt: skip
def test_values_of_each_type(column: Any, wanted: list[Any]) -> None:
    assert lines(column) == wanted


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (pa.ListArray.from_arrays(pa.array([0, 2, None, 4], pa.int32()), BYTES),
         [["abc", "//4="], [None, ""], None]),
        (pa.array([[1.5, NAN], None, []], pa.list_(pa.float64())), [[1.5, None], None, []]),
        (pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int8(), 2)), [[1, 2], None, [3, 4]]),
        (pa.array([[1], None, [2, 3], [4]], pa.large_list(pa.date32())).slice(1, 2),
         [None, ["1970-01-03", "1970-01-04"]]),
        (pa.array([{"a": {"b": 10**8}}, None, {"a": None}],
                  pa.struct([("a", pa.struct([("b", pa.date32())]))])),
         [{"a": {"b": "<value out of range: 100000000>"}}, None, {"a": None}]),
        (pa.array([{"a": 1}, {"a": None}, None, {"a": 4}], pa.struct([("a", pa.time32("s"))])).slice(1),
         [{"a": None}, None, {"a": "00:00:04"}]),
        (TWICE, [{"a": 1, "a_": 2}]),
        (pa.array([[("k", 1)], None, [], [("k", 2), ("l", None)]],
                  pa.map_(pa.string(), pa.duration("s"))).slice(1),
         [None, [], [["k", "PT2S"], ["l", None]]]),
        (pa.array(["x", None, "y", "x"]).dictionary_encode(), ["x", None, "y", "x"]),
        (pa.DictionaryArray.from_arrays(pa.array([1, 0, None], pa.int8()), BYTES.slice(0, 2)),
         ["//4=", "abc", None]),
    ],
)  # fmt: skip
def test_values_in_others(column: Any, wanted: list[Any]) -> None:
    assert lines(column) == wanted
    assert lines(pa.chunked_array([column, column.slice(0, 0), column])) == wanted * 2


def test_values_of_types_beyond_those_of_arrow() -> None:
    one = UUID(int=7)
    made = pa.ExtensionArray.from_storage(pa.uuid(), pa.array([one.bytes, None], pa.binary(16)))
    assert lines(made) == [str(one), None]
    made = pa.ExtensionArray.from_storage(pa.json_(), BYTES)
    assert lines(made) == ["abc", "//4=", None, ""]


def test_all_columns_and_rows() -> None:
    table = pa.table({"a": [1, 2], "b": ["x", None], "c": [[{"d": 1}], []]})
    assert [json.loads(line) for line in json_lines(table)] == table.to_pylist()
    assert json_lines(table.slice(0, 0)) == []
