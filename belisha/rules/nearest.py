"""The words that somebody may have meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz

CLOSE = 65.0
# A word that says so is not near to one that leaves it out.
DENYING = frozenset(("not", "no", "non", "never", "except", "without"))


def nearest(word: str, choices: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return the choices most like `word`, best first, at most `limit`; empty where none is near.

    Only choices that are about as near as the best one are given.
    """
    spoken = _spoken(word)
    if not spoken:
        return ()
    denied = DENYING.intersection(spoken.split())
    kept = [choice for choice in set(choices) if denied <= set(_spoken(choice).split())]
    scored = sorted((-_score(spoken, _spoken(choice)), choice) for choice in kept)
    best = scored[0][0] if scored else 0.0
    return tuple(choice for score, choice in scored[:limit] if score <= -CLOSE and score <= best + 10)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return `; did you mean `pupil`?`, or nothing where no choice is near."""
    found = nearest(word, choices)
    return f"; did you mean {quoted(found)}?" if found else ""


def quoted(words: Iterable[str], joint: str = "or") -> str:
    """Return the words in backticks, as a list in a sentence: `a`, `b` or `c`."""
    marked = [f"`{word}`" for word in words]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {joint} {marked[-1]}"


def _spoken(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def _score(word: str, choice: str) -> float:
    score = max(fuzz.ratio(word, choice), fuzz.token_sort_ratio(word, choice))
    if min(len(word), len(choice)) >= 4 and (choice.startswith(word) or word.startswith(choice)):
        score = max(score, 85.0)
    return float(score)
