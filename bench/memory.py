"""What a served installation weighs, against an empty Flask application on the same server in the same run.

Prints the resident memory after the sample county was made and read:  python bench/memory.py
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

EMPTY = "import flask, waitress; waitress.serve(flask.Flask('empty'), host='127.0.0.1', port={port}, threads=8)"
PAGES = ("/", "/t/533124205/", "/t/533124205/items", "/t/533124205/items/MY-XK-01", "/t/533124205/search?q=宅基地")


def resident(pid: int) -> float:
    """MiB of a process and its children."""
    children = [child for file in Path(f"/proc/{pid}/task").glob("*/children") for child in file.read_text().split()]
    own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return own + sum(resident(int(child)) for child in children)


def weigh(command: list[str], port: int, pages: tuple[str, ...], environment: dict[str, str]) -> float:
    """Start a server, read its pages some times, and weigh it."""
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(6)
        for _ in range(20):
            for page in pages:
                address = f"http://127.0.0.1:{port}{urllib.parse.quote(page, safe='/?=')}"
                with contextlib.suppress(urllib.error.HTTPError):  # the empty one has no page to give
                    urllib.request.urlopen(address, timeout=10).read()
        return resident(server.pid)
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Weigh both."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XIAONENG_DATA": folder}
        subprocess.run([sys.executable, "-m", "core.cli", "demo", "--no-serve"], env=environment, check=True)
        command = [sys.executable, "-m", "core.cli", "serve", "--port", "8791"]
        ours = weigh(command, 8791, PAGES, environment)
    peer = weigh([sys.executable, "-c", EMPTY.format(port=8792)], 8792, ("/",), dict(os.environ))
    print(f"xiaoneng serve and its worker: {ours:.0f} MiB")
    print(f"an empty Flask on waitress:    {peer:.0f} MiB")
    print(f"ratio: {ours / peer:.1f}")


if __name__ == "__main__":
    main()
