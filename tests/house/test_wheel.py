"""What somebody gets who has no checkout: the archives carry everything, and the wheel runs by itself."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGE, ROOT, kept_files

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]
SLUGS = {"barley-lane", "calcot", "coads-green", "grange", "hr-cooperative", "social-media"}
BUILT = {
    "belisha/base/static/belisha/dist/belisha.css",
    "belisha/base/static/belisha/dist/govuk-frontend.min.js",
}


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and the wheel that was built from that sdist, as an installer would."""
    target = tmp_path_factory.mktemp("archives")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", target, ROOT)
    return target


@pytest.fixture(scope="module")
def bin_of_wheel(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of a new virtual environment into which the wheel was installed, with what is locked."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(place, with_pip=True)
    pip = place / "bin" / "python", "-m", "pip", "--disable-pip-version-check"
    run(*pip, "install", "--quiet", "--require-hashes", "-r", ROOT / "requirements.txt")
    run(*pip, "install", "--quiet", "--no-deps", next(archives.glob("*.whl")))
    run(*pip, "check")
    return place / "bin"


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody with an empty home and no setting of ours."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("BELISHA", "DJANGO", "XDG"))
    }
    return {**kept, "HOME": str(tmp_path), "PYTHONPATH": "", "PYTHONWARNINGS": "ignore"}


@pytest.fixture
def address(bin_of_wheel: Path, elsewhere: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """Where `belisha demo` of the wheel serves, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "demo.log"
    command = [bin_of_wheel / "belisha", "demo", "--port", str(port)]
    with log.open("w") as out:
        demo = subprocess.Popen(
            command, cwd=tmp_path, env=elsewhere, stdout=out, stderr=out, start_new_session=True
        )
    try:
        await_answer(f"http://127.0.0.1:{port}/", demo, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(timeout=20)


def run(*command: str | Path, **options: object) -> str:
    """What a command printed; fails with all that it said if it did not end well."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, **options
    )  # type: ignore[call-overload]
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


def await_answer(url: str, process: subprocess.Popen[bytes], log: Path, *, seconds: int = 90) -> None:
    """Wait until something answers; fails with the log if the process ends or the time is up."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"`belisha demo` did not answer at {url}:\n{log.read_text()}", pytrace=False)


def needed_files() -> set[str]:
    """The files of the package that must be in the wheel: all but what its style is compiled from."""
    inside = {file.relative_to(ROOT).as_posix() for file in kept_files() if PACKAGE in file.parents}
    return {name for name in inside if "/static_src/" not in name} | BUILT


def test_the_wheel_carries_the_whole_package(archives: Path) -> None:
    with zipfile.ZipFile(next(archives.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    assert needed_files() - names == set()
    strangers = {name for name in names if not re.match(r"belisha/|belisha-[\d.]+\.dist-info/", name)}
    assert strangers == set()
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_sdist_carries_sources_tests_and_what_was_built(archives: Path) -> None:
    with tarfile.open(next(archives.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    kept = {file.relative_to(ROOT).as_posix() for file in kept_files()}
    assert {name for name in kept | BUILT if not name.startswith(".ci/")} - names == set()
    assert not {name for name in names if name.startswith((".venv/", "node_modules/", "var/"))}


def test_the_wheel_lists_the_policies_that_ship(
    bin_of_wheel: Path, elsewhere: dict[str, str], tmp_path: Path
) -> None:
    said = run(bin_of_wheel / "belisha", "policies", "--json", cwd=tmp_path, env=elsewhere)
    listed = json.loads(said)
    rows = listed if isinstance(listed, list) else listed["policies"]
    assert {row["slug"] for row in rows} == SLUGS


def test_the_wheel_serves_the_demo_with_its_style(address: str) -> None:
    with urllib.request.urlopen(f"{address}/", timeout=20) as answer:
        page = answer.read().decode()
    style = re.search(r'href="(/[^"]+\.css[^"]*)"', page)
    assert style, "the front page links no style"
    with urllib.request.urlopen(address + style[1], timeout=20) as answer:
        assert answer.read().startswith(b"/*! With govuk-frontend")
