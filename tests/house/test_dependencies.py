"""What is declared is used, what is used is declared, and what is locked can be checked by its hash."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.project import PACKAGE, ROOT, python_files, settings_of_project

LOCKS = sorted(ROOT.glob("requirements*.txt"))
# Used by name in Django's settings, not by an import: the distribution and the word that names it.
NAMED = {
    "argon2-cffi": "Argon2PasswordHasher",
    "django-allauth": "allauth.account",
    "django-htmx": "django_htmx",
    "psycopg": "postgresql",
    "whitenoise": "whitenoise.middleware",
}
# Used by `belisha serve`, as a program.
PROGRAMS = {"gunicorn"}
# Asked for by an extra alone, and loaded by its name where somebody wants it.
EXTRA = {"bulk": {"distributed"}}


@cache
def imported() -> frozenset[str]:
    """The top names of every module outside the standard library that the package imports."""
    names: set[str] = set()
    for file in python_files(under=PACKAGE):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add((node.module or "").split(".")[0])
    return frozenset(names - set(sys.stdlib_module_names) - {"belisha"})


def declared() -> set[str]:
    """The names of the distributions that `pyproject.toml` asks for at run time."""
    return {
        canonicalize_name(Requirement(line).name) for line in settings_of_project()["project"]["dependencies"]
    }


def distributions_of(module: str) -> set[str]:
    """The installed distributions that carry a module."""
    return {canonicalize_name(name) for name in metadata.packages_distributions().get(module, [])}


def test_what_is_imported_is_declared() -> None:
    undeclared = [name for name in imported() if not distributions_of(name) & declared()]
    assert not undeclared, f"add to `dependencies` in pyproject.toml and run `make locks`: {undeclared}"


def test_what_is_declared_is_imported_or_named() -> None:
    used = {distribution for module in imported() for distribution in distributions_of(module)}
    settings = "".join(file.read_text(encoding="utf-8") for file in python_files(under=PACKAGE / "config"))
    named = {name for name, word in NAMED.items() if word in settings}
    unused = declared() - used - named - PROGRAMS
    assert not unused, f"drop from `dependencies`, or use: {sorted(unused)}"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_a_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    pins = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert not re.search(r"https?://|file://|--(index|extra|find|trusted)", text)


def test_the_lock_holds_what_is_declared() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {match[1]: match[2] for match in re.finditer(r"^([a-z0-9.-]+)==(\S+)", text, flags=re.MULTILINE)}
    for line in settings_of_project()["project"]["dependencies"]:
        wanted = Requirement(line)
        version = pinned.get(canonicalize_name(wanted.name), "0")
        assert wanted.specifier.contains(version), f"`{line}` is locked at {version}: run `make locks`"


def test_npms_lock_names_no_address() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_every_extra_is_named_where_it_is_loaded_and_locked() -> None:
    extras = settings_of_project()["project"]["optional-dependencies"]
    assert {name: {Requirement(line).name for line in lines} for name, lines in extras.items()} == EXTRA
    sources = "".join(file.read_text(encoding="utf-8") for file in python_files(under=PACKAGE))
    for name, wanted in EXTRA.items():
        lock = (ROOT / f"requirements-{name}.txt").read_text(encoding="utf-8")
        for each in wanted:
            assert f'import_module("{each}")' in sources
            assert f"\n{each}==" in lock
