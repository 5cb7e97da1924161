"""What the record tells of duties, reminders and calendars."""

from belisha.audit.verbs import Verb


class DutyEvent(Verb):
    """What was done here."""

    DID_DUTY = "did-duty", "did a duty"
    ENDED_CALENDAR_LINK = "ended-calendar-link", "ended a calendar link"
    MADE_CALENDAR_LINK = "made-calendar-link", "made a calendar link"
    REMINDED_BY_HAND = "reminded-by-hand", "reminded by hand"
    REMINDED_PEOPLE = "reminded-people", "reminded people"
    SWEPT_DUTIES = "swept-duties", "swept duties"
    TOOK_BACK_DUTY = "took-back-duty", "took back a duty"
