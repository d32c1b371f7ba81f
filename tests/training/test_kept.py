"""Rows kept for texts: what was written comes back, what was not is said to be missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training import kept

TEXTS = ["Broadband for schools", "Water for villages", "Ärzte auf dem Land"]


def test_rows_come_back_whatever_the_order(tmp_path: Path) -> None:
    values = np.array([[0.5, -3.0], [2.0, 0.0], [-1.0, 1.0]], np.float32)
    kept.write_bytes(tmp_path / "a.npz", TEXTS, values, 4.0)
    found, known = kept.read_bytes(tmp_path / "a.npz", TEXTS[::-1], 2, 4.0)
    assert known.all()
    assert found == pytest.approx(values[::-1], abs=4 / 127 / 2 + 1e-6)


def test_a_text_without_a_row_has_zeros_and_is_named(tmp_path: Path) -> None:
    kept.write_bytes(tmp_path / "a.npz", TEXTS[:1], np.ones((1, 2), np.float32), 1.0)
    found, known = kept.read_bytes(tmp_path / "a.npz", TEXTS, 2, 1.0)
    assert known.tolist() == [True, False, False]
    assert not found[1:].any()


def test_what_is_too_large_is_cut_off(tmp_path: Path) -> None:
    kept.write_bytes(tmp_path / "a.npz", TEXTS[:1], np.array([[99.0, -99.0]], np.float32), 16.0)
    assert kept.read_bytes(tmp_path / "a.npz", TEXTS[:1], 2, 16.0)[0] == pytest.approx(np.array([[16.0, -16.0]]))


def test_no_file_keeps_nothing(tmp_path: Path) -> None:
    assert kept.read(tmp_path / "none.npz") == {}


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    values = np.arange(6, dtype=np.float32).reshape(3, 2)
    for name, order in (("a", [0, 1, 2]), ("b", [2, 0, 1])):
        kept.write_bytes(tmp_path / f"{name}.npz", [TEXTS[at] for at in order], values[order], 6.0)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
