"""Encryption of what a matter holds: its words, the sender's name and contact."""

from cryptography.fernet import InvalidToken

from belisha.people.accounts.encryption import decrypt

PURPOSE = "complaints"
KEY_LOST = "This was sealed with a key that the site no longer has."


def decrypted(text: str) -> str:
    """Return the text of an encrypted value, or a sentence if its key is gone; empty if it is empty."""
    if not text:
        return ""
    try:
        return decrypt(text, PURPOSE)
    except InvalidToken:
        return KEY_LOST
