"""Run every benchmark and write what they measured into `docs/reference/speed.md`.

A benchmark is a script in `benchmarks/` whose last line is one JSON object of its figures, and whose first
paragraph of documentation says what it measures. With names as arguments only those run, and the page is left
as it is.
"""

from __future__ import annotations

import ast
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "speed.md"
INTRODUCTION = """# Speed

Written by `make bench` on {machine}. Figures move from run to run and from machine to machine; a
ratio compares two things measured in the same run and moves less.
"""


def main(names: list[str]) -> int:
    """Run the benchmarks with these names, or all. Return 0 if all gave figures, 1 if one did not."""
    scripts = sorted(file for file in (ROOT / "benchmarks").glob("*.py") if not file.name.startswith("_"))
    chosen = [file for file in scripts if not names or file.stem in names]
    if not chosen:
        print(f"no benchmark is called {names}; there are {[file.stem for file in scripts]}", file=sys.stderr)
        return 2
    parts, failed = [], []
    for script in chosen:
        print(f"=== {script.stem}", flush=True)
        figures = measure(script)
        if figures is None:
            failed.append(script.stem)
        else:
            parts.append(section(script, figures))
    if failed:
        print(f"no figures from: {', '.join(failed)}", file=sys.stderr)
    elif not names:
        PAGE.write_text("\n".join([INTRODUCTION.format(machine=machine()), *parts]), encoding="utf-8")
        print(f"wrote {PAGE.relative_to(ROOT)}")
    return 1 if failed else 0


def measure(script: Path) -> dict[str, Any] | None:
    """Run one benchmark and print its output. Return its figures, or None if it failed or gave none."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(script)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as running:
        last = ""
        for line in running.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    print(f"--- {time.perf_counter() - began:.0f} s", flush=True)
    try:
        figures = json.loads(last)
    except ValueError:
        return None
    return figures if running.returncode == 0 and isinstance(figures, dict) else None


def section(script: Path, figures: dict[str, Any]) -> str:
    """Return one benchmark's part of the page: what it measures, and a table of figures."""
    about = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or script.stem
    rows = "\n".join(f"| {name} | {shown(value)} |" for name, value in flat(figures))
    return f"## {script.stem}\n\n{about.split(chr(10) * 2)[0]}\n\n| figure | value |\n|---|---:|\n{rows}\n"


def flat(figures: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the figures, joining the names of nested ones: `peers: cedarpy: p50_us`."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}: ")
        else:
            yield f"{before}{name}", value


def shown(value: Any) -> str:
    """Return a figure with three or four significant digits and thousands separators."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value).replace("|", "\\|")
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"


def machine() -> str:
    """Return the kind of machine, without its name."""
    system = f"{platform.machine()}, {platform.system()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
