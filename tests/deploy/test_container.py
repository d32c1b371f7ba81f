"""The recipe of the container, its Compose file and the units: built, started and asked where the machine can."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest
import yaml

from tests.register.site.test_serve import free_port

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
LIMITS = {"nofile": resource.RLIMIT_NOFILE, "nproc": resource.RLIMIT_NPROC}
WAIT = 600  # seconds until a site that does not start is given up


def run(*command: object, **more: object) -> str:
    done = subprocess.run([str(one) for one in command], cwd=ROOT, capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout.strip()


def test_the_docs_show_the_files():
    """scripts/docs_pages.py puts each in the place of its mark."""
    docs = (ROOT / "docs/administer/operations.md").read_text()
    for path in (*DEPLOY.glob("*.service"), DEPLOY / "nginx.conf"):
        assert f"<!-- file deploy/{path.name} -->" in docs


def test_units_are_valid(tmp_path):
    if not (verify := shutil.which("systemd-analyze")):
        pytest.skip("systemd-analyze is not installed")
    for unit in DEPLOY.glob("*.service"):
        # The program is not installed at its place here.
        there = tmp_path / unit.name
        there.write_text(
            unit.read_text()
            .replace("/opt/actionlines/bin/granian", sys.executable)
            .replace("/opt/actionlines/bin/python", sys.executable)
        )
    done = subprocess.run(
        [verify, "verify", "--man=no", *sorted(tmp_path.glob("*.service"))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in done.stderr.splitlines() if "actionlines" in line]
    assert not said


def test_compose_sets_what_the_settings_know():
    held = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert set(held["services"]) == {"database", "site"}
    site = held["services"]["site"]
    settings = (ROOT / "docs/administer/settings.md").read_text()
    assert all(f"`{name}`" in settings for name in site["environment"])
    assert site["read_only"] is True
    assert site["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in site["ports"]), "a proxy stands before it"


@pytest.fixture(scope="module")
def image(tmp_path_factory) -> Iterator[str]:
    """The image, built on a Debian that is made from its packages."""
    missing = [one for one in ("buildah", "mmdebstrap") if not shutil.which(one)]
    if missing or os.getuid():
        pytest.skip(f"building an image needs root, buildah and mmdebstrap; {missing} are missing")
    scratch = tmp_path_factory.mktemp("image")
    packages = "python3,python3-venv,fonts-noto-core,fonts-noto-cjk,xmlsec1,ca-certificates"
    run("mmdebstrap", "--variant=minbase", f"--include={packages}", "trixie", scratch / "debian.tar")
    # Inside a container or a small machine the limits of this process are the most that can be given.
    limits = scratch / "containers.conf"
    most = [f'"{name}={resource.getrlimit(which)[1]}"' for name, which in LIMITS.items()]
    limits.write_text(f"[containers]\ndefault_ulimits = [{', '.join(most)}]\n")
    own = pytest.MonkeyPatch()
    own.setenv("CONTAINERS_CONF", str(limits))
    own.setenv("BUILDAH_ISOLATION", "chroot")
    base = run("buildah", "from", "scratch")
    run("buildah", "add", base, scratch / "debian.tar", "/")
    run("buildah", "commit", "--rm", base, "localhost/actionlines-test-base")
    run("scripts/wheels", Path(sys.executable).parent, "out/wheels")
    run(
        "buildah", "build", "--format", "docker", "--build-arg", "BASE=localhost/actionlines-test-base",
        "--file", "deploy/Containerfile", "--tag", "localhost/actionlines-test", ".",
    )  # fmt: skip
    yield "localhost/actionlines-test"
    run("buildah", "rmi", "localhost/actionlines-test", "localhost/actionlines-test-base")
    own.undo()


@pytest.mark.long
@pytest.mark.parametrize("https", ["", "1"])
def test_the_image_serves_the_site(image, https):
    container = run("buildah", "from", image)
    port = free_port()
    process = subprocess.Popen(
        [
            "buildah", "run", "--env", f"ACTIONLINES_HTTPS={https}", container, "--",
            "actionlines", "serve", "--host", "127.0.0.1", "--port", str(port),
        ]
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        ready(f"{address}/health/ready", process)
        page = urllib.request.Request(f"{address}/", headers={"X-Forwarded-Proto": "https"})
        with urllib.request.urlopen(page) as answer:
            assert b"Actionlines" in answer.read()
        # What a short command prints may be lost on its way out of a chroot; whether it fails is not.
        run("buildah", "run", container, "--", "sh", "-c", 'test "$(id -u)" = 10001')
    finally:
        process.terminate()
        process.wait()
        run("buildah", "rm", container)


def ready(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + WAIT
    while True:
        assert process.poll() is None, "the container has ended"
        try:
            with urllib.request.urlopen(address) as answer:
                assert answer.status == 200
                return
        except (URLError, ConnectionError):
            assert time.monotonic() < end, "the site in the container did not start"
            time.sleep(1)
