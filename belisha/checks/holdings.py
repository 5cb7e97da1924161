"""What this room keeps: nothing of a check, and the words that a school allows."""

from belisha.base.holdings import exempt
from belisha.checks.models import AllowedWord

exempt(AllowedWord, "a word or phrase that is no problem in posts, nobody’s data")
