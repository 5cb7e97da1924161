"""The states of a policy version and its transitions: one table for buttons, diagram and tests."""

from enum import StrEnum

from belisha.lifecycle.moves import Lifecycle, Move
from belisha.policies.record import PolicyEvent


class VersionState(StrEnum):
    """The state of a version."""

    DRAFT = "draft"
    CONSULTATION = "in consultation"
    APPROVAL = "for approval"
    APPROVED = "approved"
    RATIFIED = "ratified"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


_S = VersionState
EDITABLE = (_S.DRAFT, _S.CONSULTATION, _S.APPROVAL)
PUBLIC = (_S.PUBLISHED, _S.SUPERSEDED, _S.WITHDRAWN)

VERSION_LIFE = Lifecycle(
    "A policy",
    (
        Move(
            "be sent to consultation",
            (_S.DRAFT,),
            _S.CONSULTATION,
            PolicyEvent.CONSULTATION_OPENED,
            "write-policy",
        ),
        Move(
            "be put up for approval",
            (_S.DRAFT, _S.CONSULTATION),
            _S.APPROVAL,
            PolicyEvent.APPROVAL_ASKED,
            "write-policy",
        ),
        Move("be approved", (_S.APPROVAL,), _S.APPROVED, PolicyEvent.APPROVED, through=("approve-policy",)),
        Move(
            "be ratified",
            (_S.APPROVED,),
            _S.RATIFIED,
            PolicyEvent.RATIFIED,
            through=("check-equality", "record-ratification", "sign-for-school", "sign-for-governors"),
        ),
        Move("be published", (_S.RATIFIED,), _S.PUBLISHED, PolicyEvent.PUBLISHED, "publish-policy"),
        Move("be superseded", (_S.PUBLISHED,), _S.SUPERSEDED, PolicyEvent.SUPERSEDED),
        Move(
            "be reviewed without change",
            (_S.PUBLISHED,),
            _S.PUBLISHED,
            PolicyEvent.REVIEWED_NO_CHANGE,
            "publish-policy",
        ),
        Move("be withdrawn", (_S.PUBLISHED,), _S.WITHDRAWN, PolicyEvent.WITHDRAWN, "publish-policy"),
        Move(
            "go back to draft",
            (_S.CONSULTATION, _S.APPROVAL, _S.APPROVED, _S.RATIFIED),
            _S.DRAFT,
            PolicyEvent.SENT_BACK_TO_DRAFT,
            "write-policy",
        ),
    ),
)
