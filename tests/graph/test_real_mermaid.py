"""Every diagram is parsed, and drawn, by the real Mermaid packages: the version that GitHub runs and the newest one."""

import json
import re
import shutil
import subprocess
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from tests.asl.corpus import samples
from tests.graph.histories import failed_order
from tests.graph.random_machines import random_machine
from workflow_dsl import asl
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.graph import Format, overlay_from_history, render

TOOLS = Path(__file__).parent / "real_mermaid"
VERSIONS = ["11.17.2", "12.3.0"]
PAGES = ["jsdom@26.1.0", "dompurify@3.2.6"]
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="Node.js with npm is not installed"),
]


@pytest.fixture(scope="module", params=VERSIONS)
def mermaid(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one version of the package, as its makers publish it."""
    folder = tmp_path_factory.mktemp(f"mermaid-{request.param}")
    (folder / "package.json").write_text("{}", encoding="utf-8")
    install = ["npm", "install", "--no-audit", "--no-fund", f"mermaid@{request.param}", *PAGES]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"npm cannot install mermaid {request.param}: {done.stderr.strip().splitlines()[-1:]}")
    for tool in TOOLS.iterdir():
        shutil.copy(tool, folder)
    shutil.copy(folder / "node_modules" / "mermaid" / "dist" / "mermaid.min.js", folder)
    return folder


@cache
def diagrams() -> dict[str, str]:
    """Distinct diagrams: of the corpus when it is here, of random machines, and of an execution."""
    order = Path(__file__).parent / "samples" / "order.asl.json"
    machine = asl.read(order.read_text(encoding="utf-8"), file=order.name)
    found = {str(render(machine, Format.MERMAID, overlay=overlay_from_history(machine, failed_order()))): "execution"}
    for seed in range(100):
        found.setdefault(str(render(random_machine(seed), Format.MERMAID)), f"random {seed}")
    for sample in samples():
        try:
            found.setdefault(str(render(asl.read(sample.text, file=sample.name), Format.MERMAID)), sample.name)
        except FindingsError:
            continue
    return {name: source for source, name in found.items()}


def test_the_real_parser_takes_every_diagram(mermaid: Path) -> None:
    (mermaid / "diagrams.json").write_text(json.dumps(diagrams()), encoding="utf-8")
    done = subprocess.run(
        ["node", "parse.mjs", "diagrams.json"], cwd=mermaid, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {}


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, and Mermaid draws in a browser only")
def test_the_real_package_draws_every_diagram(mermaid: Path) -> None:
    """Some faults of Mermaid show when it draws and not when it parses."""
    assert CHROMIUM
    script = f"const diagrams = {json.dumps(diagrams())};"
    (mermaid / "diagrams.js").write_text(script, encoding="utf-8")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=100000000", "--dump-dom"]
    done = subprocess.run(
        [CHROMIUM, *options, (mermaid / "render.html").as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=900,
    )
    answer = re.search(r'<pre id="faults">(.*?)</pre>', done.stdout, re.DOTALL)

    assert answer
    assert json.loads(unescape(answer.group(1))) == {"count": len(diagrams()), "faults": {}}
