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
    rm -f "$log"
    summary+=("$(printf '%-8s %-7s %4d s  %s' "$name" "$verdict" $((SECONDS - seconds)) "$count")")
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
    ;;
*)
    echo "usage: test.sh quick|deep" >&2
    exit 2
    ;;
esac

echo
printf '%s\n' "${summary[@]}"
exit "$failed"
