"""Runs killed at any moment go on to the same bytes, whatever the number of processes and the engine."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.alignment.scale.conftest import texts, write_jsonl, write_parquet

pytestmark = pytest.mark.long

pytest.importorskip("pyarrow", reason="pyarrow is not installed")

ROOT = Path(__file__).resolve().parents[3]
Content = Callable[[Path], dict[str, bytes]]


def command(folder: Path, out: Path, model: str, *words: str) -> list[str]:
    options = ["--in", str(folder), "--out", str(out), "--model", model, "--part-size", "0.02", "-q", *words]
    return [sys.executable, "-m", "actionlines", "align", *options]


def needs_engine(engine: str) -> None:
    """Skip a test whose engine is not installed; `make test-engines` installs all."""
    package = {"spark": "pyspark", "ray": "ray"}.get(engine)
    if package and not find_spec(package):
        pytest.skip(f"{package} is not installed")


def ran(*given: str | Path) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in given]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_killed_at_every_step_of_writing(tmp_path: Path, model: str) -> None:
    write_jsonl(tmp_path / "in" / "b.jsonl", [{"text": text} for text in texts(200)])
    write_parquet(tmp_path / "in" / "a.parquet", {"text": texts(60)}, group=30)
    (tmp_path / "out").mkdir()
    done = ran(sys.executable, "-m", "tests.alignment.scale.dying", tmp_path / "in", tmp_path / "out", model)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
def test_killed_at_random_moments(tmp_path: Path, model: str, content: Content) -> None:
    write_parquet(tmp_path / "in" / "a.parquet", {"id": list(range(6000)), "text": texts(6000)})
    write_jsonl(tmp_path / "in" / "b.jsonl", [{"text": text} for text in texts(3000, seed=3)])
    assert ran(*command(tmp_path / "in", tmp_path / "whole", model, "--processes", "1")).returncode == 0
    draw, out, killed = random.Random(8), tmp_path / "out", 0
    for processes in ("2", "1", "2"):
        wanted = len(list(out.glob("*.parquet"))) + draw.randint(1, 4)
        process = subprocess.Popen(
            command(tmp_path / "in", out, model, "--processes", processes),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        while process.poll() is None and len(list(out.glob("*.parquet"))) < wanted:
            time.sleep(0.002)
        time.sleep(draw.random() / 20)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
    assert killed
    done = ran(*command(tmp_path / "in", out, model, "--processes", "2"))
    assert (done.returncode, done.stderr) == (0, "")
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc to look for processes in")
def test_workers_do_not_outlive_a_killed_run(tmp_path: Path, model: str) -> None:
    write_jsonl(tmp_path / "in" / "b.jsonl", [{"text": text} for text in texts(20_000)])
    process = subprocess.Popen(
        command(tmp_path / "in", tmp_path / "out", model, "--processes", "2"),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT,
    )  # fmt: skip
    children: list[str] = []
    while process.poll() is None and not list((tmp_path / "out").glob("*.parquet")):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert len(children) >= 2
    while any(Path(f"/proc/{child}/cmdline").exists() for child in children):
        time.sleep(0.05)


@pytest.mark.parametrize("engine", ["local", "daft", "ray", "spark"])
@pytest.mark.parametrize("to", ["parquet", "jsonl"])
def test_the_same_bytes_from_every_engine(
    mixed: Path, tmp_path: Path, model: str, content: Content, engine: str, to: str
) -> None:
    needs_engine(engine)
    one = ran(*command(mixed, tmp_path / "one", model, "--processes", "1", "--output-format", to))
    other = ran(
        *command(mixed, tmp_path / "other", model, "--processes", "2", "--engine", engine, "--output-format", to)
    )
    assert one.returncode == other.returncode == 1  # some rows are bad
    assert len(content(tmp_path / "one")) > 8
    assert content(tmp_path / "one") == content(tmp_path / "other")
    assert other.stderr == one.stderr  # -q silences the engine too


@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_an_engine_that_is_not_there(mixed: Path, tmp_path: Path, model: str, engine: str) -> None:
    package = {"spark": "pyspark"}.get(engine, engine)
    if find_spec(package):
        pytest.skip(f"{package} is installed")
    done = ran(*command(mixed, tmp_path / "out", model, "--engine", engine))
    assert done.returncode == 1
    problem = f"AL503 engine {engine}: {package} is not installed."
    assert done.stderr == f"{problem} Install it with `pip install 'actionlines[{engine}]'`.\n"


def test_a_part_that_kills_its_process_costs_no_other(tmp_path: Path) -> None:
    from actionlines.alignment.scale.engines import start_processes
    from tests.alignment.scale.deadly import crashed, deadly

    with start_processes(2) as mapped:
        found = sorted(mapped(deadly, list(range(12)), crashed))
    assert found == sorted([*(f"{n} done" for n in range(12) if n != 5), "5 crashed"])


@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_a_worker_killed_at_its_work_costs_nothing(tmp_path: Path, engine: str) -> None:
    needs_engine(engine)
    done = ran(sys.executable, "-m", "tests.alignment.scale.deadly", engine, tmp_path / "died")
    # Ray writes of the death before the results.
    assert done.stdout.splitlines()[-8:] == [f"{n} done" for n in range(8)], done.stderr
    assert (tmp_path / "died").exists()


def test_a_worker_killed_between_two_rounds_is_replaced() -> None:
    done = ran(sys.executable, "-m", "tests.alignment.scale.idle")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{n} done" for n in (*range(4), *range(6, 10))]
