"""Keep recovery codes as hashes: those not used yet go on working, and the seed that gave them is deleted.

The codes are derived as django-allauth 65 does, so that this works whatever a later release does.
"""

import hmac
import time

from cryptography.fernet import InvalidToken
from django.contrib.auth.hashers import make_password
from django.db import migrations

COUNT, DIGITS = 10, 8


def unused_codes(data):
    """Return the codes that a row of the library stands for, without those that were used."""
    from belisha.people.accounts.encryption import decrypt

    if "migrated_codes" in data:
        return [decrypt(code) for code in data["migrated_codes"]]
    codes, digest = [], hmac.new(decrypt(data["seed"]).encode("ascii"), None, "sha1")
    for number in range(COUNT):
        digest.update(f"{number:3},".encode())
        value = int.from_bytes(digest.digest()[: DIGITS // 2], "big") % 10**DIGITS
        if not data.get("used_mask", 0) & (1 << number):
            codes.append(str(value).zfill(DIGITS))
    return codes


def hash_codes(apps, schema_editor):
    authenticators = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for row in authenticators.filter(type="recovery_codes"):
        try:
            codes = unused_codes(row.data)
        except (InvalidToken, KeyError):
            codes = []  # of another site's key, or hashed already: whoever needs codes makes new ones
        if "hashes" not in row.data:
            row.data = {"hashes": [make_password(code) for code in codes], "viewed_at": time.time()}
            row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_access_tokens"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(hash_codes, migrations.RunPython.noop)]
