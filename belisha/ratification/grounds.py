"""The grounds on which a policy is checked for discriminating: those its own clause names, else the law's."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from belisha.rules.clauses import Clause, Rule
from belisha.rules.policy import Policy

ACTION = "check-equality"
NAMED = re.compile(r"\b(?:including|on any ground of|on the grounds of|grounds such as)\b:?\s*(?P<list>.+)")
SPLIT = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Grounds:
    """What to look at, and where the list comes from. `clause`: the policy's own, if it asks for it."""

    grounds: tuple[str, ...]
    source: str
    clause: Clause | None = None


def grounds_for(policy: Policy) -> Grounds:
    """The grounds that the policy's clause names; where it names none, those of the law."""
    clause = next((rule for rule in policy.rules if rule.action == ACTION), None)
    named = _named(clause) if clause else ()
    if clause is not None and named:
        cites = f" ({', '.join(clause.cites)})" if clause.cites else ""
        return Grounds(named, f"“{clause.title}”{cites}", clause)
    grounds, source = _of_the_law()
    return Grounds(grounds, source, clause)


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
