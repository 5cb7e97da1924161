from django.db import models

from belisha.base.data_keys import KeyLostError, decrypt_text, encrypt_text, unwrap_key, wrap_key

ERASED = "This was erased, or the site no longer has its key."


class Sealed(models.Model):
    """A row whose words are encrypted with a key of its own. Erasing `wrapped_key` erases them all.

    `reference` names the row in what is authenticated.
    """

    wrapped_key = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def context(self) -> str:
        """Return the name that its key and its words are bound to."""
        return str(self)

    def take_key(self, key: bytes) -> None:
        """Keep `key`, wrapped."""
        self.wrapped_key = wrap_key(key, self.context)

    def data_key(self) -> bytes:
        """Return the row's key. Raise KeyLostError if it was erased."""
        return unwrap_key(self.wrapped_key, self.context)

    def seal(self, text: str) -> str:
        """Return `text` encrypted for this row; empty text stays empty."""
        return encrypt_text(text, self.data_key(), self.context) if text else ""

    def opened(self, sealed: str) -> str:
        """Return a text that `seal` encrypted; a sentence if its key is gone."""
        if not sealed:
            return ""
        try:
            return decrypt_text(sealed, self.data_key(), self.context)
        except KeyLostError:
            return ERASED
