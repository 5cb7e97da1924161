"""What the record tells of versions of a policy and what belongs to it."""

from belisha.audit.verbs import Verb


class PolicyEvent(Verb):
    """What was done here."""

    TOOK_OWN_DOCUMENT_AWAY = "took-own-document-away", "took the school’s own document away"
    ADDED_OWN_DOCUMENT = "added-own-document", "added the school’s own document"
    REMOVED_SCHOOL_WORD = "removed-school-word", "removed a word of the school’s own"
    ADDED_SCHOOL_WORD = "added-school-word", "added a word of the school’s own"
    APPROVAL_ASKED = "approval-asked", "approval asked"
    APPROVED = "approved", "approved"
    BEGAN_DRAFT = "began-draft", "began a draft"
    CHANGED_ADDRESSES_OF_OTHER_POLICIES = (
        "changed-addresses-of-other-policies",
        "changed the addresses of other policies",
    )
    CHANGED_DRAFT = "changed-draft", "changed a draft"
    CHECKED_WEBSITE = "checked-website", "checked the website"
    CONSULTATION_OPENED = "consultation-opened", "consultation opened"
    PUBLISHED = "published", "published"
    RATIFIED = "ratified", "ratified"
    REVIEWED_NO_CHANGE = "reviewed-no-change", "reviewed, no change"
    SENT_BACK_TO_DRAFT = "sent-back-to-draft", "sent back to draft"
    SUPERSEDED = "superseded", "superseded"
    TOOK_AS_RATIFIED_ON_PAPER = "took-as-ratified-on-paper", "took as ratified on paper"
    WITHDRAWN = "withdrawn", "withdrawn"
