"""What the record tells of imports of people."""

from belisha.audit.verbs import Verb


class ImportEvent(Verb):
    """What was done here."""

    BEGAN_IMPORT = "began-import", "began an import"
    BROUGHT_IN_PEOPLE = "brought-in-people", "brought in people"
    CHECKED_ROLL = "checked-roll", "checked a roll"
    CHOSE_ROLL = "chose-roll", "chose a roll"
    DROPPED_IMPORT = "dropped-import", "dropped an import"
    FINISHED_IMPORT = "finished-import", "finished an import"
    FORGOT_IMPORT_THAT_NOBODY_FINISHED = (
        "forgot-import-that-nobody-finished",
        "forgot an import that nobody finished",
    )
    INVITED_JOINERS = "invited-joiners", "invited joiners"
    NAMED_COLUMNS = "named-columns", "named columns"
    UNDID_IMPORT = "undid-import", "undid an import"
