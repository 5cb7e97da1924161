from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, schools, memberships, invitations."""

    name = "belisha.people"
    label = "people"

    def ready(self) -> None:
        """Record every change of how people sign in; keep recovery codes as hashes."""
        from belisha.people.accounts.recovery_codes import use_hashes  # noqa: PLC0415 - models must be ready
        from belisha.people.accounts.sign_in_audit import connect  # noqa: PLC0415 - models must be ready

        connect()
        use_hashes()
