#!/usr/bin/env bash
# Make .venv with the locked requirements and the command `xiaoneng`:  venv.sh [dev]
# `dev` adds what proving and developing need. pip's own configuration (index, proxy) is left as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/system.sh

venv=.venv
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python) || { need "Python 3.11 or later" python3 python3-venv && python=$(find_python); } || {
        echo "Python 3.11 or later is needed; set PYTHON=/path/to/python3.11 if it is installed elsewhere." >&2
        exit 1
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need "the venv module of $python" "$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    fi
    "$python" -m venv --clear "$venv"
fi

pip=("$venv/bin/python" -m pip --disable-pip-version-check --quiet)
locked=(-r requirements/run.txt -r requirements/build.txt)
[ "${1:-}" = dev ] && locked+=(-r requirements/dev.txt)
echo "installing the locked requirements into $venv"
"${pip[@]}" install --require-hashes "${locked[@]}"
# Hash mode refuses an editable install, so the project itself comes second, without looking for anything.
"${pip[@]}" install --no-deps --no-build-isolation -e .
