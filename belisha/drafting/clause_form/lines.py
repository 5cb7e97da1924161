"""The lines of a clause as they are written, each with the box that it comes from, and what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from belisha.drafting.clause_form import choices

ADD_A_WORD = "A word that is missing can be added: see “Words of the school’s own” below."


@dataclass
class Written:
    """The lines of a clause as they come, each with the box that it comes from, and what is wrong."""

    lines: list[str] = field(default_factory=list)
    boxes: dict[int, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def add(self, box: str, name: str, value: str) -> None:
        """One field of the clause; an empty one is left out."""
        if value:
            self.lines.append(f"- {name}: {value}")
            self.boxes[len(self.lines)] = box

    def wrong(self, box: str, sentence: str) -> None:
        """Note what is wrong with a box; the first is kept."""
        self.errors.setdefault(box, sentence)

    def found(
        self, box: str, typed: str, find: Callable[[str], str | None], names: Iterable[str], what: str
    ) -> str:
        """The id of a typed name; where there is none, that is wrong."""
        known = find(typed) if typed else ""
        if known is None:
            self.wrong(box, f"{choices.not_known(typed, names, what)} {ADD_A_WORD}")
            return ""
        return known

    def people(self, box: str, typed: str, joint: str = " or ") -> str:
        """The ids of people whose names stand with commas between them."""
        names = [each.strip() for each in typed.split(",") if each.strip()]
        known = [
            self.found(box, each, choices.person_id, choices.people_names(), "people and bodies")
            for each in names
        ]
        return joint.join(filter(None, known))

    def action(self, box: str, typed: str) -> str:
        """The id of an action by its name."""
        return self.found(box, typed, choices.action_id, choices.action_names(), "things that can be done")
