"""What a question says of permissions: held, refused, or not said. A guess is never made."""

import re
from collections.abc import Iterable

from belisha.asking.mentions import Mentions
from belisha.rules.clauses import GrantKind, Rule
from belisha.rules.grants import GrantFact
from belisha.rules.policy import Policy

_GIVEN = re.compile(
    r"\b(?:has|have|had|he|she|they|head|headteacher|teacher|principal|governors|deputy|leadership|slt|parents?|mum|dad|owner|manager|and)\s(?:has |have |had |already |just |all |now |both )*"
    r"(?:authori[sz]ed|approved|agreed|consented|permitted|okayed|cleared|allowed me|let me|given (?:me |us |her |his |their |the |written |prior |verbal |full )*(?:permission|consent|authori[sz]ation|approval|go ahead|green light|ok|okay|nod|thumbs up)"
    r"|gave (?:me |us |her |his |their |the |written |prior |verbal )*(?:permission|consent|authori[sz]ation|approval|go ahead|green light|ok|okay|nod|thumbs up)"
    r"|said (?:yes|i can|i could|we can|we could|it is fine|it was fine|it is ok|it was ok|that is fine|go ahead|ok|okay)|told me (?:i|it|that|to go)|told us we|signed (?:it )?off|signed the (?:form|consent)|wrote to say|put it in writing|asked for (?:it|her|his|this)|is happy (?:for|with|about)|are happy (?:for|with|about)|is fine with|are fine with|happy for me to)"
    r"|\bi (?:have|hold)(?: got)? (?:the |her |his |their |prior |written |full )*(?:head(?:teacher)?'s |parents?'s? |parental |leadership's )?(?:written |prior |verbal )*(?:permission|consent|authori[sz]ation|approval)\b(?! to get)"
    r"|\bwith (?:the |her |his |their |prior |written |full |signed )*(?:head(?:teacher)?'s |parents?'? |parents'? |parental |parent's |leadership's |school's |owner's )*(?:head(?:teacher)?'s )?(?:written |prior )*(?:permission|consent|authori[sz]ation|approval|blessing|agreement|say so|sign off)\b"
    r"|\bif the (?:head|headteacher|parents?|leadership|slt|owner)[a-z ]{0,20}(?:agrees?|says? yes|approves?|authori[sz]es?|consents?|allows?|lets?|writes?)"
    r"|\b(?:authori[sz]ed|approved|agreed|cleared|signed off) (?:it )?(?:by|with) (?:the |my |a |our )?[a-z]+"
    r"|\bthe (?:consent|permission) (?:form|slip)s? (?:is|are|has been|have been|was|came back) (?:back|in|signed)"
)
_WITHHELD = re.compile(
    r"\bwithout (?:any |the |her |his |their |asking|written |prior |getting |head(?:teacher)?'s |parental )*(?:head(?:teacher)?'s |parents?'? )?(?:permission|consent|authori[sz]ation|approval|asking|agreement|say so)"
    r"|\b(?:has|have|had|did|would|will) not (?:been )?(?:asked|consented|agreed|approved|authori[sz]ed|given|said yes|signed|got permission|permission)"
    r"|\b(?:refused|said no|turned (?:it |me )?down|no (?:written )?(?:permission|consent))\b|\bnobody (?:asked|has agreed)"
)
_WRITTEN = re.compile(
    r"\b(?:written|in writing|wrote|by email|by e-mail|emailed|letter|signed|on paper|an email|writing)\b"
)
_SPOKEN = re.compile(
    r"\b(?:verbal(?:ly)?|oral(?:ly)?|spoken|nothing (?:on paper|in writing|written)|not in writing|not written|over coffee|in the corridor|on the phone|out loud|word of mouth|in passing|not on paper|never wrote)\b"
)
_REASON = re.compile(r"\b(?:reasons?|why|explains?|purpose)\b")


def said_grants(mentions: Mentions, policy: Policy) -> dict[str, bool]:
    """The facts of grants that the question reveals, among those that `policy` speaks of.

    Where the question names an authority that the policy asks for, the statement is about that one;
    where it names none of them, it is about all.
    """
    offices = _offices_held(mentions, policy)
    given = _GIVEN.search(mentions.text)
    withheld = _WITHHELD.search(mentions.text)
    if not given and not withheld:
        return offices
    holds = withheld is None
    asked = {each for each in _grants_of(policy) if each.kind in (GrantKind.PERMISSION, GrantKind.CONSENT)}
    named = {mention.role for mention in mentions.people}
    meant = {each for each in asked if each.who in named} or asked
    if "copyright-owner" not in named and any(each.who in named for each in asked):
        meant = {each for each in asked if each.who in named}
    facts = dict(offices)
    for each in meant:
        facts[each.plain.key] = holds
        if holds and each.form == "written" and _SPOKEN.search(mentions.text):
            facts[each.key] = False
        elif holds and each.form == "written" and _WRITTEN.search(mentions.text):
            facts[each.key] = True
        elif holds and each.form == "with-reason" and _REASON.search(mentions.text):
            facts[each.key] = True
    return facts


def _offices_held(mentions: Mentions, policy: Policy) -> dict[str, bool]:
    """The offices of which the speaker says "I am the ..."."""
    asked = {each.who for each in _grants_of(policy) if each.kind is GrantKind.OFFICE}
    return {
        GrantFact(GrantKind.OFFICE, mention.role).key: True
        for mention in mentions.people
        if mention.role in asked
        and re.search(r"\bi am (?:the |our |a )?(?:school's )?$", mentions.text[: mention.start])
    }


def _grants_of(policy: Policy) -> Iterable[GrantFact]:
    for rule in policy.clauses:
        if not isinstance(rule, Rule):
            continue
        for exemption in rule.unless:
            for part in exemption.parts:
                if hasattr(part, "kind"):
                    for who in part.of:
                        yield GrantFact(part.kind, who)
                        for form in ("written", "with_reason"):
                            if getattr(part, form):
                                yield GrantFact(part.kind, who, form.replace("_", "-"))
