"""Find the permissions that a question states: held or refused. Nothing is guessed."""

import re
from collections.abc import Iterator

from belisha.asking.entities import Entities
from belisha.asking.identity import cached_by_identity
from belisha.rules.language.clauses import Grant, GrantKind, Rule
from belisha.rules.language.grants import GrantFact
from belisha.rules.language.policy import Policy

_LEAVE = "(?:permission|consent|authori[sz]ation|approval)"
_NOD = "(?:permission|consent|authori[sz]ation|approval|go ahead|green light|ok|okay|nod|thumbs up)"
_FINE = "(?:fine|ok|okay|alright|all right|good|cool|no problem|no bother|sure)"
_SAID_YES = (
    "(?:said|says|say) (?:to me |to us )?"
    "(?:yes|yeah|yep|(?:that )?(?:i|we) (?:can|could|may|might)|go ahead|go for it"
    "|(?:(?:it|that|this|its|thats)(?: is| was| would be| will be)? )?"
    f"(?:all |totally |perfectly |absolutely )?{_FINE})"
)
_A_PAPER = "(?:letter|email|e-mail|mail|note|slip|form|message|text)"
_OWNERS = (
    "(?:head(?:teacher)?'s |parents?'? |parents'? |parental |parent's |leadership's |school's |owner's )*"
    "(?:head(?:teacher)?'s )?"
)
_SOMEBODY_GAVE = (
    r"\b(?:has|have|had|he|she|they|heads?|headteacher|head of school|head teacher|teacher|principal"
    r"|governors|deputy|leadership|slt|parents?|carers?|families|mums?|dads?|everyone|everybody|owner|artist|author"
    r"|photographer|manager|boss|and)\s(?:has |have |had |already |just |all |now |both |kindly |even )*"
    r"(?:authori[sz]ed|approved|agreed|consented|permitted|okayed|cleared|allowed me|let me"
    rf"|given (?:me |us |her |his |their |the |written |prior |verbal |full )*{_NOD}"
    rf"|gave (?:me |us |her |his |their |the |written |prior |verbal )*{_NOD}"
    rf"|gave (?:me |us )?(?:a |an |the |her |his |their )?(?:signed |written |short )*{_A_PAPER}"
    r" (?:saying|to say|that says|which says|so)"
    rf"|(?:emailed|e-mailed|texted|messaged|wrote to|written to) (?:me|us)? ?(?:to say|saying|that|and said) "
    rf"(?:yes|(?:i|we) (?:can|could|may)|(?:it|that|its)(?: is| was)? {_FINE}|go ahead)"
    rf"|{_SAID_YES}|(?:told|tells) me (?:i|it|that|to go)|told us we|signed (?:it )?off"
    r"|signed the (?:form|consent)"
    r"|wrote to say|put it in writing|asked for (?:it|her|his|this)|is happy (?:for|with|about)"
    r"|are happy (?:for|with|about)|is fine with|are fine with|happy for me to)"
)
_I_HOLD = (
    r"\bi (?:have|hold)(?: got)? (?:the |her |his |their |prior |written |full )*"
    r"(?:head(?:teacher)?'s |parents?'s? |parental |leadership's )?(?:written |prior |verbal )*"
    rf"{_LEAVE}\b(?! to get)"
)
_WITH_LEAVE = (
    rf"\bwith (?:the |her |his |their |prior |written |full |signed )*{_OWNERS}(?:written |prior )*"
    r"(?:permission|consent|authori[sz]ation|approval|blessing|agreement|say so|sign off)\b"
)
_IF_AGREED = (
    r"\bif the (?:head|headteacher|parents?|leadership|slt|owner)[a-z ]{0,20}"
    r"(?:agrees?|says? (?:yes|so|ok|okay|i can|it is ok|it is fine)|approves?|authori[sz]es?|consents?"
    r"|allows?|lets?|writes?)"
)
_AGREED_BY = (
    r"\b(?:authori[sz]ed|approved|agreed|cleared|signed off) (?:it )?(?:by|with) (?:the |my |a |our )?[a-z]+"
)
_SLIP_IS_IN = (
    r"\bthe (?:consent|permission) (?:form|slip)s? (?:is|are|has been|have been|was|came back) "
    r"(?:back|in|signed)"
)
_GIVEN = re.compile(f"{_SOMEBODY_GAVE}|{_I_HOLD}|{_WITH_LEAVE}|{_IF_AGREED}|{_AGREED_BY}|{_SLIP_IS_IN}")
# Said by whoever may give it: "I have given a teacher my written consent".
_I_GAVE = re.compile(
    rf"\b(?:i|we) (?:have |had |already |just )*(?:given|gave|granted) (?:[a-z']+ ){{1,5}}?{_NOD}\b"
    r"|\b(?:i|we) (?:have |already |have already )*(?:authori[sz]ed|approved|agreed to|consented to|okayed)\b"
    rf"|\bwith my (?:written |prior |full )*{_NOD}\b"
)
_WITHHELD = re.compile(
    r"\bwithout (?:any |the |her |his |their |asking|written |prior |getting |head(?:teacher)?'s |parental )*"
    r"(?:head(?:teacher)?'s |parents?'? )?"
    r"(?:permission|consent|authori[sz]ation|approval|asking|agreement|say so)"
    r"|\b(?:has|have|had|did|would|will) not (?:been )?(?:asked|consented|agreed|approved|authori[sz]ed|given"
    r"|(?:said|say) (?:yes|(?:i|we) (?:can|could))|signed|got permission|permission)"
    r"|\b(?:refused|said no|turned (?:it |me )?down|no (?:written )?(?:permission|consent))\b"
    r"|\bnobody (?:asked|has agreed)"
)
_WRITTEN = re.compile(
    r"\b(?:written|in writing|wrote|by email|by e-mail|emailed|letter|signed|on paper|an email|writing)\b"
)
_SPOKEN = re.compile(
    r"\b(?:verbal(?:ly)?|oral(?:ly)?|spoken|nothing (?:on paper|in writing|written)|not in writing"
    r"|not written|over coffee|in the corridor|on the phone|out loud|word of mouth|in passing|not on paper"
    r"|never wrote)\b"
)
_AFTERWARDS = re.compile(
    r"\b(?:afterwards|after the (?:fact|event)"
    r"|after (?:i|we) (?:had |have )?(?:posted|did|took|shared|sent|used)"
    r"|once (?:i|we) (?:had )?(?:posted|done|taken|shared|sent)|later on|since then)\b"
)
_REASON = re.compile(r"\b(?:reasons?|why|explains?|purpose)\b")
_I_AM_THE = re.compile(r"\bi am (?:the |our |a )?(?:school's )?$")


def stated_permissions(entities: Entities, policy: Policy, asker: str = "") -> dict[str, bool]:
    """Return the facts of grants that the question states, among those that `policy` asks for.

    Where the question names an authority that the policy asks for, the statement is about that one;
    where it names none of them, it is about all. `asker` is the role that asks: it gives its own leave alone.
    """
    facts = _offices_held(entities, policy)
    asked = [each for each in _grants_of(policy) if each.kind in (GrantKind.PERMISSION, GrantKind.CONSENT)]
    is_withheld = _WITHHELD.search(entities.text) is not None
    gives = _I_GAVE.search(entities.text) is not None and any(each.who == asker for each in asked)
    if not is_withheld and not gives and not _GIVEN.search(entities.text):
        return facts
    named = {asker} if gives else {entity.role for entity in entities.people}
    for each in [grant for grant in asked if grant.who in named] or asked:
        facts[each.plain.key] = not is_withheld
        holds = None if is_withheld else _has_form(each.form, entities.text)
        if holds is not None:
            facts[each.key] = holds
    return facts


def _has_form(form: str, text: str) -> bool | None:
    """Return whether the grant is said to have the form asked for; None if nothing is said of it."""
    if form == "written" and _SPOKEN.search(text):
        return False
    if form == "prior":
        # Who asks whether they may, and has leave, has it before they do it.
        return _AFTERWARDS.search(text) is None
    says = {"written": _WRITTEN, "with-reason": _REASON}.get(form)
    return True if says and says.search(text) else None


def _offices_held(entities: Entities, policy: Policy) -> dict[str, bool]:
    """Return the offices of which the speaker says "I am the ..."."""
    asked = {each.who for each in _grants_of(policy) if each.kind is GrantKind.OFFICE}
    return {
        GrantFact(GrantKind.OFFICE, entity.role).key: True
        for entity in entities.people
        if entity.role in asked and _I_AM_THE.search(entities.text[: entity.start])
    }


@cached_by_identity
def _grants_of(policy: Policy) -> tuple[GrantFact, ...]:
    """Return every grant that can lift a rule of the policy, plain and in the forms asked for."""
    return tuple(dict.fromkeys(_grants_in(policy)))


def _grants_in(policy: Policy) -> Iterator[GrantFact]:
    for rule in policy.clauses:
        if isinstance(rule, Rule):
            for part in (each for way in (*rule.unless, *rule.only_with) for each in way.parts):
                if isinstance(part, Grant):
                    yield from _facts_of(part)


def _facts_of(grant: Grant) -> Iterator[GrantFact]:
    for who in grant.of:
        yield GrantFact(grant.kind, who)
        if grant.written:
            yield GrantFact(grant.kind, who, "written")
        if grant.with_reason:
            yield GrantFact(grant.kind, who, "with-reason")
        if grant.prior:
            yield GrantFact(grant.kind, who, "prior")
