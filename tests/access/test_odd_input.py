"""Every address with odd values, by everybody: never an error of the server, never somebody's script.

`make torture` makes two hundred thousand such visits.
"""

from __future__ import annotations

import random

import pytest
from django.test import override_settings

from tests.access.odd_input import OddVisitor
from tests.access.walking import undone

VISITS = 400


@pytest.mark.django_db
def test_odd_values_break_nothing(demo: None) -> None:
    with override_settings(BELISHA_SECOND_FACTOR="optional"), undone():
        visitor = OddVisitor(random.Random())
        for _ in range(VISITS):
            visitor.visit()
    assert visitor.faults == []
    assert sum(visitor.answers.values()) == VISITS
    assert {200, 404, 405} <= visitor.answers.keys()
