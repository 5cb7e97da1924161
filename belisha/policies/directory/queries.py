"""The directory of a school, as its policy asks for it."""

from dataclasses import dataclass
from datetime import date

from belisha.directory.national import NationalService, ServedPeople, services_for
from belisha.directory.queries import Reach, reach_of
from belisha.people.models import School
from belisha.policies.directory.required import RequiredContact, required_contacts
from belisha.rules.language.policy import Policy
from belisha.rules.vocabulary.loading import load_vocabulary


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """One office or body of the directory: why it is there, and how it is reached."""

    required: RequiredContact
    reach: Reach

    @property
    def is_inside(self) -> bool:
        """Tell whether it is somebody of the school, and no body outside it."""
        return self.required.word in load_vocabulary().roles

    @property
    def is_gap(self) -> bool:
        """Tell whether people who are sent here would not learn how to reach anybody."""
        return not self.reach.is_reachable


def directory_of(
    school: School, policy: Policy | None, on: date, *, is_public: bool = True
) -> tuple[DirectoryRow, ...]:
    """Return everybody whom the school must be able to reach on a day, as `required_contacts` orders them."""
    required = required_contacts(policy)
    reach = reach_of(school, [each.word for each in required], on, is_public=is_public)
    return tuple(DirectoryRow(each, reach[each.word]) for each in required)


def gaps(school: School, policy: Policy | None, on: date) -> tuple[DirectoryRow, ...]:
    """Return the rows for which nobody has said how they are reached."""
    return tuple(each for each in directory_of(school, policy, on, is_public=False) if each.is_gap)


def national_groups() -> tuple[tuple[str, tuple[NationalService, ...]], ...]:
    """Return the national services by whom they are for, each with its heading."""
    groups = (
        ("If you are a child or young person", ServedPeople.CHILD),
        ("If you are a parent or carer", ServedPeople.PARENT),
        ("If you work or help at the school", ServedPeople.STAFF),
    )
    return tuple((heading, services_for(audience)) for heading, audience in groups)
