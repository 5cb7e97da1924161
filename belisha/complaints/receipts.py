"""The code with which somebody comes back to what they brought, without an account."""

import secrets

from django.utils.crypto import salted_hmac

from belisha.people.tokens import hash_of

# No letter that is taken for another when it is written down.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LENGTH = 4, 5


def new_receipt() -> str:
    """A code of twenty letters and digits in four groups; it cannot be guessed."""
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(GROUPS * LENGTH)))


def receipt_of(sending: str) -> str:
    """The code of what one form brings, from the form's own random mark: sent twice, it has one code.

    Without the site's key nobody tells the code from the mark.
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
    """What is kept of a code, however it was typed: small letters, spaces and dashes do not matter."""
    return hash_of("".join(letter for letter in code.upper() if letter in LETTERS))
