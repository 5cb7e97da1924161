from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies: documents, versions and their pages."""

    name = "belisha.policies"
    label = "policies"

    def ready(self) -> None:
        """Say what policies ask for: reviews, websites that are right, editions in force, offices filled."""
        from belisha.duties.sources import register  # noqa: PLC0415  # models are there only now
        from belisha.policies.editions import editions_wanted  # noqa: PLC0415
        from belisha.policies.review_dates import REVIEW  # noqa: PLC0415
        from belisha.policies.review_duties import REVIEWED, review_wanted  # noqa: PLC0415
        from belisha.policies.sources import offices_wanted  # noqa: PLC0415
        from belisha.policies.website.duties import website_wanted  # noqa: PLC0415

        register("website", website_wanted)
        register("editions", editions_wanted)
        register("offices", offices_wanted, "the office is filled, or the policy relies on it no more")
        register(REVIEW, review_wanted, REVIEWED)
