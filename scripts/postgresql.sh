#!/usr/bin/env bash
# A PostgreSQL server's programs, for tests that start a private server; no server needs to run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/system.sh

if ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then
    need "a PostgreSQL server for the tests" postgresql
fi
