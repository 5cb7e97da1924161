"""What becomes of something that is sent to another system, and which events can be sent."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from belisha.audit.verbs import Verb
from belisha.channels.states import POST_LIFE
from belisha.policies.states import VERSION_LIFE


class DeliveryState(StrEnum):
    """The state of a delivery."""

    WAITING = "waiting"
    SENDING = "being sent"
    SENT = "sent"
    GIVEN_UP = "given up"


TRIAL = "trial"
# Each event by what the record tells of it.
RECORDED: Mapping[str, Verb] = MappingProxyType(
    {
        "policy.consultation": VERSION_LIFE.move("be sent to consultation").event,
        "policy.ratified": VERSION_LIFE.move("be ratified").event,
        "policy.published": VERSION_LIFE.move("be published").event,
        "policy.reviewed": VERSION_LIFE.move("be reviewed without change").event,
        "policy.withdrawn": VERSION_LIFE.move("be withdrawn").event,
        "post.approved": POST_LIFE.move("be approved").event,
        "post.stopped": POST_LIFE.move("be stopped").event,
        "post.posted": POST_LIFE.move("be marked as posted").event,
        "post.published": POST_LIFE.move("be published").event,
        "post.removed": POST_LIFE.move("be marked as removed").event,
        "post.deleted": POST_LIFE.move("be removed by the site").event,
    }
)
EVENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "policy.consultation": "a draft of the policy goes to consultation",
        "policy.ratified": "governors ratify a version of the policy",
        "policy.published": "a version of the policy comes into force",
        "policy.reviewed": "the policy is reviewed without change",
        "policy.withdrawn": "the policy is withdrawn",
        "post.approved": "an official post is approved",
        "post.stopped": "an official post is stopped by a new check",
        "post.posted": "an official post is posted by hand",
        "post.published": "an official post is published by this site",
        "post.removed": "an official post is taken down by hand",
        "post.deleted": "an official post is removed by this site",
    }
)
