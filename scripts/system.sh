#!/usr/bin/env bash
# Packages of the system: `need WHY PACKAGE…` installs them with apt-get when we are root, else names them and fails.

need() {
    local why=$1
    shift
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "installing $* ($why)"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    else
        echo "missing: $why. Please run:  sudo apt-get install $*" >&2
        return 1
    fi
}

# Prints the first Python that is 3.11 or later; $PYTHON comes first when it is set.
find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

is_ubuntu() {
    grep -qs '^ID=ubuntu' /etc/os-release
}
