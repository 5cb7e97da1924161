"""What the record tells of what the site refused."""

from belisha.audit.verbs import Verb


class AuditEvent(Verb):
    """What was done here."""

    ASKED_FOR_MANY_THINGS_THAT_ARE_NOT_THERE = (
        "asked-for-many-things-that-are-not-there",
        "asked for many things that are not there",
    )
    ASKED_FOR_WHAT_THEY_MAY_NOT_SEE = "asked-for-what-they-may-not-see", "asked for what they may not see"
    TRIED_WHAT_THEY_MAY_NOT_DO = "tried-what-they-may-not-do", "tried what they may not do"
    CLOSED_MOVED_SCHOOL = "closed-moved-school", "closed the school here: it has moved to another site"
    OPENED_MOVED_SCHOOL = "opened-moved-school", "opened the school here again"
    EXPORTED_SCHOOL = "exported-school", "exported the whole school, to move it"
    IMPORTED_SCHOOL = "imported-school", "imported the whole school from another installation"
