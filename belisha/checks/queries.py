from belisha.checks.models import AllowedWord
from belisha.people.models import School


def allowed_words(school: School) -> frozenset[str]:
    """Return the words and phrases that are no problem at the school, in plain small letters."""
    return frozenset(AllowedWord.objects.filter(school=school).values_list("words", flat=True))
