"""A session on a shared device: by which card, on which device, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

KEY = "shared_device"


@dataclass(frozen=True, slots=True)
class DeviceSession:
    """What the session stores of a sign-in by card."""

    school_id: int
    device_id: int
    card_id: int
    until: datetime

    @property
    def is_over(self) -> bool:
        """Return whether its time is over."""
        return timezone.now() >= self.until


def device_session(session: Any) -> DeviceSession | None:
    """Return the sign-in by card of this session, or None."""
    kept = session.get(KEY)
    if kept is None:
        return None
    return DeviceSession(kept["school"], kept["device"], kept["card"], datetime.fromisoformat(kept["until"]))


def store_device_session(session: Any, found: DeviceSession) -> None:
    """Store a sign-in by card in the session."""
    session[KEY] = {
        "school": found.school_id,
        "device": found.device_id,
        "card": found.card_id,
        "until": found.until.isoformat(),
    }
