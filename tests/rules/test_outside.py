"""A policy may ask something of those who act where it says nothing."""

from belisha.rules.judge import judge
from belisha.rules.language.reading import load_policy
from belisha.rules.ruling import Situation, Verdict

COLLEAGUES = Situation("teacher", "befriend", "staff")


def test_where_grange_is_silent_the_headteacher_is_told() -> None:
    ruling = judge(load_policy("grange"), COLLEAGUES)
    assert ruling.verdict is Verdict.SILENT
    assert {cite for due in ruling.duties for cite in due.cites} == {"G56b"}
    assert ("headteacher",) in {due.to for due in ruling.duties}


def test_where_calcot_is_silent_nothing_is_set_off() -> None:
    ruling = judge(load_policy("calcot"), COLLEAGUES)
    assert ruling.verdict is Verdict.SILENT
    assert ruling.duties == ()


def test_where_grange_speaks_that_duty_is_not_set_off() -> None:
    ruling = judge(load_policy("grange"), Situation("teacher", "befriend", "pupil"))
    assert "G56b" not in {cite for due in ruling.duties for cite in due.cites}
