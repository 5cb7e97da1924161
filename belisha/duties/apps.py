from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Duties: what is due, from whom, by when, and the clause that asks for it."""

    name = "belisha.duties"
    label = "duties"

    def ready(self) -> None:
        """Request a sweep of a school when its people, offices or settings change."""
        from belisha.duties.triggers import on_school_changed  # noqa: PLC0415 - models must be ready
        from belisha.people.signals import school_changed  # noqa: PLC0415

        school_changed.connect(on_school_changed, dispatch_uid="duties")
