"""When a kind that was learnt counts, from `belisha/library/checking/learnt.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from belisha.checking.learnt import Floats, load_learnt
from belisha.checking.lexicon import read_data
from belisha.checking.scene import Scene

SURE, DOUBTFUL = 0.78, 0.45


@dataclass(frozen=True, slots=True)
class LearntSetting:
    """When a learnt kind counts (`learnt.toml`)."""

    sure: float
    doubtful: float
    again: float
    again_sure: float
    agreed: float
    by: str
    to: str
    unless: str
    aimed: bool
    whole: bool
    of: str

    def holds_for(self, scene: Scene) -> bool:
        """Return whether the kind may be meant in a draft."""
        return not (
            (self.by == "staff" and not scene.is_staff)
            or (self.by == "parent" and not scene.is_parent)
            or (self.to and scene.draft.audience != self.to)
            or (self.unless and scene.anywhere(self.unless))
        )


@cache
def settings() -> Mapping[str, LearntSetting]:
    """Return the setting of each learnt kind."""
    rows = read_data("learnt")
    return {
        name: LearntSetting(
            **{
                "by": "",
                "to": "",
                "unless": "",
                "aimed": False,
                "whole": False,
                "of": "",
                **rows["other"],
                **rows.get(name, {}),
            },
        )
        for name in load_learnt().kinds
    }


@cache
def limits(name: str) -> Floats:
    """Return from which strength on each kind counts as `sure`, `doubtful`, or so at the look `again`."""
    return np.array([getattr(each, name) for each in settings().values()], dtype=np.float32)
