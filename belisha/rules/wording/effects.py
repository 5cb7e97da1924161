"""What a clause sets off, in plain words."""

from collections.abc import Mapping

from belisha.rules.language.clauses import Deed, Effect
from belisha.rules.vocabulary.words import Vocabulary
from belisha.rules.wording.grammar import and_list, or_list, the

# How each deed begins: without anybody to do it to, and towards whom the words lead.
DEEDS: Mapping[Deed, tuple[str, str]] = {
    Deed.REPORT: ("report it", "to"),
    Deed.RECORD: ("write it down", "for"),
    Deed.KEEP: ("keep it", "for"),
    Deed.REFER: ("refer it", "to"),
    Deed.WAIT: ("wait", "for"),
    Deed.ASK: ("ask", ""),
    Deed.TELL: ("tell them", ""),
    Deed.SHOW: ("show it", "to"),
}


def effect_words(effect: Effect, words: Vocabulary) -> str:
    """Return what must happen next: `report it to the headteacher, at once`."""
    said, link = DEEDS[effect.deed]
    if effect.to:
        people = _recipients(effect, words)
        said = f"{said.removesuffix(' them')} {link} {people}".replace("  ", " ")
    if effect.register:
        register = words.registers.get(effect.register)
        said += f" in the {register.label if register else effect.register}"
    if effect.what:
        said += f": {effect.what}"
    return ", ".join(filter(None, (said, effect.kept, effect.by)))


def obligation_words(effect: Effect, vocabulary: Vocabulary) -> str:
    """Return an effect in plain words."""
    whom = _recipients(effect, vocabulary)
    found = [effect.deed.value]
    if whom:
        found.append(whom if effect.deed in (Deed.TELL, Deed.ASK) else f"to {whom}")
    if effect.deed is Deed.WAIT and whom:
        found[-1] = f"for {whom}"
    if effect.register:
        register = vocabulary.registers.get(effect.register)
        label = register.label if register else effect.register.replace("-", " ")
        found.append(f"in the {label.removeprefix('the ')}")
    if effect.kept:
        found.append(effect.kept)
    if effect.what:
        found.append(f"({effect.what})" if len(found) > 1 else effect.what)
    return " ".join(found)


def _recipients(effect: Effect, vocabulary: Vocabulary) -> str:
    """Return whom it goes to, and whom those tell: "the DSL, who tells the headteacher"."""
    people = (and_list if effect.to_all else or_list)(the(each, vocabulary) for each in effect.to)
    relays = or_list(the(each, vocabulary) for each in effect.relays)
    return f"{people}, who tells {relays}" if relays else people
