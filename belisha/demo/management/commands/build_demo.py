from typing import Any

from django.core.management.base import BaseCommand

from belisha.demo.build import build_demo, demo_people
from belisha.demo.people import PASSWORD, describe


class Command(BaseCommand):
    """Build the demonstration and print who can sign in."""

    help = "Build five schools with invented people in every role. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Build the demonstration, then print every address."""
        build_demo(with_history=True)
        for person in demo_people():
            self.stdout.write(describe(person))
        self.stdout.write(f"Everybody’s password: {PASSWORD}")
