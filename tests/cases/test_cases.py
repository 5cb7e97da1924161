"""A case from its report to its end: tasks, locks, clocks, decisions, referrals, removals, outcome.

Appeal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from belisha.audit.models import Event
from belisha.base.clock import today
from belisha.cases import queries
from belisha.cases.actions import cases, outcomes, people, referrals, takedowns, tasks
from belisha.cases.actions.chronology import CaseRefusedError
from belisha.cases.actions.outcomes import OutcomeWords
from belisha.cases.actions.reports import sent_of
from belisha.cases.deadlines import due_at, due_within
from belisha.cases.duty_sources import case_duties
from belisha.cases.models import CasePart, CaseTask, ChronologyEntry, ChronologyKind, IncidentCase
from belisha.cases.outcome_choices import consequences
from belisha.cases.proposals import proposal
from belisha.outbox.working_days import is_week_day
from belisha.people.models import User
from belisha.policies.queries import policy_in_force
from tests.cases.reporting import begun, heard_by, person, reported
from tests.demo_fixtures import ClientFor

TEACHER = "A parent posted abusive and threatening lies about a teacher on Facebook."


def worker(case: IncidentCase) -> Any:
    office = case.access.filter(is_barred=False).exclude(office="").first()
    assert office is not None
    return person(office.office, case.school.slug)


def cites_of(case: IncidentCase) -> set[str]:
    return {cite for task in case.tasks.all() for cite in task.cites}


def decided(case: IncidentCase, **more: Any) -> Any:
    by = worker(case)
    for task in case.tasks.exclude(state="done"):
        tasks.leave_out_task(by=by, task=task, words="Not needed here.")
    for each in case.referrals.filter(state="to make"):
        referrals.decide_not_to_refer(by=by, referral=each, words="Below the threshold, as agreed.")
    words = {"finding": "no-breach", "reasons": "It was a mistake.", "lesson": "Say it sooner.", **more}
    return outcomes.record_outcome(by=by, case=case, words=OutcomeWords(**words))


def test_a_case_has_the_tasks_of_the_policy_each_with_its_clause(demo: None) -> None:
    case = begun(slug="grange", words=TEACHER, role="teacher")
    assert case.tasks.exists()
    assert all(task.cites or task.source or task.origin != "policy" for task in case.tasks.all())
    assert case.version_id == policy_in_force("grange").version.pk  # type: ignore[union-attr]


@pytest.mark.clause("G54a", "C46a")
@pytest.mark.parametrize(("slug", "cite"), [("grange", "G54a"), ("coads-green", "C46a")])
def test_a_breach_is_investigated_and_the_case_stays_open_until_it_is(
    demo: None, slug: str, cite: str
) -> None:
    """Each reported breach becomes a case that cannot be closed before its investigation has an outcome."""
    case = begun("breach", slug, "A member of staff broke the social media policy with a public post.")
    by = worker(case)
    assert cite in cites_of(case) | set(_proposal_cites(case))
    with pytest.raises(CaseRefusedError, match="There is no outcome yet"):
        outcomes.close_case(by=by, case=case)
    decided(case)
    assert outcomes.close_case(by=by, case=case).state == "closed"


def _proposal_cites(case: IncidentCase) -> tuple[str, ...]:

    report = case.reports.first()
    assert report is not None
    found = proposal(case.school, sent_of(report), today())[1]
    return found.cites if found else ()


def test_the_chronology_is_refused_changes_by_the_database(demo: None) -> None:
    case = begun()
    entry = cases.write_in_case(
        by=worker(case), case=case, kind=ChronologyKind.NOTE, words="Spoke to the mother."
    )
    for statement in (
        "UPDATE cases_chronologyentry SET words = '' WHERE id = %s",
        "DELETE FROM cases_chronologyentry WHERE id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="only added to"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [entry.pk])
    assert case.opened(ChronologyEntry.objects.get(pk=entry.pk).words) == "Spoke to the mother."


def test_a_correction_is_an_entry_beside_the_one_it_corrects(demo: None) -> None:
    case = begun()
    by = worker(case)
    first = cases.write_in_case(by=by, case=case, kind=ChronologyKind.NOTE, words="On Monday.")
    cases.correct_entry(by=by, case=case, entry=first, words="On Tuesday.")
    said = [each.words for each in queries.chronology_of(case)]
    assert said.index("On Monday.") < said.index("On Tuesday.")


def test_what_is_written_is_sealed_and_goes_with_the_key(demo: None) -> None:
    case = begun()
    entry = cases.write_in_case(by=worker(case), case=case, kind=ChronologyKind.NOTE, words="A secret.")
    assert "secret" not in ChronologyEntry.objects.get(pk=entry.pk).words
    case.wrapped_key = ""
    assert "erased" in case.opened(entry.words)


@pytest.mark.clause("G88g", "G88h")
def test_the_wishes_of_the_person_harmed_and_their_decision_on_the_police_are_kept(
    client_for: ClientFor,
) -> None:
    """The wishes of who reported are shown first.

    And the harmed person's own decision on the police is kept.
    """
    case = begun(words=TEACHER, role="teacher", wishes="I want it taken down, and no meeting with him.")
    by = worker(case)
    cases.write_in_case(
        by=by,
        case=case,
        kind=ChronologyKind.WISH,
        words="She decides for herself whether to go to the police: not yet.",
    )
    office = heard_by(case.reports.get())[0]
    client = client_for(f"{office}@grange")
    assert "I want it taken down" in client.get(f"/s/grange/cases/{case.reference}/").content.decode()
    page = client.get(f"/s/grange/cases/{case.reference}/chronology/").content.decode()
    assert "Wishes of the person harmed" in page
    assert "not yet" in page


def test_a_second_person_never_takes_the_part_of_the_first(demo: None) -> None:
    case = begun()
    by = worker(case)
    one = people.add_case_person(by=by, case=case, part="alleged", about="A boy of year 6")
    other = people.add_case_person(by=by, case=case, part="witness", about="Another boy of year 6")
    assert (one.part, other.part) == ("alleged", "witness")
    assert case.opened(one.sealed) != case.opened(other.sealed)


def test_a_task_that_is_not_needed_says_why(demo: None) -> None:
    case = begun()
    task = case.tasks.first()
    assert task is not None
    with pytest.raises(CaseRefusedError, match="Write something first"):
        tasks.leave_out_task(by=worker(case), task=task, words=" ")
    assert tasks.leave_out_task(by=worker(case), task=task, words="Done by the police.").state == "not needed"


def locked_task(case: IncidentCase) -> CaseTask:
    return CaseTask.objects.create(
        case=case, number=99, do="Investigate", locked_until="the advice of the police is recorded",
        warning="It may contaminate evidence.",
    )  # fmt: skip


def test_a_lock_holds_until_what_it_waits_for_is_recorded(demo: None) -> None:
    case = begun()
    by, task = worker(case), locked_task(case)
    with pytest.raises(CaseRefusedError, match=r"locked until the advice of the police.*contaminate"):
        tasks.do_task(by=by, task=task)
    tasks.open_lock(by=by, case=case, lock=task.locked_until, words="PC 123 says: go ahead.")
    assert tasks.do_task(by=by, task=task).state == "done"


def test_the_answer_to_a_referral_opens_the_lock_that_waits_for_it(demo: None) -> None:
    case = begun()
    by, task = worker(case), locked_task(case)
    referral = referrals.add_referral(by=by, case=case, to="police")
    referrals.send_referral(by=by, referral=referral, reference="101 call, 14:05")
    referrals.answer_referral(by=by, referral=referral, reference="CN-77", words="No further action by us.")
    assert tasks.do_task(by=by, task=task).state == "done"


@pytest.mark.clause("B91", "K92c")
def test_a_decision_not_to_refer_needs_a_reason_and_is_kept(demo: None) -> None:
    """Whether the police are told is a decision: not to refer takes a reason, which the chronology keeps."""
    case = begun(
        slug="barley-lane", words="A parent threatened a teacher with violence on Facebook.", role="teacher"
    )
    by = worker(case)
    referral = referrals.add_referral(by=by, case=case, to="police")
    with pytest.raises(CaseRefusedError, match="needs a reason"):
        referrals.decide_not_to_refer(by=by, referral=referral)
    referrals.decide_not_to_refer(by=by, referral=referral, words="She does not wish it, and it has stopped.")
    last = [each for each in queries.chronology_of(case) if each.kind == ChronologyKind.DECISION][-1]
    assert (last.about, last.words) == ("not referred to police", "She does not wish it, and it has stopped.")


def test_sent_is_not_acknowledged_and_nothing_is_done_without_a_reference(demo: None) -> None:
    case = begun()
    by = worker(case)
    referral = referrals.add_referral(by=by, case=case, to="lado")
    with pytest.raises(CaseRefusedError, match="Enter the reference"):
        referrals.send_referral(by=by, referral=referral, reference=" ")
    with pytest.raises(CaseRefusedError, match="cannot be acknowledged"):
        referrals.acknowledge_referral(by=by, referral=referral, reference="L-1")
    referrals.send_referral(by=by, referral=referral, reference="email of 3 pm")
    assert "The LADO" in referrals.open_referrals(case)
    referrals.acknowledge_referral(by=by, referral=referral, reference="L-1")
    assert "The LADO" not in referrals.open_referrals(case)


def test_a_clock_counts_working_days_pauses_with_a_reason_and_runs_on(demo: None, time_machine: Any) -> None:
    friday = timezone.make_aware(timezone.datetime(2026, 11, 27, 15, 0))  # type: ignore[attr-defined]
    assert due_at("within 1 working day", friday, is_week_day).date().isoformat() == "2026-11-30"  # type: ignore[union-attr]
    assert due_within(48, "hours", friday, is_week_day) == friday + timedelta(hours=48)
    assert due_at("when it can be", friday, is_week_day) is None
    case = begun()
    by, task = worker(case), locked_task(case)
    task.due_at = timezone.now() + timedelta(hours=10)
    task.save()
    tasks.pause_task(by=by, task=task, words="The school waits for the police.")
    time_machine.move_to(timezone.now() + timedelta(days=2))
    resumed = tasks.resume_task(by=by, task=task)
    assert resumed.due_at is not None
    assert timedelta(hours=9) < resumed.due_at - timezone.now() < timedelta(hours=11)


@pytest.mark.clause("K90", "K92a", "K92b", "B89b", "B90", "B90b")
def test_a_removal_is_asked_chased_taken_to_posh_and_looked_at_again(demo: None, time_machine: Any) -> None:
    """A removal is asked of the person, then of the platform, chased after 48 hours and taken to POSH."""
    case = begun("offensive-post", "calcot", "A parent posted an abusive post about our school on Facebook.")
    by = worker(case)
    asked = takedowns.ask_takedown(
        by=by, case=case, asked_of="person", platform="Facebook", address="https://facebook.com/x/1"
    )
    takedowns.refuse_takedown(by=by, takedown=asked, words="He says it is true.")
    with pytest.raises(CaseRefusedError, match="what you do next"):
        takedowns.give_up_takedown(by=by, takedown=asked, words="")
    platform = takedowns.ask_takedown(
        by=by, case=case, asked_of="platform", platform="Facebook", address="https://facebook.com/x/1"
    )
    assert platform.due_at - platform.asked_at >= timedelta(hours=47)
    time_machine.move_to(timezone.now() + timedelta(days=3))
    due = [each for each in case_duties(case.school, timezone.localdate()) if "was removed" in each.title]
    assert due
    assert all(each.due_on < timezone.localdate() and each.is_confidential for each in due)
    further = takedowns.escalate_takedown(by=by, takedown=platform, to="posh", words="48 hours are over.")
    assert (further.state, further.escalated_to) == ("escalated", "posh")
    gone = takedowns.finish_takedown(by=by, takedown=platform, words="It is gone.")
    assert gone.look_again_on is not None
    back = takedowns.look_whether_back(by=by, takedown=platform, is_back=True)
    assert back.state == "asked"


@pytest.mark.clause("B89a")
def test_a_meeting_with_the_person_harmed_is_part_of_the_case(demo: None) -> None:
    """Where an adult did it, the playbook asks to invite the person harmed to a meeting, which is kept."""
    case = begun(
        "cyberbullying", "barley-lane", "A parent insults me, a teacher, in a Facebook group.", role="teacher"
    )
    assert "B89a" in cites_of(case) | set(_proposal_cites(case))
    cases.write_in_case(
        by=worker(case), case=case, kind=ChronologyKind.MEETING, words="Met on Tuesday with her union."
    )
    assert any(each.kind == ChronologyKind.MEETING for each in queries.chronology_of(case))


@pytest.mark.clause("G54b", "C46b", "B120", "K88a")
@pytest.mark.parametrize("slug", ["grange", "coads-green", "barley-lane", "calcot"])
def test_an_outcome_names_the_clause_and_what_follows_by_this_policy(demo: None, slug: str) -> None:
    """A breach names its clause, and what follows is chosen from this policy's own consequences."""
    case = begun(
        "breach", slug, "A teacher posted an offensive joke about a pupil on Facebook.", role="parent"
    )
    by, found = worker(case), policy_in_force(slug)
    assert found is not None
    with pytest.raises(CaseRefusedError, match="clauses that were breached"):
        outcomes.record_outcome(by=by, case=case, words=OutcomeWords("breach", reasons="He admits it."))
    rule = next(iter(found.policy.by_id))
    words = OutcomeWords("breach", (rule,), reasons="He admits it.")
    with pytest.raises(CaseRefusedError, match="what follows by the policy"):
        outcomes.record_outcome(by=by, case=case, words=words)
    follows = consequences(found.policy, case)
    made = outcomes.record_outcome(
        by=by,
        case=case,
        words=OutcomeWords(
            "breach",
            (rule,),
            follows[0].id if follows else "",
            "Disciplinary procedure",
            "He admits it.",
            "Talk.",
        ),
    )
    assert made.breached == [rule]
    assert queries.breaches_by_clause(case.school, timezone.now() - timedelta(days=1)) == {rule: 1}


def test_a_case_closes_only_when_nothing_is_open(demo: None) -> None:
    case = begun()
    by = worker(case)
    with pytest.raises(CaseRefusedError, match="tasks are open"):
        outcomes.close_case(by=by, case=case)
    decided(case, lesson="")
    case.refresh_from_db()
    with pytest.raises(CaseRefusedError, match="no lesson"):
        outcomes.close_case(by=by, case=case)


def test_two_who_close_at_once_close_it_once(demo: None) -> None:
    case = begun()
    decided(case)
    by = worker(case)
    outcomes.close_case(by=by, case=case)
    with pytest.raises(CaseRefusedError, match="cannot be closed"):
        outcomes.close_case(by=by, case=case)
    assert Event.objects.filter(subject=str(case), verb="closed-case").count() == 1


def test_another_person_hears_the_appeal_and_everything_is_still_there(demo: None) -> None:
    case = begun()
    by = worker(case)
    decided(case)
    appeal = outcomes.record_appeal(by=by, case=case, by_part="alleged", grounds="It was not me.")
    with pytest.raises(CaseRefusedError, match="You decided the case"):
        outcomes.decide_appeal(by=by, appeal=appeal, result="stands", reasons="No.")
    chair = person("chair-of-governors")
    people.add_member(by=by, case=case, user_id=chair.user_id or 0, why="To hear the appeal")
    heard = outcomes.decide_appeal(by=chair, appeal=appeal, result="changed", reasons="It was somebody else.")
    assert heard.heard_by_id == chair.user_id
    assert "It was a mistake." in " ".join(each.words for each in queries.chronology_of(case))


@pytest.mark.clause("G31c")
def test_repeats_show_as_a_pattern_and_never_as_a_score(demo: None) -> None:
    """What might be misread is reported and kept, and repeats of one person show in the next case."""
    teacher = User.objects.get(email="teacher@grange.example")
    first = begun("adult-concern", "grange", "A teacher was alone with a pupil online late at night.")
    by = worker(first)
    people.add_case_person(by=by, case=first, part="alleged", user_id=teacher.pk)
    people.add_mark(by=by, case=first, kind="handle", value="@SomeOne")
    second = begun("adult-concern", "grange", "A teacher messaged a pupil on Instagram again.")
    people.add_case_person(by=by, case=second, part="alleged", user_id=teacher.pk)
    people.add_mark(by=by, case=second, kind="handle", value="someone")
    found = queries.patterns_of(by, second)
    assert {each.count for each in found} == {2}
    assert any(teacher.name in each.what for each in found)
    assert all(each.references == (first.reference,) for each in found)


def test_a_report_can_join_a_case_and_its_subject_is_barred_there_too(demo: None) -> None:
    case = begun()
    report = reported("The headteacher bullies a colleague online.", about="headteacher")
    chair = person("chair-of-governors")
    by = worker(case)
    people.add_member(by=by, case=case, user_id=chair.user_id or 0, why="Heard both")
    cases.join_report(by=chair, report=report, case=case)
    assert not IncidentCase.objects.visible_to(person("headteacher")).filter(pk=case.pk).exists()


def test_whoever_does_not_work_on_a_case_does_nothing_with_it(demo: None) -> None:
    case = begun()
    clerk = person("clerk")
    with pytest.raises(PermissionDenied):
        cases.write_in_case(by=clerk, case=case, kind=ChronologyKind.NOTE, words="Me too.")
    with pytest.raises(PermissionDenied):
        outcomes.close_case(by=clerk, case=case)


def test_the_reporters_part_is_kept_without_a_name_where_none_was_given(demo: None) -> None:
    case = begun()
    reporter = case.people.get(part=CasePart.REPORTER)
    assert (reporter.user_id, reporter.sealed) == (None, "")
