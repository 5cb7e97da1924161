"""Read the settings that a host gives, through the table of them."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from environs import Env

from belisha.base.bucket import Bucket
from belisha.config.table import DATABASE_SCHEMES, SETTINGS
from belisha.rules.errors import VocabularyError
from belisha.rules.nearest import did_you_mean
from belisha.rules.vocabulary.loading import use_words

CHECKOUT = Path(__file__).resolve().parents[2]
SECRETS = "/run/secrets"  # where engines put a container's secrets


class SettingError(Exception):
    """A setting cannot be used. The message holds its name, the value in backticks and what was expected."""


def data_dir() -> Path:
    """Return the default data folder: `var/` in a checkout, otherwise the user's data folder."""
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "var"
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "belisha"


_BY_NAME = {setting.name: setting for setting in SETTINGS}
_KINDS = {"str": "text", "bool": "`true` or `false`", "int": "a whole number", "list": "a list with commas"}
# Variables of tests, benchmarks and CI, and a name that packagers of many programs set.
_NOT_SETTINGS = re.compile(r"BELISHA_(?:TEST|BENCH|CI)_[A-Z_]+|BELISHA_HOME")


def read(name: str) -> Any:
    """Return the value of the setting `name`, or its default. Raise SettingError if it cannot be used."""
    setting = _BY_NAME[name]
    if os.environ.get(name, "").strip() == "" and not _take_credential(name):
        return setting.default
    value = None
    try:
        value = getattr(Env(), setting.kind)(name)
        is_usable = setting.is_usable(value)
    except Exception:
        is_usable = False
    if not is_usable:
        expected = setting.expected or _KINDS[setting.kind]
        raise SettingError(f"{name}: `{os.environ[name]}` is not usable; expected {expected}")
    return value


def _take_credential(name: str) -> bool:
    """Take a setting from the file of its name that systemd or a container engine gives to the site alone.

    Return whether there is one. It need not be in the unit, a shell or an image then, and can be encrypted at
    rest. It goes on to child processes of ours, which need it.
    """
    for folder in (os.environ.get("CREDENTIALS_DIRECTORY"), SECRETS):
        file = Path(folder, name) if folder else None
        if file is not None and file.is_file():
            os.environ[name] = file.read_text(encoding="utf-8").strip()
            return os.environ[name] != ""
    return False


def check_names(names: Iterable[str]) -> None:
    """Raise SettingError for a variable that begins with BELISHA_ and is no setting, with the nearest one."""
    for name in sorted(names):
        if name.startswith("BELISHA_") and name not in _BY_NAME and not _NOT_SETTINGS.fullmatch(name):
            near = did_you_mean(name, _BY_NAME) or "; docs/reference/settings.md lists the settings"
            raise SettingError(f"{name}: there is no such setting{near}")


def timestamps() -> tuple[str, str]:
    """Return the address of the timestamp authority, and the file of its certificates.

    Raise SettingError for an address without certificates: nobody could check what it answers.
    """
    address, certificates = read("BELISHA_TSA"), read("BELISHA_TSA_CERTIFICATES")
    if address and not certificates:
        message = (
            "BELISHA_TSA_CERTIFICATES: name the certificates by which answers of BELISHA_TSA are checked"
        )
        raise SettingError(message)
    return address, certificates


def bucket() -> Bucket | None:
    """Return the bucket in which encrypted files are kept; None where they are kept on disk.

    Raise SettingError for a bucket without a key: nothing could be kept in it.
    """
    name, _, prefix = read("BELISHA_S3_BUCKET").partition("/")
    if not name:
        return None
    key, secret = read("BELISHA_S3_KEY"), read("BELISHA_S3_SECRET")
    if not key or not secret:
        message = "BELISHA_S3_KEY: name the key that may write in BELISHA_S3_BUCKET, and BELISHA_S3_SECRET"
        raise SettingError(message)
    endpoint, region = read("BELISHA_S3_ENDPOINT"), read("BELISHA_S3_REGION")
    return Bucket(endpoint, region, name, f"{prefix}/" if prefix else "", key, secret)


def words(name: str) -> list[str]:
    """Load the vocabulary files that the setting names and return their paths.

    Raise SettingError if one cannot be used.
    """
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
    """Return Django's settings for the database at `url`, or for the SQLite file `default` without one."""
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
        "ENGINE": "belisha.base.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A cursor on the server belongs to a session, and behind pgbouncer the next fetch may meet another.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _sqlite(name: str) -> dict[str, Any]:
    """Return settings for SQLite: WAL, synced commits, immediate write locks and a 20 second timeout."""
    pragmas = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    )
    options = {"init_command": pragmas, "transaction_mode": "IMMEDIATE", "timeout": 20}
    engine = "django.db.backends.sqlite3"
    return {"ENGINE": engine, "NAME": name, "CONN_MAX_AGE": 600, "OPTIONS": options}
