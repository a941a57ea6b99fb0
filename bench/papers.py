"""Papers in a second and the memory of the press, against WeasyPrint and LibreOffice in the same run.

Prints the figures and is exit 1 where one misses its floor or the press grows:  python bench/papers.py
WeasyPrint is taken from the Python named by WEASYPRINT_PYTHON, LibreOffice from the PATH; what is missing is said.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measured import Report
from core.documents import elements, typesetting, word
from core.documents.renderer import Renderer
from tests.core.documents.samples import LETTER, ORDER, PARAGRAPH

FLOOR = 40
GROWTH_MIB = 30
THREE = {**LETTER, "body": LETTER["body"] * 4}
# What a peer makes of the same words: the same grid as far as it knows one.
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm }}
body {{ font: 15.75pt/29.45pt "Noto Serif SC", "Noto Serif CJK SC"; text-align: justify }}
p {{ margin: 0; text-indent: 2em }} h1 {{ font-size: 22pt; text-align: center }}
</style><h1>{title}</h1>{body}"""
PEER = """
import sys, time
began = time.perf_counter()
from weasyprint import HTML
page = open(sys.argv[1], encoding="utf-8").read()
HTML(string=page).write_pdf(pdf_variant="pdf/a-2b")
first = time.perf_counter() - began
count, began = 0, time.perf_counter()
used = time.process_time()
while time.perf_counter() - began < 8:
    HTML(string=page).write_pdf(pdf_variant="pdf/a-2b")
    count += 1
print(first, count / (time.process_time() - used), count / (time.perf_counter() - began))
"""


def html(data: dict[str, object]) -> str:
    """The words of a paper as a page for a peer."""
    full = elements.complete("letter", data)
    body = "".join(f"<p>{block['text']}</p>" for block in full["body"])
    return PAGE.format(title=full["title"], body=body)


def rate(work: Callable[[int], object], renderer: Renderer, seconds: float = 8) -> tuple[float, float]:
    """How often in a second of a core, of the press's and ours together, and how often in a second of the clock."""
    count, began, used = 0, time.perf_counter(), burnt(renderer.pid)
    while time.perf_counter() - began < seconds:
        work(count)
        count += 1
    return count / (burnt(renderer.pid) - used), count / (time.perf_counter() - began)


def burnt(pid: int | None) -> float:
    """Seconds of a core that the press and this process took."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + time.process_time()


def resident(pid: int | None) -> float:
    """The memory of a process in MiB."""
    words = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


def children() -> float:
    """Seconds of a core that processes took which were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def weasyprint(folder: Path, name: str, data: dict[str, object]) -> float | None:
    """WeasyPrint's papers in a second of a core."""
    python = os.environ.get("WEASYPRINT_PYTHON", sys.executable)
    page = folder / f"{name}.html"
    page.write_text(html(data), encoding="utf-8")
    done = subprocess.run([python, "-c", PEER, str(page)], capture_output=True, text=True)
    if done.returncode:
        print(f"LEFT OUT  WeasyPrint ({name}): {done.stderr.strip().splitlines()[-1]}")
        return None
    first, per_second, clock = map(float, done.stdout.split())
    print(
        f"      WeasyPrint {name}: first {first:.2f} s, then {per_second:.1f} a core's second, {clock:.1f} by the clock"
    )
    return per_second


def libreoffice(folder: Path, data: dict[str, object]) -> float | None:
    """LibreOffice's conversions of the Word copy in a second of a core, ten in one call."""
    program = shutil.which("soffice")
    if program is None:
        print("LEFT OUT  LibreOffice: no soffice on the PATH")
        return None
    copies = []
    for number in range(10):
        copies.append(folder / f"{number}.docx")
        copies[-1].write_bytes(word.docx("letter", data))
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    # The first run makes the profile; it is not measured.
    subprocess.run([*command, "--outdir", folder, copies[0]], capture_output=True)
    used = children()
    subprocess.run([*command, "--outdir", folder, *copies], check=True, capture_output=True)
    per_second = len(copies) / (children() - used)
    print(f"      LibreOffice: {per_second:.1f} a core's second, its start among them")
    return per_second


def one_page(renderer: Renderer, number: int) -> bytes:
    """A paper of its own words each time, as in a queue, so that nothing is remembered from the one before."""
    data = {
        **ORDER,
        "number": f"勐约政函〔2026〕{number}号",
        "body": [{"kind": "p", "text": f"{number}．{PARAGRAPH}"}] * 2,
    }
    return renderer.make("xinhan", elements.complete("xinhan", data), "pdf")[0]


def three_pages(number: int) -> bytes:
    """A document of three pages."""
    return typesetting.pdf("letter", {**THREE, "number": f"勐约政发〔2026〕{number}号"})


def main() -> None:
    """Measure all of it."""
    report = Report()
    renderer = Renderer()
    began = time.perf_counter()
    one_page(renderer, 0)
    print(f"      first paper, press started for it: {time.perf_counter() - began:.2f} s")
    single, clock = rate(lambda number: one_page(renderer, number), renderer)
    report.reach(f"papers of one page ({clock:.0f}/s by the clock)", single, FLOOR, "a core's second")
    three_pages(0)
    triple, clock = rate(three_pages, typesetting.renderer.shared())
    print(f"      documents of three pages: {triple:.1f} a core's second, {clock:.1f} by the clock")
    for number in range(100):
        one_page(renderer, number)
    before = resident(renderer.pid)
    for number in range(1000):
        one_page(renderer, number)
    after = resident(renderer.pid)
    print(f"      memory of the press: {before:.0f} MiB, after 1,000 more {after:.0f} MiB")
    report.hold("growth over 1,000 papers", after - before, GROWTH_MIB, "MiB")
    with tempfile.TemporaryDirectory() as folder:
        peer = weasyprint(Path(folder), "one page", {**ORDER})
        if peer:
            print(f"ratio to WeasyPrint, one page: {single / peer:.1f}")
        peer = weasyprint(Path(folder), "three pages", THREE)
        if peer:
            print(f"ratio to WeasyPrint, three pages: {triple / peer:.1f}")
        peer = libreoffice(Path(folder), THREE)
        if peer:
            print(f"ratio to LibreOffice, three pages: {triple / peer:.1f}")
    renderer.stop()
    report.end()


if __name__ == "__main__":
    main()
