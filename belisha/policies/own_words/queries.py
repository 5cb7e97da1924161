from belisha.people.models import School
from belisha.policies.models import SchoolWord
from belisha.policies.own_words.translation import OwnWord


def own_words_of(school: School) -> tuple[OwnWord, ...]:
    """Return the words that a school has added, in one query."""
    rows = SchoolWord.objects.filter(school=school).values_list("word", "kind", "means")
    return tuple(OwnWord(*row) for row in rows)
