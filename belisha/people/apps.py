from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, schools, memberships, invitations."""

    name = "belisha.people"
    label = "people"

    def ready(self) -> None:
        """Keep changes of how people sign in on the record."""
        from belisha.people.sign_in_record import keep_record  # noqa: PLC0415 - models must be ready

        keep_record()
