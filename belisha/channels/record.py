"""What the record tells of official posts."""

from belisha.audit.verbs import Verb


class ChannelEvent(Verb):
    """What was done here."""

    ANSWERED_ENQUIRY = "answered-enquiry", "answered an enquiry"
    ENTERED_ENQUIRY = "entered-enquiry", "entered an enquiry"
    HANDED_ENQUIRY_ON = "handed-enquiry-on", "handed an enquiry on"
    JUDGED_ENQUIRY = "judged-enquiry", "judged an enquiry"
    LOOKED_AT_ENQUIRY = "looked-at-enquiry", "looked at an enquiry"
    LEFT_ENQUIRY = "left-enquiry", "left an enquiry without an answer"
    OPENED_ENQUIRY_AGAIN = "opened-enquiry-again", "opened an enquiry again"
    APPROVED_OFFICIAL_POST = "approved-official-post", "approved an official post"
    APPROVED_OFFICIAL_POST_FIRST_OF_TWO = (
        "approved-official-post-first-of-two",
        "approved an official post, the first of two",
    )
    BEGAN_OFFICIAL_POST = "began-official-post", "began an official post"
    BEGAN_PAUSE_OF_POSTS = "began-pause-of-posts", "stopped all official posts for now"
    CHANGED_OFFICIAL_POST = "changed-official-post", "changed an official post"
    CONNECTED_OFFICIAL_ACCOUNT = "connected-official-account", "connected an official account"
    DISCONNECTED_OFFICIAL_ACCOUNT = "disconnected-official-account", "disconnected an official account"
    DROPPED_OFFICIAL_POST = "dropped-official-post", "dropped an official post"
    ENDED_PAUSE_OF_POSTS = "ended-pause-of-posts", "let official posts go out again"
    HELD_OFFICIAL_POST_OVER = (
        "held-official-post-over",
        "an official post missed its time in a pause and is a draft again",
    )
    OFFICIAL_ACCOUNT_FAILED = "official-account-failed", "an official account no longer let the site in"
    OFFICIAL_ACCOUNT_WORKS_AGAIN = "official-account-works-again", "an official account let the site in again"
    OFFICIAL_POST_COULD_NOT_GO_OUT = "official-post-could-not-go-out", "an official post could not go out"
    OFFICIAL_POST_EXPIRED_BEFORE_IT_WAS_APPROVED = (
        "official-post-expired-before-it-was-approved",
        "an official post expired before it was approved",
    )
    OFFICIAL_POST_WAS_STOPPED_BY_NEW_CHECK = (
        "official-post-was-stopped-by-new-check",
        "an official post was stopped by a new check",
    )
    OVERRODE_FINDING = "overrode-finding", "overrode a finding"
    POSTED_OFFICIAL_POST_BY_HAND = "posted-official-post-by-hand", "posted an official post by hand"
    PUBLISHED_OFFICIAL_POST = "published-official-post", "an official post was published"
    REMOVED_OFFICIAL_POST = "removed-official-post", "an official post was removed from its account"
    ASKED_TO_REMOVE_OFFICIAL_POST = (
        "asked-to-remove-official-post",
        "asked for an official post to be removed from its account",
    )
    SENT_OFFICIAL_POST_BACK = "sent-official-post-back", "sent an official post back"
    SENT_OFFICIAL_POST_FOR_APPROVAL = "sent-official-post-for-approval", "sent an official post for approval"
    TOOK_OFFICIAL_POST_DOWN = "took-official-post-down", "took an official post down"
