"""The link by which somebody without an account comments: signed, so that it cannot be guessed."""

from django.core import signing
from django.urls import reverse

from belisha.ratification.models import Consultation

SALT = "belisha.ratification.consultation"


def link_of(consultation: Consultation) -> str:
    """The address of the page for whoever has the link."""
    token = signing.Signer(salt=SALT).sign(str(consultation.pk))
    return reverse("ratification:by_link", args=[consultation.school.slug, token])


def consultation_of(token: str) -> Consultation | None:
    """The consultation that a link leads to, while it is open to links; None for a token that is not ours."""
    try:
        number = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    rows = Consultation.objects.filter(pk=number, by_link=True, ended_at=None)
    return rows.select_related("school", "version__school", "version__document").first()
