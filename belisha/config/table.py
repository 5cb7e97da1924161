"""The table of settings that a host may give: name, kind, default and help.

The reference page is generated from it. `env` reads the values.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DATABASE_SCHEMES = {"postgres": "postgresql", "postgresql": "postgresql", "sqlite": "sqlite3"}


def _anything(value: Any) -> bool:  # noqa: ARG001
    return True


def _begins_with_a_hash(file: Path) -> bool:
    with file.open("rb") as opened:
        return bool(re.match(rb"[\dA-Fa-f]{40}\b", opened.read(60)))


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. `kind` is a method of `Env`: "str", "bool", "int" or "list".

    `expected` says in words which values can be used, and `is_usable` decides it for a value that was given.
    """

    name: str
    kind: str
    default: Any
    help: str
    expected: str = ""
    is_usable: Callable[[Any], bool] = _anything


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "BELISHA_DATA_DIR",
        "str",
        "",
        "The data folder: keys, printed files, and the database unless one is named. By default `var/` of a "
        "checkout, or `~/.local/share/belisha`.",
    ),
    Setting(
        "BELISHA_DATABASE_URL",
        "str",
        "",
        "The database: `postgres://user:password@host:5432/name` or `sqlite:////path/to/file`. By default a "
        "SQLite file in the data folder.",
        expected="an address such as `postgres://user@host:5432/name` or `sqlite:////path/to/file`",
        is_usable=lambda value: urlsplit(value).scheme in DATABASE_SCHEMES,
    ),
    Setting(
        "BELISHA_REPORTS_DATABASE_URL",
        "str",
        "",
        "A streaming replica from which governors’ reports are read, as `postgres://user@replica:5432/name`. "
        "By default they are read from the database itself, and so they are while it does not answer.",
        expected="an address such as `postgres://user@replica:5432/name`",
        is_usable=lambda value: DATABASE_SCHEMES.get(urlsplit(value).scheme) == "postgresql",
    ),
    Setting(
        "BELISHA_SECRET_KEY",
        "str",
        "",
        "The key that signs sessions and links. By default one is created at the first start and kept in "
        "`secret.key` in the data folder, readable by its owner only. Set it if several machines serve.",
    ),
    Setting(
        "BELISHA_SECRET_KEYS_OLD",
        "list",
        [],
        "Former keys, by comma: what they signed or sealed can still be read.",
    ),
    Setting(
        "BELISHA_DEBUG",
        "bool",
        False,
        "Show errors in full on the page. Never use it where other machines can reach the site.",
    ),
    Setting(
        "BELISHA_HOSTS",
        "list",
        ["127.0.0.1", "localhost", "[::1]"],
        "The host names under which people reach the site, by comma.",
        expected="names, by comma, such as `policy.example.org`; never `*`",
        is_usable=lambda value: all(
            re.fullmatch(r"\.?[\w.-]+|\[[\da-f:]+\]", each, re.ASCII) for each in value
        ),
    ),
    Setting(
        "BELISHA_ADDRESS",
        "str",
        "",
        "The address under which people reach the site (`https://policy.example.org`), for links in mail and "
        "calendars. By default it is made from the first of `BELISHA_HOSTS`.",
        expected="an address such as `https://policy.example.org`",
        is_usable=lambda value: bool(re.fullmatch(r"https?://[\w.\[\]:-]+", value, re.ASCII)),
    ),
    Setting(
        "BELISHA_HTTPS",
        "bool",
        None,
        "Whether people reach the site over HTTPS. Cookies then need HTTPS, and browsers are told to stay "
        "with it. By default yes, unless `BELISHA_DEBUG` is on or every name in `BELISHA_HOSTS` is this "
        "machine's own.",
    ),
    Setting(
        "BELISHA_HSTS_SUBDOMAINS",
        "bool",
        False,
        "Whether browsers are told to use HTTPS for every name under the site's too. Turn it on where "
        "nothing under that name is served without HTTPS.",
    ),
    Setting(
        "BELISHA_PROXIES",
        "int",
        0,
        "How many proxies of yours are in front of the site. They are trusted for the visitor's address "
        "(`X-Forwarded-For`), by which sign-ins are limited, and for `X-Forwarded-Proto`.",
        expected="a number from 0 to 9",
        is_usable=lambda value: 0 <= value <= 9,
    ),
    Setting(
        "BELISHA_SIGN_IN_RATE",
        "str",
        "300/m/ip",
        "How often one network address may try to sign in from new browsers. A school is one address, so it "
        "is higher than usual; wrong passwords for one person are limited separately, to 5 in 5 minutes.",
        expected="a number with a time, such as `300/m/ip`",
        is_usable=lambda value: bool(re.fullmatch(r"[1-9]\d{0,6}/\d*[smhd](?:/ip)?", value)),
    ),
    Setting(
        "BELISHA_BREACHED_PASSWORDS",
        "str",
        "",
        "A file of passwords found in breaches, which nobody may choose: a line `SHA-1:count` each, in the "
        "order of the hashes, as “Pwned Passwords” is published. It is read here; nobody is asked.",
        expected="a file that can be read, with a SHA-1 in hexadecimal at the start of its first line",
        is_usable=lambda value: _begins_with_a_hash(Path(value)),
    ),
    Setting(
        "BELISHA_MAIL_HOST",
        "str",
        "",
        "The mail server. Without one, invitations are shown as links to hand over.",
    ),
    Setting(
        "BELISHA_MAIL_PORT",
        "int",
        587,
        "The mail server's port.",
        expected="a number from 1 to 65535",
        is_usable=lambda value: 1 <= value <= 65535,
    ),
    Setting("BELISHA_MAIL_USER", "str", "", "The user name for the mail server, if it needs one."),
    Setting("BELISHA_MAIL_PASSWORD", "str", "", "The password for the mail server."),
    Setting("BELISHA_MAIL_TLS", "bool", True, "Whether to use STARTTLS with the mail server."),
    Setting("BELISHA_MAIL_FROM", "str", "Belisha <belisha@localhost>", "The sender of the site's mail."),
    Setting(
        "BELISHA_MAIL_REPLY_TO",
        "str",
        "",
        "Where answers to the site's mail go, such as the school office. Without it they go to the sender.",
    ),
    Setting(
        "BELISHA_FETCH_PRIVATE",
        "bool",
        False,
        "Whether the check of a school's website and the capture of a page may also fetch from this machine "
        "and internal networks, for a trial. Leave it off: people who may start one could otherwise look "
        "into your network.",
    ),
    Setting(
        "BELISHA_SECOND_FACTOR",
        "str",
        "required",
        "`required`: heads, safeguarding leads and people who manage people or the school must sign in with "
        "a second factor or a passkey. `everybody`: whoever has an account must, teachers, parents and "
        "pupils too. `optional`: they may. `belisha demo` uses `optional`.",
        expected="`required`, `everybody` or `optional`",
        is_usable=lambda value: value in ("required", "everybody", "optional"),
    ),
    Setting(
        "BELISHA_IDLE_MINUTES",
        "int",
        60,
        "After how many minutes without opening a page somebody is signed out.",
        expected="a number from 1 to 720",
        is_usable=lambda value: 1 <= value <= 720,
    ),
    Setting(
        "BELISHA_HIDE_TO",
        "str",
        "https://www.bbc.co.uk/weather",
        "Where “Hide this page” leads, so that nobody sees what was read.",
        expected="an address that begins with https://",
        is_usable=lambda value: value.startswith("https://"),
    ),
    Setting(
        "BELISHA_SCAN",
        "str",
        "off",
        "Whether evidence is scanned by ClamAV while it is received. `advisory`: its custody says what was "
        "found. `required`: what is harmful, or cannot be scanned, is not taken.",
        expected="`off`, `advisory` or `required`",
        is_usable=lambda value: value in ("off", "advisory", "required"),
    ),
    Setting(
        "BELISHA_CLAMD",
        "str",
        "tcp://127.0.0.1:3310",
        "Where the daemon of ClamAV listens. Raise its `StreamMaxLength` to 500M, the largest file that is "
        "taken: what is larger than its limit cannot be scanned.",
        expected="an address such as `tcp://127.0.0.1:3310` or `unix:///run/clamav/clamd.ctl`",
        is_usable=lambda value: bool(re.fullmatch(r"tcp://[\w.\[\]:-]+|unix:///[\w./-]+", value, re.ASCII)),
    ),
    Setting(
        "BELISHA_BROWSER",
        "str",
        "",
        "The program of Chromium (`/usr/bin/chromium`), with which whoever works on a case may capture a "
        "public web page as evidence. Empty: nobody can. Do not run the site as root then: Chromium starts "
        "for root only without its own sandbox.",
        expected="the path of a program that can be run, such as `/usr/bin/chromium`",
        is_usable=lambda value: value.startswith("/") and os.access(value, os.X_OK),
    ),
    Setting(
        "BELISHA_TSA",
        "str",
        "",
        "The address of a timestamp authority (RFC 3161) that `belisha sweep` asks to stamp evidence. Only "
        "the SHA-256 of a file is sent. Empty: nothing is stamped.",
        expected="an address such as `https://timestamp.example.org`",
        is_usable=lambda value: bool(re.fullmatch(r"https?://[\w.\[\]:/?=&%-]+", value, re.ASCII)),
    ),
    Setting(
        "BELISHA_TSA_CERTIFICATES",
        "str",
        "",
        "A PEM file with the root certificate of that authority, and with the certificates between, if its "
        "answers bring none. Keep those of former authorities in it: what they stamped is checked with them.",
        expected="a PEM file with a certificate",
        is_usable=lambda value: b"BEGIN CERTIFICATE" in Path(value).read_bytes(),
    ),
    Setting(
        "BELISHA_S3_BUCKET",
        "str",
        "",
        "The bucket of S3, or of what speaks its protocol, in which encrypted files are kept, with a prefix "
        "of this site's own: `evidence/school`. Empty: they are kept in the data folder. Files from before "
        "stay there and are read there.",
        expected="the name of a bucket, with a prefix or not, such as `evidence/school`",
        is_usable=lambda value: bool(
            re.fullmatch(r"[a-z\d][a-z\d.-]{1,61}[a-z\d](/[\w.-]+)*", value, re.ASCII)
        ),
    ),
    Setting(
        "BELISHA_S3_ENDPOINT",
        "str",
        "https://s3.eu-west-2.amazonaws.com",
        "The address of the server that has the bucket. By default Amazon's in London.",
        expected="an address that begins with https://, or with http:// on this machine",
        is_usable=lambda value: bool(
            re.fullmatch(r"https://[\w.:/-]+|http://(127\.0\.0\.1|localhost)(:\d+)?", value, re.ASCII)
        ),
    ),
    Setting("BELISHA_S3_REGION", "str", "eu-west-2", "The region for which requests are signed."),
    Setting("BELISHA_S3_KEY", "str", "", "The id of the key that may put, get and delete objects there."),
    Setting("BELISHA_S3_SECRET", "str", "", "The secret that belongs to it."),
    Setting("BELISHA_GOOGLE_ID", "str", "", "The client id for signing in with Google. Empty: not offered."),
    Setting("BELISHA_GOOGLE_SECRET", "str", "", "The client secret that belongs to it."),
    Setting("BELISHA_MICROSOFT_ID", "str", "", "The client id for Microsoft. Empty: not offered."),
    Setting("BELISHA_MICROSOFT_SECRET", "str", "", "The client secret that belongs to it."),
    Setting(
        "BELISHA_MICROSOFT_TENANT",
        "str",
        "",
        "The id of the school’s or trust’s own tenant. A tenant for everybody (`common`) is refused: people "
        "could claim any address there.",
    ),
    Setting("BELISHA_OPENID_ISSUER", "str", "", "The address of another OpenID provider."),
    Setting("BELISHA_OPENID_NAME", "str", "your trust", "What people call that provider."),
    Setting("BELISHA_OPENID_ID", "str", "", "The client id at that provider."),
    Setting("BELISHA_OPENID_SECRET", "str", "", "The client secret that belongs to it."),
    Setting(
        "BELISHA_WORDS",
        "list",
        [],
        "Vocabulary files that the schools’ policies may use besides the shipped vocabulary, by comma; "
        "the name of a pack (`tuition`) has its roles offered to people. "
        "See “Add your school’s own words”.",
    ),
    Setting(
        "BELISHA_METRICS_TOKEN",
        "str",
        "",
        "The token with which a monitoring system may read `/metrics` (`Authorization: Bearer TOKEN`). "
        "Empty: there is no such page.",
        expected="at least 20 letters, digits, hyphens or underscores",
        is_usable=lambda value: bool(re.fullmatch(r"[\w-]{20,}", value, re.ASCII)),
    ),
    Setting(
        "BELISHA_SYSLOG",
        "str",
        "",
        "Where the log goes besides the standard error: `host:port` of a syslog server (UDP), so that "
        "whoever breaks in here cannot change what was logged. It holds no words of people.",
        expected="a host and a port, such as `logs.example.org:514`",
        is_usable=lambda value: bool(re.fullmatch(r"[\w.-]+:\d{1,5}", value, re.ASCII)),
    ),
    Setting(
        "BELISHA_TODAY",
        "str",
        "",
        "A date (YYYY-MM-DD) to use as today, for demonstrations and tests. By default the real date.",
        expected="a date such as 2026-11-21",
        is_usable=lambda value: bool(date.fromisoformat(value)),
    ),
)
