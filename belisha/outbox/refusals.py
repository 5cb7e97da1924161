"""Whom a mail server's refusal is about: the recipient, this site as a sender, or the one mail. Pure.

Servers word refusals freely. Words that name the sender decide first: some servers give them the status of an
unknown address. Then the enhanced status code (RFC 3463) decides where there is one, else the words, else the
basic code (RFC 5321). What may be about the site is never held against a recipient.
"""

import re
from enum import Enum, auto


class Refusal(Enum):
    """What a refusal is about."""

    RECIPIENT = auto()  # the address takes no mail: nothing reaches it
    SENDER = auto()  # the server takes no mail from this site, or not like this: everything waits
    MESSAGE = auto()  # this one mail
    FOR_NOW = auto()  # nothing is wrong for good: try later


ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# By class, subject and detail; the longest match counts.
BY_STATUS = {
    "5.1": Refusal.RECIPIENT,
    "5.1.7": Refusal.SENDER,  # bad sender's address
    "5.1.8": Refusal.SENDER,
    "5.1.9": Refusal.SENDER,
    "5.2": Refusal.RECIPIENT,
    "5.2.2": Refusal.FOR_NOW,  # mailbox full
    "5.2.3": Refusal.MESSAGE,
    "5.3": Refusal.SENDER,
    "5.3.4": Refusal.MESSAGE,  # too big
    "5.4": Refusal.SENDER,
    "5.4.1": Refusal.RECIPIENT,  # Exchange Online: no such recipient
    "5.4.4": Refusal.RECIPIENT,  # no way to the recipient's domain
    "5.4.310": Refusal.RECIPIENT,
    "5.5": Refusal.SENDER,
    "5.6": Refusal.MESSAGE,
    "5.7": Refusal.SENDER,
    "5.7.133": Refusal.RECIPIENT,  # Exchange: a group that takes mail from its own people only
    "5.7.134": Refusal.RECIPIENT,
}
BY_CODE = {
    551: Refusal.RECIPIENT,  # the user is not local
    552: Refusal.FOR_NOW,
    556: Refusal.RECIPIENT,
}
# It names the site as the sender, whatever status stands before it.
NAMES_SENDER = re.compile(
    r"\bsender (address )?(rejected|denied|refused|not|unknown|invalid)|\bsender (verify|verification)"
    r"|\brelay(ing)? (access )?(is )?(denied|not|prohibited)|(client host|helo command) rejected"
    r"|\b(bad|invalid|unknown|unauthorized|unauthorised) sender\b|from address|return path",
    re.IGNORECASE,
)
ABOUT_SENDER = re.compile(
    r"\brelay|rcpthosts|authenticat|\bauth\b|dmarc|\bspf\b|dkim|black ?list|block ?list|\bblocked\b"
    r"|reputation|\bspam|sender|mail from|not permitted|not allowed to send|reverse dns|\bptr\b|\bhelo\b"
    r"|\behlo\b|too many|prohibit|polic(y|ies)|access denied|your (ip|server|host|domain)",
    re.IGNORECASE,
)
ABOUT_RECIPIENT = re.compile(
    r"(user|recipient|address|mailbox|account|local part)( name)? (is )?"
    r"(unknown|invalid|not found|not known|unavailable)"
    r"|(unknown|invalid|no such|bad) (local )?(user|recipient|address|mailbox|account|person|part)\b"
    r"|does not exist|doesn.t exist|no longer (exists|available|valid|in use|active|accept)|doesn.t have an? "
    r"|recipient (address )?rejected: (user|access|unverified)|unrout[e]?able address|bad destination mailbox"
    r"|not a (valid|known) (user|recipient|address|mailbox|account)"
    r"|no (mailbox|recipient|user|account) (here|by|with|found)"
    r"|(mailbox|account|user|address).{0,20}(disabled|inactive|closed|suspended|discontinued)|null mx",
    re.IGNORECASE,
)
FULL = re.compile(r"quota|mailbox (is )?full|over ?quota|insufficient storage", re.IGNORECASE)
CONTENT = re.compile(r"message content|content rejected|attachment|virus|malware", re.IGNORECASE)
BIG = re.compile(r"\bsize\b|too (big|large)", re.IGNORECASE)


def refusal_of(code: int, said: str) -> Refusal:
    """Return what a refusal with this basic code and these words of the server is about."""
    if not 500 <= code <= 599:
        return Refusal.FOR_NOW
    if code in (530, 534, 535, 538) or NAMES_SENDER.search(said):
        return Refusal.SENDER
    if CONTENT.search(said):
        return Refusal.MESSAGE
    found = ENHANCED.search(said)
    if found is not None and found[1] == "5":
        status = (f"5.{found[2]}.{found[3]}", f"5.{found[2]}")
        known = next((BY_STATUS[each] for each in status if each in BY_STATUS), None)
        if known is not None:
            return known
    for words, refusal in (
        (FULL, Refusal.FOR_NOW),
        (BIG, Refusal.MESSAGE),
        (ABOUT_RECIPIENT, Refusal.RECIPIENT),
        (ABOUT_SENDER, Refusal.SENDER),
    ):
        if words.search(said):
            return refusal
    return BY_CODE.get(code, Refusal.SENDER)
