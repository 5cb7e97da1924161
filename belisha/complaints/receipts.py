"""Receipt codes, with which a sender comes back without an account."""

import secrets

from django.utils.crypto import salted_hmac

from belisha.people.accounts.tokens import hash_token

# No letter that is taken for another when it is written down.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LENGTH = 4, 5


def new_receipt() -> str:
    """Return a random code of twenty letters and digits in four groups."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(GROUPS * LENGTH)))


def receipt_of(sending: str) -> str:
    """Return the code for a form's random token: the same form, sent twice, has one code.

    Without the site's key, nobody can tell the code from the token.
    """
    number = int.from_bytes(salted_hmac("belisha.complaints.receipt", sending, algorithm="sha256").digest())
    letters = ""
    for _ in range(GROUPS * LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + LENGTH] for at in range(0, len(letters), LENGTH))


def receipt_hash(code: str) -> str:
    """Return the stored hash of a code, ignoring case, spaces and dashes."""
    return hash_token("".join(letter for letter in code.upper() if letter in LETTERS))
