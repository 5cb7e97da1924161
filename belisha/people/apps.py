from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, schools, memberships, invitations."""

    name = "belisha.people"
    label = "people"
