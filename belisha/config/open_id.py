"""The OpenID providers that people may sign in with, from the host's settings."""

from typing import Any
from urllib.parse import urlsplit

from belisha.config import env
from belisha.config.env import SettingError

GOOGLE = "https://accounts.google.com"
MICROSOFT = "https://login.microsoftonline.com"
FOR_ALL_TENANTS = {"common", "organizations", "consumers"}


def providers() -> list[dict[str, Any]]:
    """Return the providers in the form that allauth expects. Raise SettingError if a value is unusable."""
    return [each for each in (_google(), _microsoft(), _other()) if each]


def origins(given: list[dict[str, Any]]) -> list[str]:
    """Return the providers' origins, which the content security policy must allow as form targets."""
    parts = [urlsplit(each["settings"]["server_url"]) for each in given]
    return [f"{part.scheme}://{part.netloc}" for part in parts]


def _google() -> dict[str, Any]:
    return _provider("google", "Google", "BELISHA_GOOGLE", GOOGLE)


def _microsoft() -> dict[str, Any]:
    """Return Microsoft as a provider. Addresses count as verified: the tenant is the school's own."""
    if not env.read("BELISHA_MICROSOFT_ID"):
        return {}
    tenant = env.read("BELISHA_MICROSOFT_TENANT")
    if not tenant or tenant.lower() in FOR_ALL_TENANTS:
        message = f"BELISHA_MICROSOFT_TENANT: `{tenant}` is not usable; expected the id of one tenant"
        raise SettingError(message)
    return _provider("microsoft", "Microsoft", "BELISHA_MICROSOFT", f"{MICROSOFT}/{tenant}/v2.0", proved=True)


def _other() -> dict[str, Any]:
    issuer = env.read("BELISHA_OPENID_ISSUER")
    if not issuer:
        return {}
    if urlsplit(issuer).scheme not in {"https", "http"}:
        message = f"BELISHA_OPENID_ISSUER: `{issuer}` is not usable; expected an address with https"
        raise SettingError(message)
    return _provider("openid", env.read("BELISHA_OPENID_NAME"), "BELISHA_OPENID", issuer.rstrip("/"))


def _provider(name: str, label: str, prefix: str, issuer: str, *, proved: bool = False) -> dict[str, Any]:
    client = env.read(f"{prefix}_ID")
    if not client:
        return {}
    settings = {"server_url": issuer, "oauth_pkce_enabled": True, "verified_email": proved}
    secret = env.read(f"{prefix}_SECRET")
    return {"provider_id": name, "name": label, "client_id": client, "secret": secret, "settings": settings}
