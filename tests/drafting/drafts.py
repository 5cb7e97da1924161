"""Steps that the tests of drafting share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from belisha.drafting import actions
from belisha.drafting.clause_form.initial_values import initial_values
from belisha.drafting.clause_form.submitted_values import ROWS
from belisha.people.actor import Actor, actor_from
from belisha.people.models import School, SchoolKind, User
from belisha.policies.actions import bring_in_version, put_in_force
from belisha.policies.documents.reading import read_source
from belisha.policies.models import PolicyDocument, PolicyVersion
from belisha.policies.states import VersionState
from belisha.rules.edit import clause_checksum
from belisha.rules.language.clauses import Clause
from belisha.rules.language.policy import Policy
from belisha.rules.language.writing import write_policy

REVIEW = "2027-07-21"
DUE = date(2027, 7, 21)
HEAD = "headteacher@grange"
RULE = {
    "kind": "rule", "title": "No friends", "text": "Staff do not befriend pupils.", "who": ["staff"],
    "force": "must not", "action": "be friends on social media", "towards": ["pupil"], "cites": "9.1",
    "unless-0-what": "permission", "unless-0-of": "headteacher", "unless-0-written": "yes",
    "unless-1-joint": "and", "unless-1-what": "fact", "unless-1-fact": "immediate-family",
    "when-0-fact": "age", "when-0-how": "below", "when-0-value": "13",
    "then-0-deed": "report", "then-0-to": "headteacher, police", "then-0-by": "at once",
}  # fmt: skip


def actor(person: str) -> Actor:
    """`actor("headteacher@grange")`."""
    user = User.objects.get(email=f"{person}.example")
    return actor_from(user.pk, user.name)


def publisher() -> PolicyVersion:
    """The HR body's policy in force, issued as a model."""
    School.objects.filter(slug="hr-cooperative").update(kind=SchoolKind.HR_BODY)
    PolicyDocument.objects.filter(school__slug="hr-cooperative").update(is_model=True)
    found: PolicyVersion = PolicyVersion.objects.in_force().get(school__slug="hr-cooperative")
    return found


def adopted(client: Any, school: str = "grange", *, standing: str = "adopted") -> PolicyVersion:
    """A draft that the school made from the publisher's model."""
    model = publisher()
    data = {
        "model": str(model.pk), "standing": standing, "school_name": "Grange", "label": "9",
        "review_due_on": REVIEW,
    }  # fmt: skip
    response = client.post(f"/s/{school}/drafts/begin/model/", data)
    assert response.status_code == 302, response.content.decode()
    return newest(school)


def newest(school: str) -> PolicyVersion:
    """The version that was made last."""
    found: PolicyVersion = PolicyVersion.objects.filter(school__slug=school).order_by("-pk")[0]
    return found


def ids(version: PolicyVersion) -> list[str]:
    """The clauses of the version as it is now."""
    version.refresh_from_db()
    return list(read_source(version.source).by_id)


def posted(clause: Clause) -> dict[str, Any]:
    """The fields that the browser sends for a clause as its form shows it."""
    data: dict[str, Any] = {}
    for name, value in initial_values(clause).items():
        if name in ROWS:
            data |= {f"{name}-{at}-{box}": each for at, row in enumerate(value) for box, each in row.items()}
        else:
            data[name] = value
    return data


def stated(version: PolicyVersion, clause: str) -> Clause:
    version.refresh_from_db()
    return read_source(version.source).by_id[clause]


def in_force(school: str) -> PolicyVersion:
    found: PolicyVersion = PolicyVersion.objects.in_force().get(school__slug=school)
    return found


def put(version: PolicyVersion) -> PolicyVersion:
    """The draft published, without going through the governors."""
    PolicyVersion.objects.filter(pk=version.pk).update(state=VersionState.RATIFIED)
    version.refresh_from_db()
    return put_in_force(by=actor(HEAD), version=version, review_due_on=DUE)


def with_text(policy: Policy, **texts: str) -> Policy:
    found = tuple(
        replace(each, text=texts[each.id.replace("-", "_")]) if each.id.replace("-", "_") in texts else each
        for each in policy.clauses
    )
    return replace(policy, clauses=found)


def without(policy: Policy, clause: str) -> Policy:
    return replace(policy, clauses=tuple(each for each in policy.clauses if each.id != clause))


def new_model(policy: Policy) -> PolicyVersion:
    """The publisher's next version, in force."""
    body = School.objects.get(slug="hr-cooperative")
    return bring_in_version(
        by=actor("clerk@hr-cooperative"), school=body, source=write_policy(policy), label="next"
    )


def follow(client: Any) -> Policy:
    """A school that adapted `privacy`; its model then changed that and `know-policy` and dropped `adhere`.

    Returns what the model says now.
    """
    draft = adopted(client)
    clause = read_source(draft.source).by_id["privacy"]
    ours, was = replace(clause, text="Ours."), clause_checksum(clause)
    actions.save_clause(by=actor(HEAD), version=draft, clause=ours, original_checksum=was)
    draft.refresh_from_db()
    put(draft)
    theirs = read_source(publisher().source)
    theirs = without(with_text(theirs, privacy="Theirs.", know_policy="Newer words."), "adhere")
    new_model(theirs)
    return theirs
