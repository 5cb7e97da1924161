"""The short code of a version on a signing sheet, so that sheets of other versions are refused."""

import hashlib

# No letter that is taken for another when it is read off paper.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def sheet_code(version: int, checksum: str) -> str:
    """Return eight letters and digits in two groups, from the version's id and its checksum."""
    number = int.from_bytes(hashlib.sha256(f"sheet {version} {checksum}".encode()).digest()[:8])
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def is_same_code(typed: str, code: str) -> bool:
    """Return whether the typed code matches, ignoring case, spaces and dashes."""
    bare = "".join(letter for letter in typed.upper() if letter in LETTERS)
    return bare == code.replace("-", "")
