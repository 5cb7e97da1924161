from typing import ClassVar

from django.db import models
from django.utils import timezone


class EncryptedFile(models.Model):
    """A file that is kept encrypted (see `encrypted_files`). A row of an app says whose it is.

    `name` is random. `wrapped_key` is the file's own key; it is empty if the file is encrypted with the key
    of its owner, such as a case, or if it was destroyed. `sha256` and `size` (bytes) are of the file as it
    was received.
    """

    name = models.CharField(max_length=32, unique=True)
    wrapped_key = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    kept_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"file {self.pk}"


class DisposalPermit(models.Model):
    """A permit to delete rows of a write-once table. It is made and removed in the transaction that uses it.

    The triggers that keep rows for ever look for it (see `triggers`). Outside a disposal the table is empty.
    """

    table_name = models.CharField(max_length=80)

    objects: ClassVar[models.Manager["DisposalPermit"]] = models.Manager()

    def __str__(self) -> str:
        return f"disposal in {self.table_name}"
