"""Fields that several forms have."""

from datetime import date

import pytest
from django import forms

from belisha.base.fields import DayField


@pytest.mark.parametrize(
    "written", ["2026-11-03", "03/11/2026", "3/11/26", "3.11.2026", "3 November 2026", "3 Nov 2026"]
)
def test_a_day_is_read_as_people_in_britain_write_it(written: str) -> None:
    assert DayField().clean(written) == date(2026, 11, 3)


@pytest.mark.parametrize("written", ["11/21/2026", "31/02/2026", "soon"])
def test_what_is_no_day_is_told_with_an_example(written: str) -> None:
    with pytest.raises(forms.ValidationError, match="21/11/2026"):
        DayField().clean(written)
