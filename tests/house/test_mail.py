"""One gate for mail: it goes through the outbox, and only what a person just asked for goes at any hour."""

import ast
from pathlib import Path

from tests.house.project import ROOT

# Who may send at once, and the request of a person that it answers.
ASKED_FOR = {
    "belisha/cases/actions/access.py": "a report or case, whose reporter or person harmed waits for it",
    "belisha/outbox/actions.py": "an invitation, whose sender and reader wait for it",
    "belisha/outbox/invitation_mail.py": "a link to choose a password, which its reader asked for",
}
MAILERS = ("django.core.mail", "smtplib")


def sources() -> dict[str, ast.Module]:
    """Return every module outside the outbox, by its path."""
    found = {}
    for path in sorted((ROOT / "belisha").rglob("*.py")):
        found[path.relative_to(ROOT).as_posix()] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports_of(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def sends_at_once(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "AT_ONCE" for node in ast.walk(tree))


def test_no_room_sends_mail_round_the_outbox() -> None:
    outside = {path: tree for path, tree in sources().items() if not path.startswith("belisha/outbox/")}
    assert len(outside) > 300
    assert {path for path, tree in outside.items() if imports_of(tree) & set(MAILERS)} == set()


def test_what_nobody_just_asked_for_keeps_working_days_and_hours() -> None:
    named = {path for path, tree in sources().items() if sends_at_once(tree)}
    assert named - {"belisha/outbox/delivery.py"} == set(ASKED_FOR)


def test_a_sender_that_goes_round_it_is_found() -> None:
    assert imports_of(ast.parse("from django.core.mail import send_mail")) & set(MAILERS)
    assert sends_at_once(ast.parse("queue_notice(pace=Priority.AT_ONCE)"))
    assert not sends_at_once(ast.parse("queue_notice(key='x')"))
    assert Path(ROOT, next(iter(ASKED_FOR))).exists()
