"""Whether browsers trust the certificate of the site's own address, and until when."""

import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from belisha.cli.errors import EXIT_NEGATIVE

PATIENCE = 10  # seconds
SOON = 14  # days


def check_site(address: str) -> int:
    """Connect as a browser does, print what is found, and return 0 if the certificate is trusted and lasts.

    Authorities are those that this machine trusts (`SSL_CERT_FILE` names others).
    """
    parts = urlsplit(address)
    if parts.scheme != "https":
        print(f"{address} is not encrypted: set BELISHA_ADDRESS to one that begins with https://")
        return EXIT_NEGATIVE
    host = parts.hostname or ""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        with (
            socket.create_connection((host, parts.port or 443), PATIENCE) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            ends = ssl.cert_time_to_seconds(str((secured.getpeercert() or {})["notAfter"]))
            version = secured.version()
    except ssl.SSLCertVerificationError as error:
        print(f"{address}: browsers do not trust its certificate ({error.verify_message}).")
        return EXIT_NEGATIVE
    except OSError as error:
        print(f"{address} does not answer: {error.strerror or error}.")
        return EXIT_NEGATIVE
    until = datetime.fromtimestamp(ends, UTC)
    days = (until - datetime.now(UTC)).days
    print(f"{address}: trusted, {version}, until {until:%Y-%m-%d} ({days} days).")
    if days < SOON:
        print("Renew the certificate now.")
        return EXIT_NEGATIVE
    return 0
