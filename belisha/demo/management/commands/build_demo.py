from typing import Any

from django.core.management.base import BaseCommand

from belisha.demo.build import build_demo, demo_people
from belisha.demo.people import PASSWORD, describe


class Command(BaseCommand):
    """Builds the demonstration and says who can sign in."""

    help = "Five schools and invented people in every role. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Build, then print everybody's address."""
        build_demo(with_life=True)
        for person in demo_people():
            self.stdout.write(describe(person))
        self.stdout.write(f"Everybody’s password: {PASSWORD}")
