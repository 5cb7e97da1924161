"""What the record tells of the beginning of a school, and looks at its record."""

from belisha.audit.verbs import Verb


class DashboardEvent(Verb):
    """What was done here."""

    BEGAN_SCHOOL = "began-school", "began a school"
    LOOKED_AT_RECORD = "looked-at-record", "looked at the record"
    PUT_IN_FORCE_AS_RATIFIED_ON_PAPER = (
        "put-in-force-as-ratified-on-paper",
        "put in force as ratified on paper",
    )
    STATED_RATIFICATION_ON_PAPER = "stated-ratification-on-paper", "stated a ratification on paper"
    TOOK_COPY_OF_RECORD = "took-copy-of-record", "took a copy of the record"
