"""Where links in mail and calendars lead when the site is served on one's own machine."""

import os

import pytest

from belisha.cli.server import use_address_in_links


@pytest.mark.parametrize(
    ("bind", "said", "address"),
    [
        ("127.0.0.1:8124", {}, "http://127.0.0.1:8124"),
        ("localhost:8000", {}, "http://localhost:8000"),
        ("0.0.0.0:8000", {}, None),
        ("127.0.0.1:8000", {"BELISHA_HOSTS": "policy.example.org"}, None),
        ("127.0.0.1:8000", {"BELISHA_HTTPS": "yes"}, None),
        ("127.0.0.1:8000", {"BELISHA_ADDRESS": "https://policy.example.org"}, "https://policy.example.org"),
    ],
)
def test_the_port_is_in_links_unless_a_setting_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, bind: str, said: dict[str, str], address: str | None
) -> None:
    for name in ("BELISHA_ADDRESS", "BELISHA_HOSTS", "BELISHA_HTTPS"):
        monkeypatch.setenv(name, said.get(name, ""))
        if name not in said:
            monkeypatch.delenv(name)
    use_address_in_links(bind)
    assert os.environ.get("BELISHA_ADDRESS") == address
