"""What this site does with people's data, read from its settings."""

from dataclasses import dataclass

from django.conf import settings

from belisha.outbox.actions import KEPT as MAIL_KEPT


@dataclass(frozen=True, slots=True)
class DataPractice:
    """The settings that a privacy notice must state. Times are in the unit that the name says."""

    address: str
    is_encrypted: bool
    session_hours: int
    idle_minutes: int
    sends_mail: bool
    mail_days: int
    sign_in_providers: tuple[str, ...]
    asks_second_factor: bool
    is_debugging: bool


def data_practice() -> DataPractice:
    """Return the settings in use."""
    providers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return DataPractice(
        address=settings.SITE_ADDRESS,
        is_encrypted=settings.SITE_ADDRESS.startswith("https://"),
        session_hours=settings.SESSION_COOKIE_AGE // 3600,
        idle_minutes=settings.BELISHA_IDLE_MINUTES,
        sends_mail=bool(settings.EMAIL_HOST),
        mail_days=MAIL_KEPT.days,
        sign_in_providers=tuple(str(each.get("name", "")) for each in providers),
        asks_second_factor=settings.BELISHA_SECOND_FACTOR != "optional",
        is_debugging=bool(settings.DEBUG),
    )
