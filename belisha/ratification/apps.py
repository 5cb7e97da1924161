from django.apps import AppConfig


class RatificationConfig(AppConfig):
    """Versions of a policy, from draft to publication."""

    name = "belisha.ratification"
    label = "ratification"

    def ready(self) -> None:
        """Register the source for document control."""
        from belisha.policies.documents.document_control import register  # noqa: PLC0415  # models are there only now
        from belisha.ratification.document_control import ratification_on_record  # noqa: PLC0415

        register("ratification", ratification_on_record)
