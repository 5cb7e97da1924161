"""What the record tells of governors and those who oversee a school."""

from belisha.audit.verbs import Verb


class GovernanceEvent(Verb):
    """What was done here."""

    DOWNLOADED_REPORT = "downloaded-report", "downloaded the governors’ report"
    AGREED_TO_SHARE_FIGURES = "agreed-to-share-figures", "agreed to share figures"
    CARRIED_OUT_DECISION_OF_GOVERNORS = (
        "carried-out-decision-of-governors",
        "carried out a decision of governors",
    )
    ENDED_SHARING_OF_FIGURES = "ended-sharing-of-figures", "ended the sharing of figures"
    MADE_INSPECTION_PACK = "made-inspection-pack", "made an inspection pack"
    RECORDED_DECISION_OF_GOVERNORS = "recorded-decision-of-governors", "recorded a decision of governors"
