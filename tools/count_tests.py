"""Print how many tests passed and failed, from the JUnit XML reports of one or more runs."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree.ElementTree import iterparse  # nosec B405 - reports that our own test run wrote


def main(arguments: list[str]) -> int:
    """Print a line for each report and the sum. Return 1 if a test failed or a report is missing, else 0.

    The first argument is how many steps of the run failed: if no test did, they count as one failure.
    """
    passed = failed = 0
    for name in arguments[1:]:
        file = Path(name)
        if not file.is_file():
            print(f"{file.stem}: no report")
            failed += 1
            continue
        ran, wrong, skipped, again = counts(file)
        right = ran - wrong - skipped
        print(f"{file.stem}: {right} passed, {wrong} failed, {skipped} skipped, {again} tried again")
        passed, failed = passed + right, failed + wrong
    failed = failed or min(int(arguments[0]), 1)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def counts(file: Path) -> tuple[int, int, int, int]:
    """Return how many tests a report holds, how many failed or broke off, were skipped, and were tried again.

    A test whose clean-up failed too appears once as failed. One that was tried again has an entry for each
    try, of which the first tells nothing; it counts once.
    """
    found: dict[tuple[str | None, str | None], str] = {}
    tries = 0
    for _, element in iterparse(file):  # nosec B314
        if element.tag == "testcase":
            parts = {child.tag for child in element}
            name = element.get("classname"), element.get("name")
            tries += 1
            if parts & {"failure", "error"}:
                found[name] = "wrong"
            elif "skipped" in parts:
                found.setdefault(name, "skipped")
            else:
                found.setdefault(name, "right")
            element.clear()
    states = list(found.values())
    return len(states), states.count("wrong"), states.count("skipped"), tries - len(states)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
