"""What the record tells of approval, consultation, equality, meetings and saved answers."""

from belisha.audit.verbs import Verb


class RatificationEvent(Verb):
    """What was done here."""

    ACCEPTED_COMMENT = "accepted-comment", "accepted a comment"
    APPROVED_TEXT = "approved-text", "approved a text"
    ASKED_FOR_CHANGES = "asked-for-changes", "asked for changes"
    CHANGED_WHAT_SCENARIO_EXPECTS = "changed-what-scenario-expects", "changed what a scenario expects"
    CHECKED_FOR_EQUALITY = "checked-for-equality", "checked for equality"
    DECLINED_COMMENT = "declined-comment", "declined a comment"
    DISCARDED_DRAFT = "discarded-draft", "discarded a draft"
    MEANT_SCENARIO_TO_CHANGE = "meant-scenario-to-change", "meant a scenario to change"
    PUT_ANSWER_RIGHT = "put-answer-right", "put an answer right"
    PUT_MINUTE_REFERENCE_RIGHT = "put-minute-reference-right", "put the minute reference right"
    PUT_RECORD_OF_MEETING_RIGHT = "put-record-of-meeting-right", "put the record of the meeting right"
    RECORDED_MEETING = "recorded-meeting", "recorded the meeting"
    RETIRED_SCENARIO = "retired-scenario", "retired a scenario"
    SAVED_SCENARIO = "saved-scenario", "saved a scenario"
    SET_RATIFICATION_ASIDE = "set-ratification-aside", "set a ratification aside"
    SIGNED_FOR_GOVERNORS = "signed-for-governors", "signed for the governors"
    SIGNED_FOR_SCHOOL = "signed-for-school", "signed for the school"
    TOOK_BACK_EQUALITY_CONCERN = "took-back-equality-concern", "took back an equality concern"


class CommentEvent(Verb):
    """What the record tells of a comment.

    Who commented is told to those alone who answer: these lines are left out of what everybody reads of a
    version.
    """

    COMMENTED = "commented", "commented"
    COMMENTED_BY_LINK = "commented-by-link", "commented by link"
    TOOK_COMMENT_BACK = "took-comment-back", "commented, and took it back"


class AttemptEvent(Verb):
    """What somebody tried to do with a version, in the record when it is refused."""

    OPEN_CONSULTATION = "tried-to-open-consultation", "tried to open a consultation"
    COMMENT = "tried-to-comment", "tried to comment"
    COMMENT_BY_LINK = "tried-to-comment-by-link", "tried to comment by link"
    ANSWER_COMMENT = "tried-to-answer-comment", "tried to answer a comment"
    TAKE_COMMENT_BACK = "tried-to-take-comment-back", "tried to take a comment back"
    ASK_APPROVAL = "tried-to-ask-for-approval", "tried to ask for approval"
    APPROVE = "tried-to-approve", "tried to approve a text"
    CHECK_EQUALITY = "tried-to-check-for-equality", "tried to check for equality"
    RATIFY = "tried-to-ratify", "tried to record the ratification"
    PUBLISH = "tried-to-publish", "tried to publish"
    WITHDRAW = "tried-to-withdraw", "tried to withdraw a policy"
    REVIEW = "tried-to-review-without-change", "tried to record a review without change"
    GO_BACK = "tried-to-go-back-to-draft", "tried to go back to a draft"
    MEAN_SCENARIO = "tried-to-mean-scenario-to-change", "tried to mean a scenario to change"
    DISCARD = "tried-to-discard-draft", "tried to discard a draft"
    BEGIN_AGAIN = "tried-to-begin-again", "tried to begin again"
