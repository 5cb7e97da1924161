"""Recovery codes: shown once when they are made, and kept as hashes."""

import secrets
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from belisha.people.models import User

HIDDEN = "****"


class HashedRecoveryCodes:
    """Codes of one person, in the place of those that the library derives from a seed that it keeps.

    They are made when the page that shows them is first opened, so that they are never kept as they are:
    Argon2id with a salt for each (OWASP ASVS 6.5.2).
    """

    def __init__(self, instance: Authenticator) -> None:
        self.instance = instance
        self._shown: list[str] = []

    @classmethod
    def activate(cls, user: User) -> "HashedRecoveryCodes":
        """Return the person's codes; if there are none, a place for them, still empty."""
        kind = Authenticator.Type.RECOVERY_CODES
        made, _ = Authenticator.objects.get_or_create(
            user_id=user.pk, type=kind, defaults={"data": {"hashes": []}}
        )
        return cls(made)

    @property
    def did_view(self) -> bool:
        """Whether the codes were made and shown."""
        return bool(self.instance.data.get("viewed_at"))

    def mark_as_viewed(self) -> None:
        """Make the codes, once, and keep their hashes. This object's `get_unused_codes` then returns them."""
        with transaction.atomic():
            self.instance = self._locked()
            if self.did_view:
                return
            digits = app_settings.RECOVERY_CODE_DIGITS
            count = app_settings.RECOVERY_CODE_COUNT
            self._shown = [f"{secrets.randbelow(10**digits):0{digits}}" for _ in range(count)]
            self._keep([make_password(code) for code in self._shown], viewed_at=time.time())

    def get_unused_codes(self) -> list[str]:
        """Return the codes if they have just been made; else asterisks, as many as are left."""
        return self._shown or [HIDDEN] * len(self.instance.data.get("hashes", ()))

    def validate_code(self, code: str) -> bool:
        """Return whether it is a code that was not used yet, and use it up."""
        code = "".join(letter for letter in code if letter.isalnum())
        if len(code) != app_settings.RECOVERY_CODE_DIGITS:
            return False
        with transaction.atomic():
            self.instance = self._locked()
            hashes: list[str] = self.instance.data.get("hashes", [])
            found = next((each for each in hashes if check_password(code, each)), None)
            if found is not None:
                self._keep([each for each in hashes if each != found])
        return found is not None

    def _locked(self) -> Authenticator:
        return Authenticator.objects.select_for_update().get(pk=self.instance.pk)

    def _keep(self, hashes: list[str], **more: Any) -> None:
        self.instance.data = {**self.instance.data, **more, "hashes": hashes}
        self.instance.save(update_fields=["data"])


def use_hashes() -> None:
    """Let the library make and try codes in this way. It offers no setting for it (65.22)."""
    for module in (auth, flows):
        module.RecoveryCodes = HashedRecoveryCodes
