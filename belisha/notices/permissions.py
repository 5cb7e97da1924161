from django.core.exceptions import PermissionDenied

from belisha.access.actor import Actor


def check_can_mend_mail(actor: Actor, school_id: int) -> None:
    """PermissionDenied, with a sentence, unless the actor looks after the people of this school."""
    if not actor.may("look-after-people", school_id):
        message = "Only those who look after a school’s people see which mail did not reach them."
        raise PermissionDenied(message)
