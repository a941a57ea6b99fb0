#!/usr/bin/env bash
# Run the suites and print each one's time and count:  test.sh quick|deep
# All suites run, so that one look shows everything that is wrong; fails when any suite did.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
# Hundreds of processes are started: each would compile a thousand modules where a container's image keeps no bytecode.
unset PYTHONDONTWRITEBYTECODE

# Thousands of databases are made, written and thrown away: in memory, where the machine has room for them.
room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
[ "${room:-0}" -gt 6000000 ] && [ -z "${TMPDIR:-}" ] && export TMPDIR=/dev/shm

summary=()
failed=0
counted=
declare -A counting
counts=$(mktemp -d)
trap 'rm -rf "$counts"' EXIT

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
    counted=$(grep -E '^(sqlite|postgresql): [0-9]+ tests' "$log" | tail -n 1)
    [ -n "$counted" ] && summary+=("$(printf '%25s%s' '' "$counted")")
    rm -f "$log"
}

# count NAME CHOICE [ARGUMENT…]: count the tests a suite will choose, beside the suites before it, which leave a core idle.
count() {
    local name=$1 choice=$2
    shift 2
    pytest -m "$choice" --collect-only -q "$@" | awk -F': ' 'NF == 2 { sum += $2 } END { print sum + 0 }' >"$counts/$name" &
    counting[$name]=$!
}

# beside NAME COMMAND…: begin a command whose `suite NAME awaited NAME` comes after the suites that run meanwhile.
beside() {
    local name=$1
    shift
    { "$@" >"$counts/$name.log" 2>&1; echo $? >"$counts/$name.status"; } &
}

awaited() {
    until [ -s "$counts/$1.status" ]; do sleep 1; done
    cat "$counts/$1.log"
    return "$(<"$counts/$1.status")"
}

# on DATABASE NAME CHOICE [ARGUMENT…]: the chosen tests on a database. All are counted, what only the other database has
# (marked `only_on`, with the reason) among them: a test that the run never saw is proved on one database alone.
on() {
    local database=$1 name=$2 choice=$3 all
    shift 3
    wait "${counting[$name]}"
    all=$(cat "$counts/$name")
    suite "$name" pytest -m "$choice" -n 2 --dist loadfile --database "$database" "$@"
    if [[ $counted != "$database: $all tests,"* ]]; then
        summary+=("$name FAILED: there are $all tests, the run on $database counted: ${counted:-none}")
        failed=1
    fi
}

case ${1:-quick} in
quick)
    count tests "not deep"
    beside types mypy
    suite format ruff format --check .
    suite lint ruff check .
    suite layers lint-imports
    on sqlite tests "not deep"
    suite types awaited types
    ;;
deep)
    count postgres "not deep or locks"
    count deep deep --ignore tests/rights
    # The crawl of everybody over every page takes longer than all the rest: pytest -m deep tests/rights.
    on sqlite deep deep --ignore tests/rights
    # The quick tests ran on SQLite by `test.sh quick`; on PostgreSQL all run here.
    if [ -n "${XIAONENG_WITHOUT_POSTGRESQL:-}" ]; then
        summary+=("postgres LEFT OUT: XIAONENG_WITHOUT_POSTGRESQL is set, nothing is proved on PostgreSQL")
    elif scripts/postgresql.sh; then
        # Of the long ones what is about the database under load; crawls and kills over HTTP run on SQLite.
        on postgresql postgres "not deep or locks"
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
