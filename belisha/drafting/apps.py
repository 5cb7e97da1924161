from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """Beginning a policy and changing its draft."""

    name = "belisha.drafting"
    label = "drafting"

    def ready(self) -> None:
        """Let the sweep of duties ask what models have that is new."""
        from belisha.drafting.sources import due_models  # noqa: PLC0415 - models are not loaded before
        from belisha.duties.sources import register  # noqa: PLC0415

        register("models", due_models, "the model’s new version was taken in or left aside")
