from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """What is due, of whom, when, and why."""

    name = "belisha.duties"
    label = "duties"

    def ready(self) -> None:
        """Look again at what is due where people, offices or settings change."""
        from belisha.duties.at_once import when_school_changed  # noqa: PLC0415 - models must be ready
        from belisha.people.changed import school_changed  # noqa: PLC0415

        school_changed.connect(when_school_changed, dispatch_uid="duties")
