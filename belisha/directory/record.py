"""What the record tells of contacts."""

from belisha.audit.verbs import Verb


class DirectoryEvent(Verb):
    """What was done here."""

    ADDED_CONTACT = "added-contact", "added a contact"
    CHANGED_CONTACT = "changed-contact", "changed a contact"
    ENDED_CONTACT = "ended-contact", "ended a contact"
    REMOVED_CONTACT = "removed-contact", "removed a contact"
