"""What the pages load: compiled from the sources as they are, from this site alone, under nobody's emblem."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.project import PACKAGE, ROOT

DIST = PACKAGE / "base" / "static" / "belisha" / "dist"
OUTSIDE = re.compile(r"(?:src|href|action|content)\s*=\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
LOADS = re.compile(r"<(?:link|script|img|iframe|source|form|object|embed)\b[^>]*>", re.IGNORECASE)
TEMPLATES = sorted(file for ending in ("html", "jinja", "j2") for file in PACKAGE.rglob(f"*.{ending}"))


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_static", ROOT / "tools" / "build_static.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_built_is_of_the_sources_as_they_are(builder: ModuleType) -> None:
    assert builder.is_fresh(), "run `make static`"


@pytest.mark.parametrize("name", ["belisha.css", "govuk-frontend.min.js"])
def test_a_built_file_needs_no_other_and_names_its_licence(name: str) -> None:
    text = (DIST / name).read_text(encoding="utf-8")
    assert text.startswith("/*! With govuk-frontend")
    assert "sourceMappingURL" not in text
    assert not re.search(r"url\((?!\s*[\"']?data:)|@import|@font-face", text)


@pytest.mark.parametrize("emblem", ["GDS Transport", "govuk-crest", "govuk-crown"])
def test_the_governments_font_crown_and_crest_are_left_out(emblem: str) -> None:
    carried = [file for file in (PACKAGE / "base").rglob("*") if file.suffix in {".css", ".js", ".svg"}]
    assert [file.name for file in carried if emblem.lower() in file.read_text(encoding="utf-8").lower()] == []


def test_the_compiler_refuses_them(builder: ModuleType) -> None:
    for style in ("a{font-family:GDS Transport}", "a{background:url(/x.svg)}", "@font-face{}"):
        assert builder.NEVER.search(style), style
    assert not builder.NEVER.search("a{background:url(data:image/svg+xml,x)}")


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_template_loads_nothing_from_elsewhere(file: Path) -> None:
    loads = LOADS.findall(file.read_text(encoding="utf-8"))
    assert [tag for tag in loads if OUTSIDE.search(tag)] == []
