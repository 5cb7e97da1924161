"""Somebody without e-mail reads and agrees on a shared device, signed in by a card."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.acknowledgements.models import Acknowledgement, Method
from belisha.acknowledgements.permissions import check_can_enter_paper
from belisha.acknowledgements.queries import binding_of
from belisha.acknowledgements.shortcuts import own_document
from belisha.base.clock import today
from belisha.people.actor import actor_on_shared_device
from belisha.people.models import Membership, School, User
from belisha.policies.models import PolicyVersion
from tests.demo_fixtures import ClientFor


def test_a_cook_agrees_on_the_kitchens_tablet(client_for: ClientFor) -> None:
    school = School.objects.get(slug="grange")
    cook = User.objects.create_user(None, None, name="Gilbert Ladle")
    Membership.objects.create(school=school, user=cook, role="support-staff", from_on=timezone.localdate())
    office, tablet = client_for("headteacher@grange"), Client()
    made = office.post("/s/grange/devices/", {"name": "kitchen tablet"}).content.decode()
    link = re.search(r"http://testserver(/device/open/[\w-]+/)", made)
    card = re.search(
        r"\b(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}\b",
        office.post(f"/s/grange/people/{cook.pk}/card/").content.decode(),
    )
    assert link
    assert card
    tablet.post(link[1])
    tablet.post(f"/card/{card[0]}/", {"number": "4826"})

    version = PolicyVersion.objects.in_force().get(school=school)
    page = reverse("acknowledgements:acknowledge", args=["grange", version.pk])
    assert page in tablet.get(reverse("acknowledgements:mine", args=["grange"])).content.decode()
    binding = binding_of(school, version)
    assert binding
    actor = actor_on_shared_device(cook.pk, cook.name, school.pk)
    answers = {each.id: each.right for each in own_document(actor, binding, today()).questions}
    assert tablet.post(f"{page}check/", answers).status_code == 302
    shown = re.search(r'name="shown" value="(\w+)"', tablet.get(page).content.decode())
    assert shown
    receipt = tablet.post(page, {"agree": "yes", "shown": shown[1]})
    agreed = Acknowledgement.objects.get(person=cook)
    assert (agreed.how, agreed.name, agreed.role) == (Method.DEVICE, "Gilbert Ladle", "support-staff")
    assert "On a shared device, by QR code" in tablet.get(receipt.headers["Location"]).content.decode()


def test_nobody_enters_paper_from_a_shared_device(demo: None) -> None:
    school = School.objects.get(slug="grange")
    head = User.objects.get(email="headteacher@grange.example")
    with pytest.raises(PermissionDenied):
        check_can_enter_paper(actor_on_shared_device(head.pk, head.name, school.pk), school)
