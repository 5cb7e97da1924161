"""Parse policies from their text, once per process for each text."""

from functools import lru_cache

from belisha.rules.language.policy import Policy
from belisha.rules.language.reading import read_policy


@lru_cache(maxsize=512)
def read_source(text: str) -> Policy:
    """Return the policy that the text states. Raises belisha.rules.errors.PolicyError with every mistake."""
    return read_policy(text)
