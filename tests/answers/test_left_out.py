"""What nobody needs for an answer is left out of what is kept of a question."""

import pytest

from belisha.answers.left_out import LEFT_OUT, without_details


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("can I give a mum 07700 900123?", f"can I give a mum {LEFT_OUT}?"),
        ("my number is +44 (0)1632 960 001", f"my number is {LEFT_OUT}"),
        ("is kim.ash@mail.example mine to give out", f"is {LEFT_OUT} mine to give out"),
        ("she lives at ZZ99 3VZ", f"she lives at {LEFT_OUT}"),
        ("May Mrs Lantern film us", f"May {LEFT_OUT} film us"),
        ("can I add Gulliver Signpost on Facebook", f"can I add {LEFT_OUT} on Facebook"),
        ("Can Parents post on 24 December 2026?", "Can Parents post on 24 December 2026?"),
        ("pupils of year 10 to 11, 30 of them", "pupils of year 10 to 11, 30 of them"),
        ("", ""),
    ],
)
def test_numbers_addresses_and_names_are_left_out(words: str, kept: str) -> None:
    assert without_details(words) == kept
