"""A vocabulary and short ways to write clauses, for the tests of judging."""

from dataclasses import replace
from itertools import count
from typing import Any

from belisha.rules.judge import judge
from belisha.rules.language.clauses import (
    Clause,
    Comparator,
    Condition,
    Deed,
    Effect,
    Exemption,
    Force,
    Grant,
    GrantKind,
    Rule,
)
from belisha.rules.language.policy import Control, Policy, ShouldBinding
from belisha.rules.ruling import FactValue, Ruling, Situation
from belisha.rules.vocabulary.loading import EMPTY, WordsFile, extend

WORDS = extend(
    EMPTY,
    [
        WordsFile(
            "words.toml",
            """
            [roles]
            everyone = { label = "everyone" }
            staff = { label = "member of staff", within = ["everyone"] }
            teacher = { label = "teacher", within = ["staff"] }
            assistant = { label = "teaching assistant", within = ["staff"] }
            headteacher = { label = "headteacher", within = ["staff"], office = true }
            slt = { label = "senior leadership team", within = ["staff"], office = true }
            designated-person = { label = "designated person", office = true }
            pupil = { label = "pupil", within = ["everyone"] }
            parent = { label = "parent", within = ["everyone"] }
            governor = { label = "governor", within = ["everyone"] }
            school = { label = "the school", institution = true }
            [actions]
            use-social-media = { label = "use social media" }
            contact = { label = "be in contact" }
            befriend = { label = "be friends", within = ["contact"], mutual = true }
            accept-request = { label = "accept a friend request", within = ["befriend"] }
            follow = { label = "follow" }
            post-picture = { label = "post a picture", within = ["use-social-media"] }
            name-school = { label = "name the school" }
            find-image = { label = "find an indecent image" }
            investigate = { label = "investigate" }
            tell-police = { label = "tell the police" }
            report-attempt = { label = "report an attempt" }
            answer-press = { label = "answer the press" }
            [facts]
            family = { label = "it is close family", question = "Is it close family?", implies = ["link"] }
            link = { label = "there is a link", question = "Is there a link?" }
            in-lesson = { label = "it is lesson time", question = "In a lesson?", implies = ["not in-break"] }
            in-break = { label = "it is a break", question = "In a break?" }
            own-device = { label = "it is your own device", question = "Own device?" }
            school-device = { label = "it is the school's device", question = "The school's?" }
            others-device = { label = "it is somebody else's device", question = "Somebody else's?" }
            adults = { label = "the number of adults", question = "How many adults?", kind = "number" }
            emergency = { label = "it is an emergency", question = "An emergency?", unusual = true }
            trip = { label = "it is a trip", question = "A trip?", unusual = true }
            age = { label = "the age", question = "How old?", kind = "number" }
            platform = { label = "the platform", question = "Which site?", kind = "platform" }
            under-age = { label = "the child is too young for it", question = "Too young for it?" }
            [facts.device]
            label = "the device"
            question = "Whose device?"
            kind = "choice"
            values = ["own-device", "school-device", "others-device"]
            [platforms]
            whatsapp = { label = "WhatsApp" }
            facebook = { label = "Facebook" }
            [parties]
            police = { label = "police" }
            [registers]
            permissions = { label = "register of permissions" }
            incidents = { label = "incident record" }
            """,
        )
    ],
)

CONTROL = Control("test", "Policy", "School", "School", "a test", "agreed", ask_whom=("headteacher",))
_numbers = count(1)


def when(words: str) -> Condition:
    """`in-lesson`, `not in-lesson`, `age below 13`, `age at least 13`, `platform is whatsapp`."""
    is_negated, plain = words.startswith("not "), words.removeprefix("not ")
    for comparison in Comparator:
        fact, found, value = plain.partition(f" {comparison.value} ")
        if found:
            return Condition(fact, is_negated, comparison, int(value) if value.isdigit() else value)
    return Condition(plain, is_negated)


def unless(*parts: str | Condition | Grant) -> Exemption:
    """One way out."""
    return Exemption(tuple(when(part) if isinstance(part, str) else part for part in parts))


def permission(*of: str, **form: Any) -> Grant:
    return Grant(GrantKind.PERMISSION, of, **form)


def consent(*of: str, **form: Any) -> Grant:
    return Grant(GrantKind.CONSENT, of, **form)


def declaration(*to: str, **form: Any) -> Grant:
    return Grant(GrantKind.DECLARATION, to, **form)


def office(*of: str) -> Grant:
    return Grant(GrantKind.OFFICE, of)


def effect(deed: str, *to: str, **more: Any) -> Effect:
    return Effect(Deed(deed), to=to, **more)


def rule(who: str, force: str, action: str, /, **fields: Any) -> Rule:
    """`rule("staff", "must not", "befriend", towards="pupil", when=["in-lesson"], unless=[unless(...)])`.

    An entry of `when` may be a list: its alternatives.
    """
    fields.setdefault("id", f"rule-{next(_numbers)}")
    lines = tuple(
        tuple(when(each) for each in ([line] if isinstance(line, str) else line))
        for line in fields.pop("when", ())
    )
    return Rule(
        who=tuple(who.split(", ")),
        force=Force(force),
        action=action,
        towards=tuple(filter(None, fields.pop("towards", "").split(", "))),
        on=tuple(filter(None, fields.pop("on", "").split(", "))),
        when=lines,
        unless=tuple(fields.pop("unless", ())),
        then=tuple(fields.pop("then", ())),
        **shared(fields),
    )


def shared(fields: dict[str, Any]) -> dict[str, Any]:
    """What all clauses have, filled in."""
    identity = fields.setdefault("id", f"clause-{next(_numbers)}")
    fields.setdefault("title", f"The {identity}")
    fields.setdefault("cites", (f"X{identity}",))
    return {"text": "", "section": "", **fields}


def policy(*clauses: Clause, binds: str = "", **control: Any) -> Policy:
    """A policy of these clauses; `binds`: the role for which "should" binds."""
    bindings = (ShouldBinding((binds,), ("X95",)),) if binds else ()
    return Policy(replace(CONTROL, should_binds=bindings, **control), clauses)


def ruling(of: Policy, role: str, action: str, towards: str | None = None, **facts: FactValue) -> Ruling:
    """The ruling; facts as keywords, with underscores."""
    known = {fact.replace("_", "-"): value for fact, value in facts.items()}
    return judge(of, Situation(role, action, towards, known), vocabulary=WORDS)


def verdict(of: Policy, role: str, action: str, towards: str | None = None, **facts: FactValue) -> str:
    """The verdict in a word."""
    return ruling(of, role, action, towards, **facts).verdict.value
