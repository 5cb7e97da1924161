import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks

from belisha.base import checks as own_checks
from belisha.config import env
from belisha.config.keys import secret_key
from belisha.config.table import Setting


@pytest.mark.parametrize("setting", env.SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_says_what_it_is_for(setting: Setting) -> None:
    assert setting.name.startswith("BELISHA_")
    assert setting.help.endswith(".")
    assert setting.kind in ("str", "bool", "int", "list")


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("BELISHA_DEBUG", "yes", True),
        ("BELISHA_DEBUG", "", False),
        ("BELISHA_HOSTS", "a.example,b.example", ["a.example", "b.example"]),
        ("BELISHA_PROXIES", "2", 2),
        ("BELISHA_HTTPS", "", None),
        ("BELISHA_HTTPS", "false", False),
    ],
)
def test_a_setting_is_read(monkeypatch: pytest.MonkeyPatch, name: str, given: str, value: object) -> None:
    monkeypatch.setenv(name, given)
    assert env.read(name) == value


def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELISHA_PROXIES", "many")
    with pytest.raises(env.SettingError, match="BELISHA_PROXIES: `many` is not usable; expected"):
        env.read("BELISHA_PROXIES")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("BELISHA_HOSTS", "*"),
        ("BELISHA_HOSTS", "https://policy.example.org"),
        ("BELISHA_IDLE_MINUTES", "-5"),
        ("BELISHA_IDLE_MINUTES", "lots"),
        ("BELISHA_PROXIES", "-1"),
        ("BELISHA_MAIL_PORT", "0"),
        ("BELISHA_TODAY", "2026-02-30"),
        ("BELISHA_ADDRESS", "policy.example.org"),
        ("BELISHA_ADDRESS", "https://policy.example.org/path/"),
        ("BELISHA_SIGN_IN_RATE", "often"),
        ("BELISHA_HIDE_TO", "javascript:alert(1)"),
        ("BELISHA_SECOND_FACTOR", "perhaps"),
        ("BELISHA_DATABASE_URL", "mysql://x/y"),
        ("BELISHA_METRICS_TOKEN", "short"),
        ("BELISHA_DEBUG", "maybe"),
    ],
)
def test_an_unusable_value_says_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.setenv(name, given)
    with pytest.raises(env.SettingError, match=f"^{name}: `.*` is not usable; expected .+"):
        env.read(name)


@pytest.mark.parametrize("setting", env.SETTINGS, ids=lambda setting: setting.name)
def test_every_default_could_be_given(setting: Setting) -> None:
    assert setting.default in ("", None) or setting.is_usable(setting.default)


def test_a_name_that_is_no_setting_is_told_with_the_nearest() -> None:
    with pytest.raises(
        env.SettingError, match=r"BELISHA_HOST: there is no such setting; did you mean `BELISHA_HOSTS`"
    ):
        env.check_names(["PATH", "BELISHA_HOSTS", "BELISHA_HOST"])
    with pytest.raises(env.SettingError, match=r"there is no such setting; docs/reference/settings\.md"):
        env.check_names(["BELISHA_ZZZZZZ"])
    env.check_names([*(setting.name for setting in env.SETTINGS), "BELISHA_TEST_DAY", "HOME"])


@pytest.mark.parametrize(
    ("url", "engine", "name"),
    [
        ("postgres://u:p%40@db:5433/belisha?sslmode=require", "belisha.base.postgresql", "belisha"),
        ("postgresql://db/belisha", "belisha.base.postgresql", "belisha"),
        ("sqlite:////var/lib/b.sqlite3", "django.db.backends.sqlite3", "/var/lib/b.sqlite3"),
        ("sqlite:///b.sqlite3", "django.db.backends.sqlite3", "b.sqlite3"),
        ("", "django.db.backends.sqlite3", "/tmp/default.sqlite3"),
    ],
)
def test_a_database_is_named_by_a_url(url: str, engine: str, name: str) -> None:
    found = env.database(url, Path("/tmp/default.sqlite3"))
    assert (found["ENGINE"], found["NAME"]) == (engine, name)


def test_the_parts_of_a_url_are_read() -> None:
    found = env.database("postgres://u:p%40@db:5433/belisha?sslmode=require", Path())
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("u", "p@", "db", "5433")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(env.SettingError, match="`mysql` is not known; expected `postgres` or `sqlite`"):
        env.database("mysql://x/y", Path())


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first, second = secret_key("", tmp_path / "new"), secret_key("", tmp_path / "new")
    assert first == second
    assert len(first) > 50
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret.key"]
    assert secret_key("given", tmp_path) == "given"


def settings_with(tmp_path: Path, code: str, **environment: str) -> str:
    given = {"BELISHA_DATA_DIR": str(tmp_path), "PATH": "", **environment}
    code = f"from belisha.config import settings as s; {code}"
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("environment", "secure"),
    [
        ({}, "False"),
        ({"BELISHA_HOSTS": "policy.example"}, "True"),
        ({"BELISHA_HOSTS": "policy.example", "BELISHA_DEBUG": "true"}, "False"),
        ({"BELISHA_HOSTS": "policy.example", "BELISHA_HTTPS": "false"}, "False"),
    ],
)
def test_cookies_travel_by_https_where_others_reach_the_site(
    tmp_path: Path, environment: dict[str, str], secure: str
) -> None:
    code = (
        "print(s.SESSION_COOKIE_SECURE is s.CSRF_COOKIE_SECURE is s.SECURE_SSL_REDIRECT is s.HTTPS, s.HTTPS)"
    )
    assert settings_with(tmp_path, code, **environment).split()[1] == secure


def test_sqlite_is_patient_and_durable(tmp_path: Path) -> None:
    options = settings_with(tmp_path, "print(s.DATABASES['default']['OPTIONS'])")
    for part in ("journal_mode=WAL", "synchronous=FULL", "'transaction_mode': 'IMMEDIATE'", "'timeout': 20"):
        assert part in options


@pytest.mark.parametrize(
    ("check", "changes", "name"),
    [
        (own_checks.check_secret_key, {"SECRET_KEY": "short"}, "belisha.E003"),
        (own_checks.check_debug, {"DEBUG": True, "ALLOWED_HOSTS": ["x"]}, "belisha.E004"),
        (own_checks.check_https, {"HTTPS": False}, "belisha.W002"),
        (own_checks.check_static_files, {"STATICFILES_FINDERS": []}, "belisha.E001"),
    ],
)
def test_a_check_says_what_does_not_hold(
    settings: object, check: object, changes: dict[str, object], name: str
) -> None:
    assert not [each for each in check(None) if each.id != "belisha.W002"]  # type: ignore[operator]
    for setting, value in changes.items():
        setattr(settings, setting, value)
    assert name in [each.id for each in check(None)]  # type: ignore[operator]


def test_all_checks_pass() -> None:
    assert not [each for each in checks.run_checks() if each.level >= checks.ERROR]


def test_a_setting_may_be_a_credential_of_systemd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("BELISHA_MAIL_PASSWORD", "")
    assert env.read("BELISHA_MAIL_PASSWORD") == ""
    (tmp_path / "BELISHA_MAIL_PASSWORD").write_text("from a file\n")
    assert env.read("BELISHA_MAIL_PASSWORD") == "from a file"
    monkeypatch.setenv("BELISHA_MAIL_PASSWORD", "said here")
    assert env.read("BELISHA_MAIL_PASSWORD") == "said here"
    (tmp_path / "BELISHA_MAIL_PORT").write_text("many")
    monkeypatch.setenv("BELISHA_MAIL_PORT", "")
    with pytest.raises(env.SettingError, match="`many` is not usable"):
        env.read("BELISHA_MAIL_PORT")


@pytest.mark.parametrize(("given", "is_told"), [("yes", True), ("no", False)])
def test_browsers_are_told_of_the_names_below_only_where_the_host_says_so(
    tmp_path: Path, given: str, is_told: bool
) -> None:
    code = "print(s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    assert settings_with(tmp_path, code, BELISHA_HSTS_SUBDOMAINS=given) == str(is_told)
