"""Signed links for comments from people without an account."""

from django.core import signing
from django.urls import reverse

from belisha.ratification.models import Consultation

SALT = "belisha.ratification.consultation"


def link_of(consultation: Consultation) -> str:
    """Return the address of the comment page for people with the link."""
    token = signing.Signer(salt=SALT).sign(str(consultation.pk))
    return reverse("ratification:by_link", args=[consultation.school.slug, token])


def consultation_of(token: str) -> Consultation | None:
    """Return the open consultation that a token leads to, or None if the token is not valid."""
    try:
        number = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = Consultation.objects.filter(pk=number, by_link=True, ended_at=None)
    return rows.select_related("school", "version__school", "version__document").first()
