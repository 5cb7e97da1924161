#!/usr/bin/env bash
# Write the locks: every version and every hash, and no index's address.
#
# requirements.txt        what Belisha runs on
# requirements-bulk.txt   what bulk work on a cluster takes, on top of requirements.txt
# requirements-build.txt  to install this checkout
# requirements-node.txt   npm, where a machine has none
# requirements-dev.txt    tests and checks, on top of all of requirements.txt
# requirements-learn.txt  to teach asking, on top of requirements-dev.txt
# requirements-s3-peer.txt  a server of S3 for tests, in an environment of its own
# requirements-bench.txt  the benchmarks' peers, on top of requirements-dev.txt
#
# Give `--upgrade` to take newer versions; without it a lock changes only as far as pyproject.toml asks.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}

compile() {
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command "make locks" "$@"
}

compile pyproject.toml "$@" -o requirements.txt
compile pyproject.toml --extra bulk -c requirements.txt "$@" -o requirements-bulk.txt
compile --group build -c requirements.txt "$@" -o requirements-build.txt
compile --group node "$@" -o requirements-node.txt
compile pyproject.toml --group dev -c requirements.txt -c requirements-build.txt "$@" -o requirements-dev.txt
compile --group s3-peer "$@" -o requirements-s3-peer.txt
compile pyproject.toml --group dev --group bench -c requirements-dev.txt "$@" -o requirements-bench.txt
compile pyproject.toml --group dev --group learn -c requirements-dev.txt "$@" -o requirements-learn.txt
