"""The grounds for an equality check: those that the policy names, else those of the Equality Act 2010."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belisha.rules.language.clauses import Clause, Rule
from belisha.rules.language.policy import Policy

ACTION = "check-equality"
NAMED = re.compile(r"\b(?:including|on any ground of|on the grounds of|grounds such as)\b:?\s*(?P<list>.+)")
SPLIT = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


@dataclass(frozen=True, slots=True)
class ProtectedCharacteristics:
    """The grounds to check and their source. `clause` is the policy's own, if it asks for the check."""

    grounds: tuple[str, ...]
    source: str
    clause: Clause | None = None


def protected_characteristics_for(policy: Policy) -> ProtectedCharacteristics:
    """Return the grounds that the policy's clause names; if it names none, those of the Act."""
    clause = next((rule for rule in policy.rules if rule.action == ACTION), None)
    named = _named(clause) if clause else ()
    if clause is not None and named:
        cites = f" ({', '.join(clause.cites)})" if clause.cites else ""
        return ProtectedCharacteristics(named, f"“{clause.title}”{cites}", clause)
    grounds, source = _of_the_law()
    return ProtectedCharacteristics(grounds, source, clause)


def _named(clause: Rule) -> tuple[str, ...]:
    found = NAMED.search(clause.text)
    if found is None:
        return ()
    sentence = found["list"].split(".", maxsplit=1)[0]
    return tuple(each.strip() for each in SPLIT.split(sentence) if each.strip())


@cache
def _of_the_law() -> tuple[tuple[str, ...], str]:
    text = files("belisha").joinpath("library", "equality.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return tuple(table["characteristics"]), str(table["source"])
