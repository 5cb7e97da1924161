"""Our form parts write what govuk-frontend's macros write: the same tags, classes and links between them."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import get_template
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

THEIRS = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
)
# What differs on purpose: theirs switches spelling off where nothing is said, and writes what is the default.
IGNORED = {"spellcheck"}


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = {name: sorted((value or "").split()) for name, value in attrs if name not in IGNORED}
        self.found.append((tag, kept))

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(" ".join(data.split()))


def theirs(component: str, macro: str, params: dict[str, Any]) -> list[Any]:
    template = THEIRS.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return Tags(str(getattr(template.module, macro)(params))).found


def ours(macro: str, *args: Any, **kwargs: Any) -> list[Any]:
    module = get_template("base/forms.html").template.module
    return Tags(str(getattr(module, macro)(*args, **kwargs))).found


LABEL = {"text": "Your name"}


@pytest.mark.parametrize(
    ("kwargs", "params"),
    [
        ({}, {}),
        ({"value": "A & B"}, {"value": "A & B"}),
        ({"hint_text": "As on your pass"}, {"hint": {"text": "As on your pass"}}),
        ({"error_text": "Enter it"}, {"errorMessage": {"text": "Enter it"}}),
        (
            {"hint_text": "h", "error_text": "e", "autocomplete": "name", "inputmode": "numeric"},
            {
                "hint": {"text": "h"},
                "errorMessage": {"text": "e"},
                "autocomplete": "name",
                "inputmode": "numeric",
            },
        ),
    ],
)
def test_input(kwargs: dict[str, Any], params: dict[str, Any]) -> None:
    wanted = theirs("input", "govukInput", {"id": "n", "name": "n", "label": LABEL, **params})
    assert ours("input", "n", "Your name", **kwargs) == wanted


def test_textarea() -> None:
    params = {"id": "q", "name": "q", "label": LABEL, "rows": 2, "value": "<b>", "hint": {"text": "h"}}
    wanted = theirs("textarea", "govukTextarea", params)
    assert ours("textarea", "q", "Your name", value="<b>", hint_text="h") == wanted


def test_select() -> None:
    items = [
        {"value": "", "text": "Choose"},
        {"value": "a", "text": "A"},
        {"value": "b", "text": "B", "selected": True},
    ]
    wanted = theirs("select", "govukSelect", {"id": "s", "name": "s", "label": LABEL, "items": items})
    assert (
        ours("select", "s", "Your name", (("", (("a", "A"), ("b", "B"))),), value="b", empty="Choose")
        == wanted
    )


def test_radios() -> None:
    params = {
        "name": "r",
        "fieldset": {"legend": {"text": "Which?", "classes": "govuk-fieldset__legend--m"}},
        "hint": {"text": "why"},
        "items": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No", "checked": True}],
    }
    wanted = theirs("radios", "govukRadios", params)
    assert (
        ours("radios", "r", "Which?", [("yes", "Yes", ""), ("no", "No", "")], value="no", hint_text="why")
        == wanted
    )


def test_button() -> None:
    assert ours("button", "Send") == theirs("button", "govukButton", {"text": "Send"})
