"""What this room keeps about people: evidence, which goes with the case or report that it belongs to."""

from belisha.base.holdings import Holding, holding
from belisha.evidence.models import EvidenceItem, Release

holding(
    Holding(
        key="evidence",
        model=EvidenceItem,
        title="Evidence",
        kind="evidence",
        kept_because="It goes with the case or report that it belongs to, and is destroyed with that.",
        parts=(Release,),
    )
)
