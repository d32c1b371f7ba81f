"""`actionlines serve`: one command, one link, one address; nothing is left when it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from actionlines.errors import SetupError
from actionlines.register.core.imports import run as running
from actionlines.register.site import serve as serving
from actionlines.register.site.serve import serve

WAIT = 600  # seconds until a server that hangs is given up


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in listed]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def server(tmp_path):
    port = free_port()
    # On SQLite in a folder of its own, whatever the other tests use.
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    process = subprocess.Popen(
        [sys.executable, "-m", "actionlines", "serve", "--data", tmp_path / "data", "--port", str(port)],
        stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    said = ""
    while "The register is at" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    yield process, said, port
    process.kill()
    process.wait()
    process.stdout.close()


def get(address: str) -> tuple[int, str]:
    end = time.monotonic() + WAIT
    while True:
        try:
            with urllib.request.urlopen(address, timeout=WAIT) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_one_command_serves_and_nothing_is_left_when_it_ends(server, how):
    process, said, port = server
    link = re.search(r"http://\S+/first/\S+", said).group()
    assert get(f"http://127.0.0.1:{port}/")[0] == 200
    assert "Not stated by the operator of this register: operator, contact, licence" in said
    assert "first administrator" in get(link)[1]
    started = children_of(process.pid)
    assert started
    process.send_signal(how)
    process.wait(WAIT)
    end = time.monotonic() + WAIT
    while any(map(alive, started)) and time.monotonic() < end:
        time.sleep(0.2)
    assert not [pid for pid in started if alive(pid)]


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SetupError, match="cannot be used"):
            serve(tmp_path / "data", "127.0.0.1", taken.getsockname()[1], say=print)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_is_killed_or_stopped_is_started_again(how, monkeypatch, tmp_path):
    """The worker is a process that gives a sign of life each tenth of a second."""
    life = tmp_path / "life"
    script = "import sys, time, pathlib\nwhile True: pathlib.Path(sys.argv[1]).touch(); time.sleep(0.1)"
    started = []
    popen = subprocess.Popen

    def start(command):
        started.append(popen([sys.executable, "-c", script, str(life)]))
        return started[-1]

    monkeypatch.setattr(serving.subprocess, "Popen", start)
    monkeypatch.setattr(serving, "most_of", lambda name: 2.0)
    monkeypatch.setattr(serving.processes, "LOOK", 0.1)
    monkeypatch.setattr(running, "last_sign_of_life", lambda: life.stat().st_mtime_ns if life.exists() else 0)
    with serving._worker():
        for number in (1, 2):
            end = time.monotonic() + WAIT
            while len(started) < number or not life.exists():
                assert time.monotonic() < end
                time.sleep(0.01)
            life.unlink()
            started[-1].send_signal(how)
        end = time.monotonic() + WAIT
        while len(started) < 3 or not life.exists():
            assert time.monotonic() < end
            time.sleep(0.01)
    assert all(process.poll() is not None for process in started)
