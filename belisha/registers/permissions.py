from datetime import date

from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor
from belisha.base.clock import today
from belisha.base.guards import guard
from belisha.people.models import School
from belisha.people.roles import with_ancestors
from belisha.registers.deciders import decider_of
from belisha.registers.descriptions import RegisterDescription, load_registers
from belisha.registers.models import RegisterEntry
from belisha.registers.states import OPEN, STANDING


def words_of(actor: Actor, school_id: int) -> frozenset[str]:
    """Return the actor's roles at the school, with the wider ones."""
    return frozenset(
        word for school, role in actor.offices if school == school_id for word in with_ancestors(role)
    )


@guard
def can_read(actor: Actor, school: School, register: RegisterDescription) -> None:
    """Raise PermissionDenied unless the actor sees every entry of the register."""
    if words_of(actor, school.pk).isdisjoint(register.readers):
        message = "Only those whom the register names see all of it. You see what you entered yourself."
        raise PermissionDenied(message)


@guard
def can_make(actor: Actor, school: School, register: RegisterDescription) -> None:
    """Raise PermissionDenied unless the actor may ask for or record an entry."""
    if actor.user_id is None or words_of(actor, school.pk).isdisjoint(register.makers):
        message = f"Your role does not enter anything in the register “{register.label}”."
        raise PermissionDenied(message)


@guard
def can_use(actor: Actor, school: School, register: RegisterDescription) -> None:
    """Raise PermissionDenied unless the actor reads the register or may enter something."""
    if not can_read(actor, school, register) and not can_make(actor, school, register):
        message = f"The register “{register.label}” is not for your role."
        raise PermissionDenied(message)


@guard
def can_see(actor: Actor, entry: RegisterEntry) -> None:
    """Raise PermissionDenied unless the actor may see the entry now."""
    if not RegisterEntry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        message = "Only whoever made this, and those whom it goes to, see it."
        raise PermissionDenied(message)


@guard
def can_decide(actor: Actor, entry: RegisterEntry, on: date | None = None) -> None:
    """Raise PermissionDenied unless the actor decides this request today.

    Never the asker, nobody concerned, nobody junior to the asker; after the day by which it should have been
    decided, the office above decides too.
    """
    day = on or today()
    if actor.user_id in (entry.made_by_id, entry.person_id, entry.other_id):
        message = "Nobody decides what they asked for themselves, or what concerns them."
        raise PermissionDenied(message)
    found = decider_of(entry, day)
    if actor.user_id in {each.user_id for each in found.people} and not actor.is_on_shared_device:
        return
    is_late = entry.decide_by is not None and day > entry.decide_by
    if is_late and found.above and (entry.school_id, found.above) in actor.offices:
        return
    message = "This is decided by the office that the policy names, and not by somebody junior to the asker."
    raise PermissionDenied(message)


@guard
def can_withdraw(actor: Actor, entry: RegisterEntry) -> None:
    """Raise PermissionDenied unless the actor may withdraw the entry: the asker, or whoever decides it.

    A report stays with whom it went to, and a consent is changed on its own page, which opens the tasks that
    follow: neither is withdrawn here.
    """
    if not entry.description.has_form:
        message = "A report is not taken back, and a consent is changed on the page of consents."
        raise PermissionDenied(message)
    if actor.user_id is not None and actor.user_id == entry.made_by_id:
        return
    if entry.state not in OPEN and can_decide(actor, entry):
        return
    message = "Only whoever asked, or whoever decides, withdraws this."
    raise PermissionDenied(message)


@guard
def can_close(actor: Actor, entry: RegisterEntry) -> None:
    """Raise PermissionDenied unless the actor may close the entry: its office, or who looks after them."""
    register = entry.description
    words = words_of(actor, entry.school_id)
    looks_after = not words.isdisjoint(register.readers) and (
        not register.makers or not words.isdisjoint(register.makers)
    )
    is_theirs = looks_after or bool(words & {entry.office, entry.also_office} - {""})
    if register.hides_from_subject and actor.user_id == entry.person_id:
        is_theirs = False
    if register.closing is None or entry.state not in STANDING or not is_theirs:
        message = "Only those who look after this register close its entries."
        raise PermissionDenied(message)


@guard
def can_change(actor: Actor, entry: RegisterEntry) -> None:
    """Raise PermissionDenied unless the actor may correct what stands: its owner, or who looks after it."""
    register = entry.description
    is_own = actor.user_id is not None and actor.user_id in (entry.made_by_id, entry.person_id)
    if register.can_change and entry.state in STANDING and (is_own or can_close(actor, entry)):
        return
    message = "What is entered here is changed by whoever looks after it, while it stands."
    raise PermissionDenied(message)


@guard
def can_set_up_registers(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor sets up the school."""
    if not actor.may("set-up-school", school.pk):
        message = "Only those who set up the school set this."
        raise PermissionDenied(message)


@guard
def can_use_any(actor: Actor, school: School) -> None:
    """Raise PermissionDenied unless the actor uses one register at least."""
    if not any(can_use(actor, school, each) for each in load_registers().values()):
        message = "No register of the school is for your role."
        raise PermissionDenied(message)
