"""Generate the reference pages of the policy language: fields of clauses, and the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from belisha.rules.language.fields import CONTROL, KINDS, STANDINGS, FieldSpec, Shape
from belisha.rules.language.grants import FORMS, PREFIXES
from belisha.rules.vocabulary.loading import load_vocabulary, pack_files
from belisha.rules.vocabulary.words import OTHER, Action, Fact, FactKind, Role, Vocabulary

VALUES: Mapping[Shape, str] = {
    Shape.TEXT: "plain words",
    Shape.SLUG: "small letters and figures, joined by hyphens",
    Shape.STANDING: ", ".join(f"`{each}`" for each in STANDINGS),
    Shape.NAMES: "names, by comma",
    Shape.YES: "`yes`, or left out",
    Shape.YES_NO: "`yes` or `no`",
    Shape.DATE: "a date: `2026-11-21`",
    Shape.AGE: "an age in years",
    Shape.ROLE: "a role",
    Shape.ROLES: "roles, by comma",
    Shape.ACTION: "an action",
    Shape.ACTIONS: "actions, by comma",
    Shape.PLATFORMS: "platforms, by comma, or `other`",
    Shape.IDS: "ids, by comma",
    Shape.CONDITIONS: "conditions, joined by `or`",
    Shape.EXEMPTION: "conditions and grants, joined by `and`",
    Shape.EFFECT: "what follows: `report to headteacher, at once`",
    Shape.SIGNATURE: "`who; state`",
    Shape.LINKED: "`name; edition`",
    Shape.CHANGE: "`version; date; what`",
    Shape.BINDING: "`roles; ids`",
    Shape.BOUND: "roles, by comma, or `anyone` where the document does not say who",
    Shape.ACTING: "`each`, `together` or `one of`",
    Shape.FORCE: "`must`, `must not`, `should`, `should not` or `may`",
    Shape.PERIOD: "how often: `year`, `3 months`, `regularly`",
    Shape.TIME: "a time: `within 24 hours`, `before the trip`",
    Shape.STEPS: "steps in plain words, by `;`",
    Shape.OPTION: "`what is done; ids`, the ids left out where no rule says how",
    Shape.NAMING: "`name = role`",
}
ABOUT = (
    "[The language of policies](../explanation/language.md) says what they mean and how a ruling is made.\n"
)
GRANTED = "What somebody was given is a fact too, named by whose it is:"


def clauses(note: str) -> str:
    """Return the page of the front matter and of each kind of clause, field by field, in file order."""
    parts = ["# Clauses\n", "What may stand in a policy file.\n", ABOUT, note]
    parts += [f"## Front matter\n\n{_fields(CONTROL)}", "## Kinds of clause\n"]
    parts += [f"### {kind.name.capitalize()}\n\n{_fields(kind.fields)}" for kind in KINDS]
    return "\n".join(parts)


def vocabulary(note: str) -> str:
    """Return the page of every word that a policy may use."""
    words = load_vocabulary()
    parts = [
        "# Vocabulary\n",
        "The words that ship. A school adds [its own](../how-to/add-words.md).\n",
        note,
        "## Roles\n",
        _table(("role", "what it is", "within"), (_role(each) for each in words.roles.values())),
        "## Actions\n",
        _table(("action", "what it is", "within"), (_action(each) for each in words.actions.values())),
        "## Facts\n",
        _table(("fact", "what is asked", "value"), (_fact(each) for each in words.facts.values())),
        f"{GRANTED} {_code(f'{each}ROLE' for each in PREFIXES.values())}.\n",
        f"It may end in a form: {_code(f'-{each}' for each in FORMS)}.\n",
    ]
    for title, table in (
        ("Platforms", words.platforms),
        ("Bodies outside the school", words.parties),
        ("Registers", words.registers),
    ):
        rows = ((f"`{each.id}`", each.label) for each in table.values())
        parts += [f"## {title}\n", _table(("word", "what it is"), rows)]
    return "\n".join((*parts, *_packs(words)))


def _packs(words: Vocabulary) -> Iterator[str]:
    """Yield the words of each pack."""
    yield "## Packs\n"
    yield "Words of a subject that only some policies have. A policy that uses one of them has them all.\n"
    for name, pack in pack_files().items():
        yield f"### {pack.label[:1].upper()}{pack.label[1:]} (`{name}`)\n"
        for title, table in (
            ("role", words.roles),
            ("action", words.actions),
            ("fact", words.facts),
            ("body outside", words.parties),
            ("register", words.registers),
        ):
            own = pack.own({"body outside": "parties"}.get(title, f"{title}s"))
            rows = [(f"`{word}`", table[word].label) for word in own]
            if rows:
                yield _table((title, "what it is"), rows)


def _fields(fields: Iterable[FieldSpec]) -> str:
    rows = ((_code(each.names), VALUES[each.shape], _often(each)) for each in fields)
    return _table(("field", "value", "how often"), rows)


def _often(field: FieldSpec) -> str:
    if field.many:
        return "any number of times"
    return "once" if field.required else "once, or left out"


def _role(role: Role) -> tuple[str, str, str]:
    kind = " (an office)" if role.is_office else " (acts through people)" if role.is_institution else ""
    return f"`{role.id}`", role.label + kind, _code(role.within)


def _action(action: Action) -> tuple[str, str, str]:
    return f"`{action.id}`", action.label, _code(action.within)


def _fact(fact: Fact) -> tuple[str, str, str]:
    kinds = {FactKind.YES_NO: "yes or no", FactKind.NUMBER: "a number", FactKind.PLATFORM: "a platform"}
    value = f"one of {_code((*fact.values, OTHER))}" if fact.values else kinds[fact.kind]
    return f"`{fact.id}`", fact.question, value


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in words)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *(tuple(c.replace("|", "\\|") for c in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
