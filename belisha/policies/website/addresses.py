"""Which addresses on the network the site may fetch a page from: public ones, and no others."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 500
# Addresses of the new kind that carry one of the old kind inside, through a gateway that is not ours.
TUNNELS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")))

Address = IPv4Address | IPv6Address


class NotReachedError(Exception):
    """Why a page could not be fetched, as a sentence that a reader can act on."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect: the numeric addresses that the name had when it was looked up, once."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def host_header(self) -> str:
        """The `Host` header: the name, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str, *, private: bool) -> Target:
    """Where the address `url` leads. Its name is looked up here, and nowhere after.

    `private` lets addresses of this machine and of inner networks through, and any port: for trials only.
    Raises NotReachedError where the address is no web address or is not public.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotReachedError("That is not a web address.") from None
    if parts.scheme not in PORTS or not parts.hostname or len(url) > LONGEST:
        raise NotReachedError("That is not a web address: it begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise NotReachedError("An address with a name or a password in it is not fetched.")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise NotReachedError("That is not a web address: it has spaces in it.")
    usual = PORTS[parts.scheme]
    if port not in (None, usual) and not private:
        raise NotReachedError(f"Only the usual port is fetched from, not {port}.")
    found = look_up(parts.hostname, port or usual)
    if not private and not all(map(is_public, found)):
        raise NotReachedError("That address is not on the public internet, so it is not fetched.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    return Target(parts.scheme, host, port or usual, path, tuple(map(str, found)))


def look_up(host: str, port: int) -> list[Address]:
    """Every address of the name. NotReachedError where it has none."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(ip_address(str(row[4][0]).split("%")[0]) for row in rows))
    except (OSError, UnicodeError, ValueError):
        raise NotReachedError("There is no website of that name.") from None


def is_public(address: Address) -> bool:
    """Whether anybody on the internet could mean this address, and nothing inside is reached by it."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in tunnel for tunnel in TUNNELS):
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_loopback or address.is_unspecified
    )


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses are of one site: same scheme, host and port."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> Iterable[object]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)
