"""How likely it is that a question was understood, as a measure from 0 to 1."""

from collections.abc import Sequence
from math import exp

from belisha.asking.choosing import FLOOR, Choice
from belisha.asking.readings import Reading

# A logistic regression on the tuning questions of benchmarks/questions; benchmarks/asking.py prints how
# often answers of each sureness are right.
BASE, BY_LEAD, BY_TOPIC, BY_AGREEMENT = -0.6, 3.0, 1.1, 2.8
# All that is said to be about something else was so among the tuning questions, so these are cautious.
ELSEWHERE_BASE, BY_DISTANCE = 0.5, 5.0
COMPARED = 5


def sure_of(choice: Choice, readings: Sequence[Reading]) -> float:
    """How likely the first of `readings` is meant, or where there is none, that none of the actions is.

    It grows with the lead over the next situation, with the distance from what no policy speaks of, and
    with the share of the other readings that come to the same verdict.
    """
    if not readings:
        distance = max(FLOOR, choice.elsewhere) - choice.best
        return _share(ELSEWHERE_BASE + BY_DISTANCE * distance)
    first = readings[0]
    second = next((each.fit for each in readings if each.situation != first.situation), 0.0)
    lead, topic = first.fit - second, choice.best - choice.elsewhere
    return _share(BASE + BY_LEAD * lead + BY_TOPIC * topic + BY_AGREEMENT * _agreement(readings[:COMPARED]))


def _agreement(readings: Sequence[Reading]) -> float:
    """The share of the readings, by how well they fit, that come to the verdict of the first."""
    alike = sum(each.fit for each in readings if each.ruling.verdict is readings[0].ruling.verdict)
    return alike / (sum(each.fit for each in readings) or 1.0)


def _share(strength: float) -> float:
    return round(1 / (1 + exp(-strength)), 2)
