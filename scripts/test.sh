#!/usr/bin/env bash
# Run the suites and print each one's time and count:  test.sh quick|deep
# All suites run, so that one look shows everything that is wrong; fails when any suite did.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

summary=()
failed=0

# suite NAME COMMAND…: the count is what the tool itself says in its last line of figures.
suite() {
    local name=$1 log seconds=$SECONDS verdict=ok
    shift
    log=$(mktemp)
    echo "── $name: $*"
    "$@" 2>&1 | tee "$log" || { verdict=FAILED; failed=1; }
    local count
    count=$(grep -E '[0-9]+ (files?|passed|failed|errors?|kept|source files|deselected)|passed!|no tests ran' "$log" | tail -n 1)
    count=$(sed 's/\x1b\[[0-9;]*m//g; s/^=* *//; s/ *=*$//' <<<"$count")
    summary+=("$(printf '%-8s %-7s %4d s  %s' "$name" "$verdict" $((SECONDS - seconds)) "$count")")
    count=$(grep -E '^(sqlite|postgresql): [0-9]+ tests' "$log" | tail -n 1)
    [ -n "$count" ] && summary+=("$(printf '%25s%s' '' "$count")")
    rm -f "$log"
}

case ${1:-quick} in
quick)
    suite format ruff format --check .
    suite lint ruff check .
    suite types mypy
    suite layers lint-imports
    suite tests pytest -m "not deep" -n 2 --dist loadfile
    ;;
deep)
    suite deep pytest -m deep
    # The quick suite again on PostgreSQL, then what is about the database under load. The browser sees one database.
    if [ -n "${XIAONENG_WITHOUT_POSTGRESQL:-}" ]; then
        summary+=("postgres LEFT OUT: XIAONENG_WITHOUT_POSTGRESQL is set, nothing is proved on PostgreSQL")
    elif scripts/postgresql.sh; then
        suite postgres pytest -m "not deep" -n 2 --dist loadfile --database postgresql --ignore tests/browser
        suite pg-deep pytest -m deep --database postgresql tests/core/db tests/core/cases/test_races.py
    else
        summary+=("postgres FAILED: no PostgreSQL; set XIAONENG_WITHOUT_POSTGRESQL=1 to leave it out")
        failed=1
    fi
    ;;
*)
    echo "usage: test.sh quick|deep" >&2
    exit 2
    ;;
esac

echo
printf '%s\n' "${summary[@]}"
exit "$failed"
