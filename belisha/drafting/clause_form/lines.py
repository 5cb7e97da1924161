"""The lines of a clause as they are written, each with the box that it comes from, and what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from belisha.drafting.clause_form import choices
from belisha.drafting.clause_form.missing import nearest_names, not_known


@dataclass(frozen=True, slots=True)
class Nearest:
    """A word of the list that may be meant, and what the field would hold with it."""

    field: str
    words: str
    value: str


@dataclass
class Written:
    """The lines of a clause as they come, each with the box that it comes from, and what is wrong.

    `near` are the words to choose from, by the box in which something is not known.
    """

    lines: list[str] = field(default_factory=list)
    boxes: dict[int, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    near: dict[str, tuple[Nearest, ...]] = field(default_factory=dict)

    def add(self, box: str, name: str, value: str) -> None:
        """One field of the clause; an empty one is left out."""
        if value:
            self.lines.append(f"- {name}: {value}")
            self.boxes[len(self.lines)] = box

    def wrong(self, box: str, sentence: str) -> None:
        """Note what is wrong with a box; the first is kept."""
        self.errors.setdefault(box, sentence)

    def found(
        self,
        box: str,
        name: str,
        typed: str,
        find: Callable[[str], str | None],
        names: Iterable[str],
        what: str,
        whole: Callable[[str], str] = str,
    ) -> str:
        """The id of a typed name; where there is none, that is wrong.

        `name` is the field in which it was typed, and `whole` what that field holds with another word there.
        """
        known = find(typed) if typed else ""
        if known is None:
            near = nearest_names(typed, names)
            if box not in self.errors:
                self.near[box] = tuple(Nearest(name, each, whole(each)) for each in near)
            self.wrong(box, not_known(typed, what, near))
            return ""
        return known

    def people(self, box: str, name: str, typed: str, joint: str = " or ") -> str:
        """The ids of people whose names stand with commas between them."""
        names = [each.strip() for each in typed.split(",") if each.strip()]

        def with_other(place: int) -> Callable[[str], str]:
            return lambda other: ", ".join((*names[:place], other, *names[place + 1 :]))

        known = [
            self.found(
                box,
                name,
                each,
                choices.person_id,
                choices.people_names(),
                "people and bodies",
                with_other(at),
            )
            for at, each in enumerate(names)
        ]
        return joint.join(filter(None, known))

    def action(self, box: str, name: str, typed: str) -> str:
        """The id of an action by its name."""
        names = choices.action_names()
        return self.found(box, name, typed, choices.action_id, names, "things that can be done")
