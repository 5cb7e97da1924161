"""`belisha reset-second-factor`: let somebody in who has lost their second factor, and nobody else can."""

import argparse
from typing import TYPE_CHECKING

from belisha.cli.arguments import Commands, add_command
from belisha.cli.errors import EXIT_NEGATIVE, UsageError
from belisha.cli.startup import check_current_database, explain_database_errors, set_up_django

if TYPE_CHECKING:
    from belisha.people.models import User

EPILOG = """\
examples:
  belisha reset-second-factor headteacher@grange.example
  belisha reset-second-factor headteacher@grange.example --school grange

Use it only for somebody whom you know, and who asks you in person: with their password alone they can then
sign in and set up a new second factor. Somebody at the school who manages people does the same on the
person's page; this is for when that person is the only one. It is on the school's record. Recovery codes and
passkeys are removed too, and the person is signed out everywhere. Exit status: 1 if there was none to remove.
"""


def add(commands: Commands) -> None:
    """Add the command to the parser."""
    made = add_command(
        commands,
        "reset-second-factor",
        run,
        description="Remove the second factor of somebody who has lost it, as the person who runs the site.",
        epilog=EPILOG,
    )
    made.add_argument("address", metavar="ADDRESS", help="the e-mail address that the person signs in with")
    made.add_argument("--school", metavar="SCHOOL", help="the school, where several know the address")


def run(args: argparse.Namespace) -> int:
    """Remove the second factors of the one account. Raise UsageError if none or several match."""
    set_up_django()
    with explain_database_errors():
        check_current_database()
        from belisha.people.accounts.actions import reset_second_factor_by_site  # noqa: PLC0415

        removed = reset_second_factor_by_site(user=_account(args.address, args.school))
    if not removed:
        print(f"{args.address} has no second factor.")
        return EXIT_NEGATIVE
    print(f"The second factor of {args.address} is removed. They set up a new one when they next sign in.")
    return 0


def _account(address: str, school: str | None) -> "User":
    """Return the one account with the address. Raise UsageError if there is none, or more than one."""
    from belisha.people.accounts.states import has_account  # noqa: PLC0415 - needs Django to be set up
    from belisha.people.models import User  # noqa: PLC0415

    rows = User.objects.filter(email=address.strip().lower(), is_active=True, account=None)
    if school:
        rows = rows.filter(memberships__school__slug=school).distinct()
    found = [user for user in rows.order_by("pk") if has_account(user)]
    if not found:
        message = f"nobody signs in as `{address}`" + (f" at the school `{school}`" if school else "")
        raise UsageError(message)
    if len(found) > 1:
        names = User.objects.filter(pk__in=[user.pk for user in found])
        slugs = sorted(set(names.values_list("memberships__school__slug", flat=True)))
        message = (
            f"`{address}` has an account at several schools; add --school and one of: {', '.join(slugs)}"
        )
        raise UsageError(message)
    return found[0]
