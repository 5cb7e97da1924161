"""Where the project's files are, for the tests of the house."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "belisha"
PURE = ("access", "asking", "lifecycle", "rules")


def python_files(*, under: Path = PACKAGE) -> list[Path]:
    """Every Python file under a folder but migrations, which Django writes."""
    return sorted(file for file in under.rglob("*.py") if "migrations" not in file.parts)


def kept_files() -> list[Path]:
    """Every file that git keeps or would keep; outside a checkout, every file that no build wrote."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        built = {".venv", "node_modules", "build", "dist", "var"}
        return [file for file in ROOT.rglob("*") if file.is_file() and not built & set(file.parts)]
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def text_of(file: Path) -> str | None:
    """The text of a file, or None if it is not text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def settings_of_project() -> dict[str, Any]:
    """`pyproject.toml` as a dictionary."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
