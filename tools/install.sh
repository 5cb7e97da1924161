#!/usr/bin/env bash
# Bring .venv to what a lock says, and do nothing where it is there already.
#
#   tools/install.sh run      what Belisha runs on, and Belisha itself from this checkout
#   tools/install.sh dev      the same, with tests and checks
#   tools/install.sh bench    the same, with the benchmarks' peers
#   tools/install.sh learn    the same as dev, with what asking is taught by
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

is_installed() { [ "$(cat ".venv/.locked-$1" 2>/dev/null)" = "$(hash_of "${@:2}")" ]; } # kind, locks…

hash_of() { cat "$@" | cksum | tr ' ' '-'; }

pip_install() { .venv/bin/python -m pip --disable-pip-version-check install --quiet "$@"; }

install_lock() { # kind, locks…
    is_installed "$@" && return
    local kind=$1
    shift
    echo "Installing $* (once, until it changes)"
    local lock
    for lock in "$@"; do pip_install --require-hashes -r "$lock"; done
    hash_of "$@" >".venv/.locked-$kind"
}

case ${1:-run} in
    run) locks="requirements.txt requirements-build.txt" ;;
    dev) locks="requirements-dev.txt" ;;
    bench) locks="requirements-bench.txt" ;;
    learn) locks="requirements-learn.txt" ;;
    *) die "\`$1\` is not one of run, dev, bench, learn" ;;
esac

.venv/bin/python -c '' 2>/dev/null || { rm -rf .venv && make_venv; }
if command -v flock >/dev/null; then
    exec 9>.venv/.lock
    flock 9
fi
# Tests and checks come with all that Belisha runs on.
if [ "${1:-run}" != run ] || ! is_installed dev requirements-dev.txt; then
    # shellcheck disable=SC2086
    install_lock "${1:-run}" $locks
fi
command -v npm >/dev/null || install_lock node requirements-node.txt
.venv/bin/python tools/build_static.py

if ! is_installed belisha pyproject.toml; then
    pip_install --no-deps --no-build-isolation --editable .
    hash_of pyproject.toml >.venv/.locked-belisha
fi
