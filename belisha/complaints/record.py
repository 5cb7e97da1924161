"""What the record tells of complaints and concerns: confidential."""

from belisha.audit.verbs import Verb


class ComplaintEvent(Verb):
    """What was done here."""

    ADDED_TO_ANSWER = "added-to-answer", "added to the answer"
    ADDED_TO_MATTER = "added-to-matter", "added to a matter"
    ANSWERED = "answered", "answered"
    ASKED_FOR_GOVERNORS = "asked-for-governors", "asked for the governors"
    BEGAN_TO_LOOK_AT_IT = "began-to-look-at-it", "began to look at it"
    BROUGHT_COMPLAINT = "brought-complaint", "brought a complaint"
    BROUGHT_CONCERN = "brought-concern", "brought a concern"
    CLOSED = "closed", "closed"
    HANDED_MATTER_ON = "handed-matter-on", "handed a matter on"
    LOOKED_AT_MATTER = "looked-at-matter", "looked at a matter"
    NOTED = "noted", "noted"
    SAID_WHERE_COMPLAINTS_PROCEDURE_IS = (
        "said-where-complaints-procedure-is",
        "said where the complaints procedure is",
    )
    TAKEN_UP_AGAIN = "taken-up-again", "taken up again"
    TOOK_IN_MATTER_THAT_WAS_HELD_BACK = (
        "took-in-matter-that-was-held-back",
        "took in a matter that was held back",
    )
