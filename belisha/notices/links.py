"""Links in mail, which no request tells the site's address for."""

from urllib.parse import urlsplit

from django.conf import settings


def site_address() -> str:
    """`https://policy.example.org`, without a slash at its end."""
    return str(settings.SITE_ADDRESS).rstrip("/")


def absolute(path: str) -> str:
    """The whole address of a page of the site."""
    return path if path.startswith(("http://", "https://")) else f"{site_address()}{path}"


def site_name() -> str:
    """The site's name on the network: `policy.example.org`."""
    return urlsplit(site_address()).hostname or "localhost"
