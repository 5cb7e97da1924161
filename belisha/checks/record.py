"""What the record tells of words that a school allows."""

from belisha.audit.verbs import Verb


class CheckEvent(Verb):
    """What was done here."""

    ALLOWED_WORD_IN_POSTS = "allowed-word-in-posts", "allowed a word in posts"
    STOPPED_ALLOWING_WORD_IN_POSTS = "stopped-allowing-word-in-posts", "stopped allowing a word in posts"
