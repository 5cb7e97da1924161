from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from belisha.people.models import Invitation
from belisha.people.roles import role_label


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the link to the invited person. False where there is no mail server, or it was not reached."""
    if not settings.EMAIL_HOST:
        return False
    context = {"invitation": invitation, "link": link, "role": role_label(invitation.role)}
    text = render_to_string("people/mail/invitation.txt", context)
    try:
        return bool(send_mail(f"Your account at {invitation.school.name}", text, None, [invitation.email]))
    except OSError:
        return False
