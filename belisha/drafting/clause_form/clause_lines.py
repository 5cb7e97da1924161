"""The lines of a clause in the policy language, each with its form field, and the errors."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from belisha.drafting.clause_form.choices import WordChoices, site_choices
from belisha.drafting.clause_form.unknown_words import nearest_names, unknown_word_message


@dataclass(frozen=True, slots=True)
class WordSuggestion:
    """A word of the vocabulary that may be meant, and the value of the field with it."""

    field: str
    words: str
    value: str


@dataclass
class ClauseLines:
    """The lines of a clause as they are built, each with its form field, and the errors by field.

    `near` are suggested words by field, `choices` the lists in which a typed name is found.
    """

    lines: list[str] = field(default_factory=list)
    boxes: dict[int, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    near: dict[str, tuple[WordSuggestion, ...]] = field(default_factory=dict)
    choices: WordChoices = field(default_factory=site_choices)

    def add(self, box: str, name: str, value: str) -> None:
        """Add one line to the clause, unless it is empty."""
        if value:
            self.lines.append(f"- {name}: {value}")
            self.boxes[len(self.lines)] = box

    def wrong(self, box: str, sentence: str) -> None:
        """Record an error of a field; the first one is kept."""
        self.errors.setdefault(box, sentence)

    def resolve_name(
        self,
        box: str,
        name: str,
        typed: str,
        find: Callable[[str], str | None],
        names: Iterable[str],
        what: str,
        whole: Callable[[str], str] = str,
    ) -> str:
        """Return the id of a typed name; record an error if there is none.

        `name` is the field it was typed in, and `whole` gives that field’s value with another word in its
        place.
        """
        known = find(typed) if typed else ""
        if known is None:
            near = nearest_names(typed, names)
            if box not in self.errors:
                self.near[box] = tuple(WordSuggestion(name, each, whole(each)) for each in near)
            self.wrong(box, unknown_word_message(typed, what, near))
            return ""
        return known

    def people(self, box: str, name: str, typed: str, joint: str = " or ") -> str:
        """Return the ids of people named in a comma-separated text."""
        names = [each.strip() for each in typed.split(",") if each.strip()]

        def with_other(place: int) -> Callable[[str], str]:
            return lambda other: ", ".join((*names[:place], other, *names[place + 1 :]))

        known = [
            self.resolve_name(
                box,
                name,
                each,
                self.choices.person_id,
                self.choices.people_names,
                "people and bodies",
                with_other(at),
            )
            for at, each in enumerate(names)
        ]
        return joint.join(filter(None, known))

    def action(self, box: str, name: str, typed: str) -> str:
        """Return the id of an action by its name."""
        names = self.choices.every_action_name
        return self.resolve_name(box, name, typed, self.choices.action_id, names, "things that can be done")
