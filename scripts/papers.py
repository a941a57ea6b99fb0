"""Set every kind of paper as pictures, to be looked at: python scripts/papers.py FOLDER [NAME…]"""

from __future__ import annotations

import sys
from pathlib import Path

from core.documents import typesetting
from tests.core.documents.samples import EVERY


def main() -> None:
    """Write FOLDER/<name>-<page>.png and FOLDER/<name>.pdf."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:] or EVERY:
        template, data = EVERY[name]
        (folder / f"{name}.pdf").write_bytes(typesetting.pdf(template, data))
        for place, picture in enumerate(typesetting.pictures(template, data, ppi=72), start=1):
            (folder / f"{name}-{place}.png").write_bytes(picture)
            print(folder / f"{name}-{place}.png")


if __name__ == "__main__":
    main()
