#!/usr/bin/env bash
# Run the fast tests with the newest releases that pyproject.toml allows, in a virtual environment of its own.
#
#   tools/newest.sh [pytest arguments]
#
# The environment is .venv-newest; it is updated at every call. Nothing is locked: this shows what somebody gets
# who runs `pip install belisha` today.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -x .venv-newest/bin/python ] || .venv/bin/python -m venv .venv-newest
pip=(.venv-newest/bin/python -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --upgrade "pip>=25.1"
"${pip[@]}" install --upgrade --upgrade-strategy eager --group dev hatchling editables
.venv-newest/bin/python tools/build_static.py
"${pip[@]}" install --upgrade --upgrade-strategy eager --no-build-isolation --editable .
"${pip[@]}" check
"${pip[@]}" list --format=freeze | grep -iE '^(django|django-allauth|weasyprint|icalendar|pypdfium2)=='
exec .venv-newest/bin/python -m pytest -n auto --dist loadgroup -m "not slow and not browser" "$@"
