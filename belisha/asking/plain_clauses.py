"""Find clauses that are kept in their own words, by the words under which they are filed."""

from collections.abc import Iterator

from belisha.asking.text import content_stems, normalise, words_of
from belisha.rules.judge import CompiledPolicy
from belisha.rules.language.clauses import Plain
from belisha.rules.ruling import Ground, GroundStanding

WHY = "This is kept in the document's own words: it tells, and decides nothing."


def plain_grounds(text: str, policy: CompiledPolicy) -> Iterator[Ground]:
    """Yield the plain clauses of which the title or a phrase stands in the text, by its content words."""
    asked = set(content_stems(words_of(text)))
    for clause in policy.clauses:
        if not isinstance(clause, Plain):
            continue
        named = (set(content_stems(words_of(normalise(each)))) for each in (clause.title, *clause.phrases))
        if any(stems and stems <= asked for stems in named):
            place, force = GroundStanding.INFORMS, clause.force.value
            yield Ground(clause.id, clause.cites, force, clause.title, clause.text, place, WHY)
