"""Django's settings. What a host may change comes from the table in `env.py`."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from belisha.config import env, open_id
from belisha.config.keys import older_keys, secret_key

PACKAGE = Path(__file__).resolve().parents[1]
OWN_NAMES = {"127.0.0.1", "localhost", "[::1]"}

# --- the host's -----------------------------------------------------------------------------------

env.check_names(os.environ)
DATA_DIR = Path(env.read("BELISHA_DATA_DIR") or env.data_dir())
DEBUG = env.read("BELISHA_DEBUG")
ALLOWED_HOSTS = env.read("BELISHA_HOSTS")
HTTPS = env.read("BELISHA_HTTPS")
if HTTPS is None:
    HTTPS = not DEBUG and not OWN_NAMES.issuperset(ALLOWED_HOSTS)
SITE_ADDRESS = env.read("BELISHA_ADDRESS") or f"http{'s' if HTTPS else ''}://{ALLOWED_HOSTS[0]}"
SECRET_KEY = secret_key(env.read("BELISHA_SECRET_KEY"), DATA_DIR)
SECRET_KEY_FALLBACKS = [*env.read("BELISHA_SECRET_KEYS_OLD"), *older_keys(DATA_DIR)]
DATABASES = {"default": env.database(env.read("BELISHA_DATABASE_URL"), DATA_DIR / "belisha.sqlite3")}
if env.read("BELISHA_REPORTS_DATABASE_URL"):
    DATABASES["reports"] = env.database(env.read("BELISHA_REPORTS_DATABASE_URL"), DATA_DIR)
    DATABASE_ROUTERS = ["belisha.base.reports_database.ReportsRouter"]
BELISHA_WORDS = env.words("BELISHA_WORDS")
BELISHA_TODAY = env.read("BELISHA_TODAY")
BELISHA_HIDE_TO = env.read("BELISHA_HIDE_TO")
BELISHA_METRICS_TOKEN = env.read("BELISHA_METRICS_TOKEN")
BELISHA_IDLE_MINUTES = env.read("BELISHA_IDLE_MINUTES")
BELISHA_SECOND_FACTOR = env.read("BELISHA_SECOND_FACTOR")
BELISHA_FETCH_PRIVATE = env.read("BELISHA_FETCH_PRIVATE")
BELISHA_SCAN, BELISHA_CLAMD = env.read("BELISHA_SCAN"), env.read("BELISHA_CLAMD")
BELISHA_BUCKET = env.bucket()
BELISHA_BROWSER = env.read("BELISHA_BROWSER")
BELISHA_TSA, BELISHA_TSA_CERTIFICATES = env.timestamps()

# --- apps and middleware ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "belisha.demo",
    "belisha.dashboard",
    "belisha.connections",
    "belisha.governance",
    "belisha.reputation",
    "belisha.retention",
    "belisha.channels",
    "belisha.cases",
    "belisha.ratification",
    "belisha.answers",
    "belisha.checks",
    "belisha.registers",
    "belisha.acknowledgements",
    "belisha.training",
    "belisha.complaints",
    "belisha.drafting",
    "belisha.policies",
    "belisha.duties",
    "belisha.evidence",
    "belisha.directory",
    "belisha.outbox",
    "belisha.imports",
    "belisha.people",
    "belisha.audit",
    "belisha.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "belisha.base.timing.ServerTiming",
    "django.middleware.security.SecurityMiddleware",
    "belisha.base.middleware.refuse_programs_without_https",
    "belisha.base.compression.CompressedStaticFiles",
    "belisha.base.compression.compress_pages",
    "csp.middleware.CSPMiddleware",
    "belisha.base.middleware.response_headers",
    "belisha.base.middleware.all_schools_until_the_view",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",  # required by allauth
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "belisha.base.middleware.RefuseUnstorableInput",
    "belisha.people.middleware.SignInMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "belisha.policies.middleware.UnreadablePolicies",
    "belisha.audit.middleware.RefusalAuditMiddleware",
    "belisha.people.moved_schools.MovedSchools",
    "belisha.people.middleware.OpenSchools",
]

ROOT_URLCONF = "belisha.config.urls"
WSGI_APPLICATION = "belisha.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "belisha.base.templating.environment",
            "context_processors": [
                "belisha.people.actor.context",
                "belisha.duties.context.context",
            ],
        },
    },
]

# --- language, dates, files --------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = None  # files are served from where they are installed
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "belisha.base.static_files.HashedNames"},
}
# Static files are served from the package, without `collectstatic`.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 0 if DEBUG else 31_536_000  # a file's address includes its version
CACHES = {
    # In the database, so that all workers count failed sign-ins together.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SYSLOG = env.read("BELISHA_SYSLOG")
LOG_HANDLERS = ["console", *(["syslog"] if SYSLOG else [])]
LOGGING = {
    # An address may hold a person's question, so only failed requests are logged, by path without query.
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "belisha.base.logs.JsonFormatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", **({} if DEBUG else {"formatter": "json"})},
        **(
            {
                "syslog": {
                    "class": "logging.handlers.SysLogHandler",
                    "address": (SYSLOG.rpartition(":")[0], int(SYSLOG.rpartition(":")[2])),
                    "formatter": "json",
                }
            }
            if SYSLOG
            else {}
        ),
    },
    "loggers": {
        "belisha": {"handlers": LOG_HANDLERS, "level": "INFO"},
        "django.request": {"handlers": LOG_HANDLERS, "level": "ERROR", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["belisha.people.accounts.backends.PasswordBackend"]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an address may have an account at each school: see PasswordBackend
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "belisha.people.accounts.passwords.KnownWordsValidator"},
    {"NAME": "belisha.people.accounts.passwords.BreachedPasswordValidator"},
]
BELISHA_BREACHED_PASSWORDS = env.read("BELISHA_BREACHED_PASSWORDS")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "policies:schools"
ACCOUNT_ADAPTER = "belisha.people.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # following the invitation proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
# allauth 65.22 and later need the methods by name; without them every confirm page fails.
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}  # `belisha.people.accounts.attempts` counts
BELISHA_SIGN_IN_RATE = env.read("BELISHA_SIGN_IN_RATE")
ACCOUNT_FORMS = {"reset_password": "belisha.people.accounts.adapters.PasswordResetForm"}  # nosec B105
ALLAUTH_TRUSTED_PROXY_COUNT = env.read("BELISHA_PROXIES")
SOCIALACCOUNT_ADAPTER = "belisha.people.accounts.open_id.OpenIDAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": open_id.providers()}}
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # only people with a known, verified address get in
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
MFA_ADAPTER = "belisha.people.accounts.adapters.MFAAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Belisha"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- mail -----------------------------------------------------------------------------------------

EMAIL_HOST = env.read("BELISHA_MAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
EMAIL_PORT = env.read("BELISHA_MAIL_PORT")
EMAIL_HOST_USER = env.read("BELISHA_MAIL_USER")
EMAIL_HOST_PASSWORD = env.read("BELISHA_MAIL_PASSWORD")
EMAIL_USE_TLS = env.read("BELISHA_MAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.read("BELISHA_MAIL_FROM")
REPLY_TO_EMAIL = env.read("BELISHA_MAIL_REPLY_TO")

# --- headers and cookies -----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *open_id.origins(SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
# Programs send tokens there: told to come back over HTTPS, they would have sent them readably already.
SECURE_REDIRECT_EXEMPT = [r"^s/[^/]+/(?:roll/push/$|api/)"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.read("BELISHA_HSTS_SUBDOMAINS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.read("BELISHA_PROXIES") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# The prefix lets browsers refuse cookies of these names from another host or without HTTPS.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    f"{'__Host-' if HTTPS else ''}{name}" for name in ("sessionid", "csrftoken")
)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "belisha.base.views.csrf_failure"
# Nothing that is uploaded lies readable on the disk, not even for a moment.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "belisha.base.uploads.EncryptedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
