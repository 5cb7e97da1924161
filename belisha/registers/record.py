"""What the record tells of entries in registers, and consents."""

from belisha.audit.verbs import Verb


class RegisterEvent(Verb):
    """What was done here."""

    ANSWERED_ABOUT_CONSENT = "answered-about-consent", "answered about a consent"
    ANSWERED_ABOUT_REQUEST = "answered-about-request", "answered about a request"
    ASKED_BACK_ABOUT_REQUEST = "asked-back-about-request", "asked back about a request"
    ASKED_FOR_DECISION = "asked-for-decision", "asked for a decision"
    CHANGED_ENTRY = "changed-entry", "changed an entry"
    CHECKED_ENTRY_AGAIN = "checked-entry-again", "checked an entry again"
    CLOSED_ENTRY = "closed-entry", "closed an entry"
    DECLINED_REQUEST = "declined-request", "declined a request"
    ENDED_PARENTAL_RESPONSIBILITY = "ended-parental-responsibility", "ended parental responsibility"
    ENTRY_EXPIRED = "entry-expired", "an entry expired"
    ENTRY_WAS_SUPERSEDED = "entry-was-superseded", "an entry was superseded"
    EXPORTED_REGISTER = "exported-register", "exported a register"
    GRANTED_REQUEST = "granted-request", "granted a request"
    LOOKED_AT_ENTRY = "looked-at-entry", "looked at an entry"
    LOOKED_AT_REGISTER = "looked-at-register", "looked at a register"
    NOTED_ABOUT_ENTRY = "noted-about-entry", "noted about an entry"
    RECORDED_ENTRY = "recorded-entry", "recorded an entry"
    REQUEST_GOES_TO_ANOTHER_OFFICE = "request-goes-to-another-office", "a request goes to another office"
    SAID_WHO_HAS_PARENTAL_RESPONSIBILITY = (
        "said-who-has-parental-responsibility",
        "said who has parental responsibility",
    )
    SET_HOW_FAST_REQUESTS_ARE_DECIDED = (
        "set-how-fast-requests-are-decided",
        "set how fast requests are decided",
    )
    TOOK_IN_FILE_OF_CONSENTS = "took-in-file-of-consents", "took in a file of consents"
    WITHDREW_ENTRY = "withdrew-entry", "withdrew an entry"
