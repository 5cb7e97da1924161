"""What the record tells of mentions in public, and replies."""

from belisha.audit.verbs import Verb


class ReputationEvent(Verb):
    """What was done here."""

    ADDED_PLACE_TO_WATCH = "added-place-to-watch", "added a place to watch"
    APPROVED_REPLY = "approved-reply", "approved a reply"
    BROUGHT_IN_MENTION = "brought-in-mention", "brought in a mention"
    CHANGED_REPLY = "changed-reply", "changed a reply"
    DECIDED_ON_MENTION = "decided-on-mention", "decided on a mention"
    DRAFTED_REPLY = "drafted-reply", "drafted a reply"
    ENDED_MENTION = "ended-mention", "ended a mention"
    JUDGED_MENTION = "judged-mention", "judged a mention"
    LOOKED_AT_MENTION = "looked-at-mention", "looked at a mention"
    LOOKED_AT_PUBLIC_PLACE = "looked-at-public-place", "looked at a public place"
    OPENED_MENTION_AGAIN = "opened-mention-again", "opened a mention again"
    PASSED_MENTION_ON_TO_GOVERNORS = "passed-mention-on-to-governors", "passed a mention on to the governors"
    PASSED_MENTION_ON_TO_THOSE_WHO_HEAR_CONCERNS = (
        "passed-mention-on-to-those-who-hear-concerns",
        "passed a mention on to those who hear concerns",
    )
    SAW_THAT_MENTION_CHANGED = "saw-that-mention-changed", "saw that a mention changed"
    SENT_REPLY = "sent-reply", "sent a reply"
    SET_MENTION_ASIDE = "set-mention-aside", "set a mention aside"
    TOOK_MENTION_IN_AS_DATA_REQUEST = "took-mention-in-as-data-request", "took a mention in as a data request"
    TOOK_PLACE_OFF_WATCH_LIST = "took-place-off-watch-list", "took a place off the watch list"
