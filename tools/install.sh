#!/usr/bin/env bash
# Bring .venv to what a lock says, and do nothing where it is there already.
#
#   tools/install.sh run      what Belisha runs on, and Belisha itself from this checkout
#   tools/install.sh dev      the same, with tests and checks
#   tools/install.sh bench    the same, with the benchmarks' peers
#
# What was installed is remembered as a hash of the locks, so a second call takes milliseconds.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { echo "install: $*" >&2; exit 1; }

find_python() {
    local name
    for name in ${PYTHON:-python3.11 python3.12 python3.13 python3 python}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    die "Python 3.11 or newer was not found; install it, or name it: make PYTHON=/where/it/is"
}

make_venv() {
    local python
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        die "$python cannot make a virtual environment; on Debian: apt-get install python3-venv"
    "$python" -m venv .venv
}

hash_of() { cat "$@" | cksum | tr ' ' '-'; }

pip_install() { .venv/bin/python -m pip --disable-pip-version-check install --quiet "$@"; }

install_lock() { # kind, locks…
    local kind=$1 wanted
    shift
    wanted=$(hash_of "$@")
    [ "$(cat ".venv/.locked-$kind" 2>/dev/null)" = "$wanted" ] && return
    echo "Installing $* (once, until it changes)"
    local lock
    for lock in "$@"; do pip_install --require-hashes -r "$lock"; done
    echo "$wanted" >".venv/.locked-$kind"
}

case ${1:-run} in
    run) locks="requirements.txt requirements-build.txt" ;;
    dev) locks="requirements-dev.txt" ;;
    bench) locks="requirements-bench.txt" ;;
    *) die "\`$1\` is not one of run, dev, bench" ;;
esac

.venv/bin/python -c '' 2>/dev/null || { rm -rf .venv && make_venv; }
if command -v flock >/dev/null; then
    exec 9>.venv/.lock
    flock 9
fi
# shellcheck disable=SC2086
install_lock "${1:-run}" $locks
command -v npm >/dev/null || install_lock node requirements-node.txt
.venv/bin/python tools/build_static.py

wanted=$(hash_of pyproject.toml)
if [ "$(cat .venv/.locked-belisha 2>/dev/null)" != "$wanted" ]; then
    pip_install --no-deps --no-build-isolation --editable .
    echo "$wanted" >.venv/.locked-belisha
fi
