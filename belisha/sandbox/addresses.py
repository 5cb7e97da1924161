"""Network addresses that may be fetched: public ones only."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 500
# IPv6 ranges that embed an IPv4 address and reach it through a gateway.
TUNNELS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))

Address = IPv4Address | IPv6Address


class FetchError(Exception):
    """The reason why a page could not be fetched, as a sentence that the reader can act on."""


@dataclass(frozen=True, slots=True)
class FetchTarget:
    """Where to connect: the numeric addresses of the host, resolved once."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def host_header(self) -> str:
        """The `Host` header: the host name, with the port unless it is the default."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def resolve_target(url: str, *, private: bool) -> FetchTarget:
    """Resolve the address `url` once, and never again.

    `private` permits loopback and private networks and any port, for trials only. Raises FetchError if it
    is not a web address or not public.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchError("That is not a web address.") from None
    if parts.scheme not in PORTS or not parts.hostname or len(url) > LONGEST:
        raise FetchError("Enter a web address that begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("An address with a name or a password in it is not fetched.")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise FetchError("That is not a web address: it has spaces in it.")
    usual = PORTS[parts.scheme]
    if port not in (None, usual) and not private:
        raise FetchError(f"Only the usual port is fetched from, not {port}.")
    found = resolve_host(parts.hostname, port or usual)
    if not private and not all(map(is_public, found)):
        raise FetchError("That address is not on the public internet, so it is not fetched.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    return FetchTarget(parts.scheme, host, port or usual, path, tuple(map(str, found)))


def resolve_host(host: str, port: int) -> list[Address]:
    """Return every address of the host. Raises FetchError if it has none."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(ip_address(str(row[4][0]).split("%")[0]) for row in rows))
    except (OSError, UnicodeError, ValueError):
        raise FetchError("There is no website of that name.") from None


def is_public(address: Address) -> bool:
    """Return whether the address is on the public internet and tunnels to nothing private."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        # fec0::/10 was once for sites of one's own, and still is where nobody has renumbered (RFC 3879).
        if address.is_site_local or any(address in tunnel for tunnel in TUNNELS):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_unspecified
    )


def same_origin(one: str, other: str) -> bool:
    """Return whether two addresses have the same scheme, host and port."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> Iterable[object]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)
