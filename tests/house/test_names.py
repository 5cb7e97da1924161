"""One language: retired names stay away, and one class name means one thing across the rooms."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.project import PACKAGE, python_files

# Room -> retired module name -> the name that replaced it.
RETIRED_MODULES: dict[str, dict[str, str]] = {
    "people": {
        "lasting": "essential_rights",
        "likely": "candidates",
        "moving_on": "role_transitions",
        "changed": "signals",
        "posted": "bound_data",
        "unfilled": "vacancies",
        "standing_for": "right_holders",
        "sources": "shortcuts",
        "sign_in_record": "sign_in_audit",
        "sealing": "encryption",
        "people_views": "membership views",
    },
    "policies": {
        "kept": "integrity",
        "shown": "version_view",
        "for_role": "role_page",
        "published": "public_versions",
        "standing": "status",
        "writers_views": "authoring views",
        "clause_words": "clause_text",
        "control_words": "control_text",
        "verdict_words": "verdict_labels",
        "embedding": "embed",
        "owners": "ownership",
        "editions": "guidance_editions",
        "alike": "text_similarity",
        "regular": "scheduled_checks",
        "judging": "classification",
    },
    "ratification": {
        "turns": "next_actions",
        "makers": "rights",
        "thinking_again": "comment_revisions",
        "beginning_again": "restart",
        "locking": "locks",
        "correcting": "meeting_corrections",
        "on_record": "document_control",
        "left_out": "removed_clauses",
        "bars": "charts",
        "due": "duty_sources",
        "grounds": "protected_characteristics",
        "refusals": "exceptions",
        "replay": "answer_replay",
        "steps": "progress",
        "readiness": "publication_checks",
        "links": "signed_links",
    },
    "duties": {
        "at_once": "triggers",
        "look_again": "sweep",
        "clocks": "clock_guard",
        "opening": "reconciliation",
        "ladder": "escalation",
        "feeds": "calendar_feeds",
        "inserting": "bulk_insert",
    },
    "outbox": {"quiet": "quiet_hours", "inviting": "invitation_mail", "addresses": "bounced_addresses"},
    "audit": {"guard": "triggers", "anchors": "checkpoints"},
    "acknowledgements": {
        "showing": "presented_text",
        "stated": "certificate_payload",
        "keeping": "triggers",
        "sealed": "encryption",
    },
    "imports": {
        "deciding": "changes",
        "keeping": "serialization",
        "leaving": "session_cleanup",
        "likeness": "name_matching",
        "managing": "line_managers",
        "managers": "line_managers",
        "sorts": "role_categories",
        "writing": "persistence",
        "twice": "duplicates",
        "kinds": "file_types",
        "archived": "archive_reader",
        "forgetting": "retention",
        "refusing": "errors",
        "meaning": "column_mapping",
    },
    "rules": {
        "atoms": "fact_bits",
        "speakers": "CompiledClause",
        "worlds": "satisfiability",
        "meetings": "overlaps",
        "closures": "hierarchies",
        "asks": "follow_up_questions",
        "way_out": "remedies",
        "faults": "errors",
        "mending": "draft_issues",
        "sounding": "wording_strength",
        "still_true": "stale_statements",
        "saying": "plain_english",
        "trying": "preview",
        "placing": "insertion",
        "idle": "redundant_rules",
        "unreached": "unreachable",
        "gravity": "severity",
        "known": "reference_data",
        "stated": "document_facts",
        "subjects": "lint_context",
    },
    "asking": {
        "telling": "serialization",
        "telling_stems": "content_stems",
        "finding": "phrase_matcher",
        "choosing": "action_classifier",
        "learnt": "classifier_weights",
        "carried": "bundled_texts",
        "meaning": "sentence_embeddings",
        "sureness": "confidence",
        "grants_said": "stated_permissions",
        "clausebook": "clause_index",
        "phrasebook": "phrase_index",
        "rulebook": "rule_index",
        "mentions": "entities",
        "readings": "interpretations",
    },
    "answers": {"otherwise": "alternatives", "warming": "preload"},
    "drafting": {
        "ways": "start_methods",
        "a_model": "from_model",
        "own": "from_blank",
        "filled": "clause_form_state",
    },
    "training": {"asked": "requirements", "on_joining": "induction"},
    "dashboard": {"places": "navigation", "bringing_in": "adopt_existing", "newcomers": "induction_page"},
    "base": {"write_once": "atomic_create", "words": "text"},
    "cli": {
        "given": "argument_types",
        "each": "batch_ask",
        "failing": "errors",
        "asks": "commands.ask",
        "judges": "commands.judge",
        "lints": "commands.lint",
        "begins": "commands.begin",
        "verifies_kept": "verify_stored",
    },
    "demo": {"life": "history"},
}
RETIRED_PACKAGES = {"rolls": "imports", "notices": "outbox", "desk": "dashboard"}
RETIRED_CLASSES = {
    "Ask": "FollowUpQuestion",
    "Due": "Obligation",
    "Filled": "ClauseFormState",
    "Gate": "GrantCondition",
    "Given": "PlanInput",
    "Held": "HeldRole",
    "How": "Method",
    "Known": "ExistingPerson",
    "Meant": "RoleGuess",
    "Misused": "UsageError",
    "MoveRefusedError": "TransitionRefused",
    "Opened": "ReconcileCounts",
    "Pace": "Priority",
    "Shown": "VersionView",
    "Speaker": "CompiledClause",
    "Wanted": "DutySpec",
    "Way": "StartMethod",
    "Weighed": "ClauseOutcome",
}
# Class names that the framework gives, once in each app.
FRAMEWORK = {"Command", "Meta", "Migration"}
# Names that still stand for several things. The list may only become shorter.
SHARED: dict[str, set[str]] = {}


def room_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def classes() -> Iterator[tuple[str, Path]]:
    """Every top-level class of the package with its file."""
    for file in python_files():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                yield node.name, file


@pytest.mark.parametrize("room", RETIRED_MODULES)
def test_no_module_has_a_retired_name(room: str) -> None:
    retired = RETIRED_MODULES[room]
    modules = [
        *(PACKAGE / room).rglob("*.py"),
        *(each for each in (PACKAGE / room).rglob("*") if each.is_dir()),
    ]
    found = {
        str(file.relative_to(PACKAGE)): f"call it {retired[file.stem]}"
        for file in modules
        if file.stem in retired
    }
    assert not found


def test_no_package_has_a_retired_name() -> None:
    rooms = {each.name for each in PACKAGE.iterdir() if each.is_dir()}
    assert not rooms & set(RETIRED_PACKAGES)


def test_every_room_of_the_table_is_there() -> None:
    assert [room for room in RETIRED_MODULES if not (PACKAGE / room).is_dir()] == []


def test_no_class_has_a_retired_name() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}: {name}": f"call it {RETIRED_CLASSES[name]}"
        for name, file in classes()
        if name in RETIRED_CLASSES
    }
    assert not found


def test_a_class_name_means_one_thing_across_the_rooms() -> None:
    rooms: dict[str, set[str]] = defaultdict(set)
    for name, file in classes():
        if not name.startswith("_") and name not in FRAMEWORK:
            rooms[name].add(room_of(file))
    shared = {name: found for name, found in rooms.items() if len(found) > 1}
    assert shared == SHARED, (
        "say in the name what it is a line, step or item of; strike from SHARED what is mended"
    )
