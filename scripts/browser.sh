#!/usr/bin/env bash
# A Chromium that runs and a font with Chinese characters, for the browser tests and the screenshots.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/system.sh

if ! fc-list :lang=zh 2>/dev/null | grep -q .; then
    need "a Chinese font" fontconfig fonts-noto-cjk
fi
# Debian's Chromium without its windows: the same pages at half the work.
if ! "${XIAONENG_CHROMIUM:-chromium-headless-shell}" --version >/dev/null 2>&1; then
    if is_ubuntu; then
        # Ubuntu's package only points to a snap, which containers can't run: take the build that Playwright pins.
        .venv/bin/python -m playwright install --with-deps chromium
    else
        need "Chromium" chromium-headless-shell || chromium --version
    fi
fi
