"""Every setting that a host may give, in one table: its name, what it is, its default and what it is for.

The reference page of settings is written from this table; `settings.py` reads the values through it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env

from belisha.rules.errors import VocabularyError
from belisha.rules.vocabulary import use_words

CHECKOUT = Path(__file__).resolve().parents[2]
DATABASE_SCHEMES = {"postgres": "postgresql", "postgresql": "postgresql", "sqlite": "sqlite3"}


class SettingError(Exception):
    """A setting that cannot be used: what is wrong, the value in backticks, what was expected."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable. `kind` is a reader of `Env` ("str", "bool", "int", "list")."""

    name: str
    kind: str
    default: Any
    help: str


def data_dir() -> Path:
    """Where the database and the key lie by default: `var/` of a checkout, or the user's data folder."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "var"
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "belisha"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "BELISHA_DATA_DIR",
        "str",
        "",
        "The folder for the database and the key that are made when none is named. By default `var/` of a "
        "checkout, or `~/.local/share/belisha`.",
    ),
    Setting(
        "BELISHA_DATABASE_URL",
        "str",
        "",
        "The database: `postgres://user:password@host:5432/name` or `sqlite:////path/to/file`. By default a "
        "SQLite file in the data folder.",
    ),
    Setting(
        "BELISHA_SECRET_KEY",
        "str",
        "",
        "The key that signs sessions and links. By default one is made at the first start and kept in "
        "`secret.key` in the data folder, readable by its owner only. Name one where several machines serve.",
    ),
    Setting(
        "BELISHA_SECRET_KEYS_OLD",
        "list",
        [],
        "Keys that were used before, by comma: what they signed or sealed can still be read.",
    ),
    Setting(
        "BELISHA_DEBUG", "bool", False, "Show errors in full on the page. Never where others can reach it."
    ),
    Setting(
        "BELISHA_HOSTS",
        "list",
        ["127.0.0.1", "localhost", "[::1]"],
        "The names under which the site is reached, by comma.",
    ),
    Setting(
        "BELISHA_ADDRESS",
        "str",
        "",
        "The address under which people reach the site (`https://policy.example.org`), for the links in mail "
        "and calendars. By default it is made from the first of `BELISHA_HOSTS`.",
    ),
    Setting(
        "BELISHA_HTTPS",
        "bool",
        None,
        "Whether people reach the site by https. Then cookies travel by https alone and browsers are told to "
        "stay with it. By default yes, unless `BELISHA_DEBUG` is on or every name in `BELISHA_HOSTS` is this "
        "machine's own.",
    ),
    Setting(
        "BELISHA_PROXIES",
        "int",
        0,
        "How many proxies of yours stand before the site. They are trusted for the visitor's address "
        "(`X-Forwarded-For`), which limits sign-ins, and for `X-Forwarded-Proto`.",
    ),
    Setting(
        "BELISHA_SIGN_IN_RATE",
        "str",
        "300/m/ip",
        "How often one address may try to sign in. A school is one address, so this is higher than usual; "
        "failed tries for one person are limited by themselves, to 5 in 5 minutes.",
    ),
    Setting(
        "BELISHA_MAIL_HOST", "str", "", "The mail server. Without one, invitations are handed on as links."
    ),
    Setting("BELISHA_MAIL_PORT", "int", 587, "The mail server's port."),
    Setting("BELISHA_MAIL_USER", "str", "", "The name to sign in to the mail server with, if it asks."),
    Setting("BELISHA_MAIL_PASSWORD", "str", "", "The password for the mail server."),
    Setting("BELISHA_MAIL_TLS", "bool", True, "Whether to speak to the mail server by STARTTLS."),
    Setting("BELISHA_MAIL_FROM", "str", "Belisha <belisha@localhost>", "The sender of the site's mail."),
    Setting(
        "BELISHA_FETCH_PRIVATE",
        "bool",
        False,
        "Whether the check of a school's website may also fetch from this machine and from inner networks, "
        "for a trial. Leave it off: whoever may start a check could otherwise look behind your walls.",
    ),
    Setting(
        "BELISHA_SECOND_FACTOR",
        "str",
        "required",
        "`required`: heads, safeguarding leads and whoever looks after people or the school must sign in "
        "with a second factor or a passkey. `optional`: they may. `belisha demo` takes `optional`.",
    ),
    Setting(
        "BELISHA_IDLE_MINUTES", "int", 60, "After how many minutes without a page somebody is signed out."
    ),
    Setting(
        "BELISHA_HIDE_TO",
        "str",
        "https://www.bbc.co.uk/weather",
        "Where “Hide this page” leads, so that nobody sees what was read.",
    ),
    Setting("BELISHA_GOOGLE_ID", "str", "", "The client id for signing in with Google. Empty: not offered."),
    Setting("BELISHA_GOOGLE_SECRET", "str", "", "The secret that belongs to it."),
    Setting("BELISHA_MICROSOFT_ID", "str", "", "The client id for Microsoft. Empty: not offered."),
    Setting("BELISHA_MICROSOFT_SECRET", "str", "", "The secret that belongs to it."),
    Setting(
        "BELISHA_MICROSOFT_TENANT",
        "str",
        "",
        "The id of the school’s or trust’s own tenant. One for all tenants (`common`) is refused: anybody "
        "could give themselves anybody’s address there.",
    ),
    Setting("BELISHA_OPENID_ISSUER", "str", "", "The address of another OpenID provider."),
    Setting("BELISHA_OPENID_NAME", "str", "your trust", "What people call that provider."),
    Setting("BELISHA_OPENID_ID", "str", "", "The client id at that provider."),
    Setting("BELISHA_OPENID_SECRET", "str", "", "The secret that belongs to it."),
    Setting(
        "BELISHA_WORDS",
        "list",
        [],
        "Files of words that the schools’ policies may use beside those that ship, by comma. "
        "See “Add your school’s own words”.",
    ),
    Setting(
        "BELISHA_TODAY",
        "str",
        "",
        "A date (YYYY-MM-DD) to take for today, for demonstrations and tests. By default the real one.",
    ),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str) -> Any:
    """The value of the setting `name`: the environment's, or the default. SettingError if it is malformed."""
    setting = _BY_NAME[name]
    reader: Callable[..., Any] = getattr(Env(), setting.kind)
    if os.environ.get(name, "").strip() == "":
        return setting.default
    try:
        return reader(name)
    except Exception as error:
        message = f"{name}: `{os.environ[name]}` is not usable; expected a value of kind {setting.kind}"
        raise SettingError(message) from error


def one_of(name: str, *choices: str) -> str:
    """The value of the setting `name`, which is one of the choices. SettingError if it is none of them."""
    value = str(read(name))
    if value not in choices:
        expected = " or ".join(f"`{choice}`" for choice in choices)
        message = f"{name}: `{value}` is not usable; expected {expected}"
        raise SettingError(message)
    return value


def words(name: str) -> list[str]:
    """The files of words that the setting names, in use from now on. SettingError if one is unusable."""
    paths = [str(each).strip() for each in read(name)]
    try:
        use_words(Path(each) for each in paths)
    except OSError as error:
        message = f"{name}: `{error.filename}` cannot be read: {error.strerror}"
        raise SettingError(message) from None
    except VocabularyError as error:
        message = f"{name}: {error}"
        raise SettingError(message) from None
    return paths


def database(url: str, default: Path) -> dict[str, Any]:
    """Django's description of the database at `url`, or of the SQLite file `default` if there is no url."""
    if not url:
        return _sqlite(str(default))
    parts = urlsplit(url)
    engine = DATABASE_SCHEMES.get(parts.scheme)
    if engine is None:
        message = f"BELISHA_DATABASE_URL: `{parts.scheme}` is not known; expected `postgres` or `sqlite`"
        raise SettingError(message)
    if engine == "sqlite3":
        return _sqlite(unquote(parts.path[1:]) or ":memory:")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _sqlite(name: str) -> dict[str, Any]:
    """Write-ahead log, on disk before it is said to be saved, a write lock from the start, patience."""
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    )
    options = {"init_command": pragmas, "transaction_mode": "IMMEDIATE", "timeout": 20}
    engine = "django.db.backends.sqlite3"
    return {"ENGINE": engine, "NAME": name, "CONN_MAX_AGE": 600, "OPTIONS": options}
