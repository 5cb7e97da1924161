"""Absolute links for mail, which is written without a request."""

from urllib.parse import urlsplit

from django.conf import settings


def site_address() -> str:
    """Return the site's address without a trailing slash, such as `https://policy.example.org`."""
    return str(settings.SITE_ADDRESS).rstrip("/")


def absolute(path: str) -> str:
    """Return the absolute address of a page of the site."""
    return path if path.startswith(("http://", "https://")) else f"{site_address()}{path}"


def site_name() -> str:
    """Return the site's host name, such as `policy.example.org`."""
    return urlsplit(site_address()).hostname or "localhost"
