"""What the record tells of imports of people."""

from belisha.audit.verbs import Verb


class ImportEvent(Verb):
    """What was done here."""

    BEGAN_IMPORT = "began-import", "began an import"
    BROUGHT_IN_PEOPLE = "brought-in-people", "brought in people"
    CHECKED_ROLL = "checked-roll", "checked a roll"
    CHOSE_ROLL = "chose-roll", "chose a roll"
    DROPPED_IMPORT = "dropped-import", "dropped an import"
    ENDED_PUSH_TOKEN = "ended-push-token", "ended a push token"
    FINISHED_IMPORT = "finished-import", "finished an import"
    FORGOT_IMPORT_THAT_NOBODY_FINISHED = (
        "forgot-import-that-nobody-finished",
        "forgot an import that nobody finished",
    )
    INVITED_JOINERS = "invited-joiners", "invited joiners"
    MADE_PUSH_TOKEN = "made-push-token", "made a push token"
    NAMED_COLUMNS = "named-columns", "named columns"
    UNDID_IMPORT = "undid-import", "undid an import"
