"""What the record tells of evidence: confidential, and the chain of its custody."""

from belisha.audit.verbs import Verb


class EvidenceEvent(Verb):
    """What was done here."""

    AGREED_TO_HAND_EVIDENCE_TO_POLICE = (
        "agreed-to-hand-evidence-to-police",
        "agreed to hand evidence to the police",
    )
    COPIED_EVIDENCE = "copied-evidence", "copied evidence"
    DESTROYED_EVIDENCE = "destroyed-evidence", "destroyed evidence"
    EVIDENCE_COULD_NOT_BE_SCANNED = "evidence-could-not-be-scanned", "evidence could not be scanned"
    HAD_EVIDENCE_TIMESTAMPED = "had-evidence-timestamped", "had evidence timestamped"
    HANDED_EVIDENCE_TO_POLICE = "handed-evidence-to-police", "handed evidence to the police"
    LOCKED_EVIDENCE_AWAY_UNSEEN = "locked-evidence-away-unseen", "locked evidence away unseen"
    LOOKED_AT_EVIDENCE = "looked-at-evidence", "looked at evidence"
    NOTED_EVIDENCE = "noted-evidence", "noted evidence"
    READ_EVIDENCE_AS_CHAT = "read-evidence-as-chat", "read evidence as a chat"
    READ_EVIDENCE_AS_EMAIL = "read-evidence-as-email", "read evidence as an email"
    RECEIVED_EVIDENCE = "received-evidence", "received evidence"
    SCANNER_FOUND_NOTHING_IN_EVIDENCE = (
        "scanner-found-nothing-in-evidence",
        "scanner found nothing in evidence",
    )
    SCANNER_FOUND_SOMETHING_IN_EVIDENCE = (
        "scanner-found-something-in-evidence",
        "scanner found something in evidence",
    )
