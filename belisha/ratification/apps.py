from django.apps import AppConfig


class RatificationConfig(AppConfig):
    """From draft to the website."""

    name = "belisha.ratification"
    label = "ratification"

    def ready(self) -> None:
        """Tell document control what is on record, and the sweep whose turn it is."""
        from belisha.duties.sources import register as register_duties  # noqa: PLC0415
        from belisha.policies.document_control import register  # noqa: PLC0415  # models are there only now
        from belisha.ratification.due import ratification_wanted  # noqa: PLC0415
        from belisha.ratification.on_record import on_record  # noqa: PLC0415

        register("ratification", on_record)
        register_duties("ratification", ratification_wanted, "it is done, or the version has moved on")
