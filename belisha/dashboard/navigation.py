"""The pages of a school in groups, with their guards and the number that matters beside each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from belisha.access.actor import Actor
from belisha.acknowledgements.permissions import check_can_see_state as check_can_see_acknowledgements
from belisha.base.guards import is_allowed
from belisha.cases.permissions import can_see_looks, can_work_on_cases
from belisha.channels.permissions import can_see_posts
from belisha.complaints.permissions import check_can_hear_any
from belisha.dashboard.figures import Figure, SchoolFigures
from belisha.dashboard.permissions import check_can_see_record, check_can_see_state
from belisha.drafting.permissions import check_can_issue, check_can_write
from belisha.duties.permissions import check_can_see_some
from belisha.governance.permissions import can_see_report
from belisha.imports.permissions import check_can_import_people
from belisha.outbox.permissions import check_can_mend_mail
from belisha.people.accounts.access_tokens import can_see_tokens
from belisha.people.models import School
from belisha.people.permissions import can_manage_people, can_set_up
from belisha.policies.documents.related_policies import check_can_set_addresses
from belisha.policies.own_words.actions import can_change_words
from belisha.policies.permissions import check_can_see_offices
from belisha.policies.website.permissions import check_can_check_website
from belisha.registers.permissions import can_use_any
from belisha.reputation.permissions import can_see_reputation
from belisha.retention.permissions import can_see_data_protection
from belisha.training.permissions import check_can_keep_training, check_can_record_lessons


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One page of a school: its label, URL name, the guard that the page itself uses, and its figure.

    Without a guard it is open to everyone who belongs to the school. An item that is only `while_unfinished`
    is left out when it has no figure.
    """

    words: str
    name: str
    guard: Callable[[Actor, School], None] | None = None
    figure: Callable[[SchoolFigures], Figure | None] | None = None
    while_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A navigation item with its address and figure at one school."""

    words: str
    address: str
    figure: Figure | None = None


def _check_publishes(actor: Actor, school: School) -> None:
    check_can_set_addresses(actor, school.pk)


Items = tuple[NavigationItem, ...]
FOR_YOU: Items = (
    NavigationItem("Say what has happened", "cases:report"),
    NavigationItem("Check a post before it goes out", "checks:check"),
    NavigationItem("Report a friend request or message", "registers:new_contacts"),
    NavigationItem("Ask for permission", "registers:requests", None, SchoolFigures.requests),
    NavigationItem("Consent to photographs and more", "registers:new_consents"),
    NavigationItem("Read and acknowledge", "acknowledgements:mine"),
    NavigationItem("Training and self-checks", "training:mine"),
    NavigationItem("Registers", "registers:registers", can_use_any.check),
)
POLICY: Items = (
    NavigationItem("Policy status", "dashboard:state", check_can_see_state, SchoolFigures.review),
    NavigationItem("Drafts", "drafting:drafts", check_can_write, SchoolFigures.drafts),
    NavigationItem("Versions", "ratification:versions", None, SchoolFigures.versions),
    NavigationItem("Other policies", "policies:related_policies", _check_publishes),
    NavigationItem("Your own words", "policies:own_words", can_change_words.check),
    NavigationItem("School website", "policies:website", check_can_check_website, SchoolFigures.website),
    NavigationItem("Models", "drafting:models", check_can_issue),
    NavigationItem("Official posts", "channels:posts", can_see_posts.check),
)
PROGRESS: Items = (
    NavigationItem("Report to governors", "governance:report", can_see_report.check),
    NavigationItem(
        "What is said of the school",
        "reputation:front",
        can_see_reputation.check,
        SchoolFigures.mentions,
    ),
    NavigationItem("Duties", "duties:school", check_can_see_some, SchoolFigures.duties),
    NavigationItem(
        "Acknowledgements",
        "acknowledgements:state",
        check_can_see_acknowledgements,
        SchoolFigures.acknowledgements,
    ),
    NavigationItem("Training record", "training:state", check_can_keep_training, SchoolFigures.training),
    NavigationItem("Lessons", "training:lessons", check_can_record_lessons),
    NavigationItem("Reports and cases", "cases:list", can_work_on_cases.check, SchoolFigures.cases),
    NavigationItem(
        "Complaints and concerns", "complaints:matters", check_can_hear_any, SchoolFigures.complaints
    ),
    NavigationItem("Who looked at what", "cases:looks", can_see_looks.check),
)
PEOPLE: Items = (
    NavigationItem("People", "people:list", can_manage_people.check, SchoolFigures.people),
    NavigationItem("Offices", "policies:offices_held", check_can_see_offices, SchoolFigures.offices),
    NavigationItem("Whom to tell", "policies:directory", None, SchoolFigures.directory),
    NavigationItem("New people", "dashboard:newcomers", check_can_keep_training, SchoolFigures.new_people),
    NavigationItem("Import people", "imports:start", check_can_import_people),
    NavigationItem("Shared devices", "people:devices", can_manage_people.check),
)
SITE: Items = (
    NavigationItem(
        "Set up your school",
        "dashboard:begin",
        can_set_up.check,
        SchoolFigures.set_up,
        while_unfinished=True,
    ),
    NavigationItem("Settings", "people:settings", can_set_up.check),
    NavigationItem(
        "Personal data", "retention:front", can_see_data_protection.check, SchoolFigures.data_requests
    ),
    NavigationItem("Other systems", "connections:tokens", can_see_tokens.check),
    NavigationItem("Email", "outbox:mail", check_can_mend_mail, SchoolFigures.email),
    NavigationItem("Record of changes", "dashboard:record", check_can_see_record),
)
NAVIGATION: tuple[tuple[str, Items], ...] = (
    ("For you", FOR_YOU),
    ("The policy", POLICY),
    ("What happens at the school", PROGRESS),
    ("People", PEOPLE),
    ("School settings", SITE),
)


def links(actor: Actor, school: School, on: date) -> list[tuple[str, list[NavigationLink]]]:
    """Return the pages that the actor may open at the school, under their headings, with their figures."""
    figures = SchoolFigures(actor, school, on)
    found = []
    for heading, items in NAVIGATION:
        shown = [link for item in items if (link := _link(actor, school, item, figures)) is not None]
        if shown:
            found.append((heading, shown))
    return found


def _link(
    actor: Actor, school: School, item: NavigationItem, figures: SchoolFigures
) -> NavigationLink | None:
    if item.guard is not None and not is_allowed(item.guard, actor, school):
        return None
    figure = item.figure(figures) if item.figure else None
    if item.while_unfinished and figure is None:
        return None
    return NavigationLink(item.words, reverse(item.name, args=[school.slug]), figure)
