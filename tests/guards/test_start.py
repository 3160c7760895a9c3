"""`run.py`: it needs Python alone, it says in one sentence what is wrong, and what it starts it stops."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from halcyon.database.server import ServerFailed
from halcyon.kernel.look import vendor
from halcyon.running import installing, serving, steps
from halcyon.running.serving import Child
from halcyon.running.steps import Failed

HERE = steps.HERE


def run_py(
    *words: str, folder: Path = HERE, env: dict[str, str] | None = None, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    around = os.environ if env is None else env
    command = [python, "run.py", *words]
    return subprocess.run(command, cwd=folder, env=around, text=True, capture_output=True, timeout=60, check=False)


def assert_one_sentence(done: subprocess.CompletedProcess[str], begins: str) -> None:
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 1
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith(begins)
    assert lines[0].endswith(".")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_it_runs_on_python_alone() -> None:
    """Seen to fail once: with Django imported by a room's `__init__.py`, a new machine could not begin."""
    code = "import sys; sys.path.insert(0, '.'); import run; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    bare = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(bare, cwd=HERE, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) - sys.stdlib_module_names <= {"__main__", "__mp_main__", "halcyon", "run"}


def test_a_taken_port_is_one_sentence_before_anything_slow(taken_port: int) -> None:
    """Seen to fail once: with the desk's port called the door's."""
    began = os.times().children_user
    for face, given in (("door", "--door-port"), ("desk", "--desk-port")):
        other = "--desk-port" if face == "door" else "--door-port"
        done = run_py("start", given, str(taken_port), other, "0")
        assert_one_sentence(done, f"Port {taken_port} is taken: ")
        assert f"--{face}-port" in done.stderr
        assert done.stdout == ""
    assert os.times().children_user - began < 5  # seconds of processor, for both


def test_an_unknown_partnership_is_one_sentence() -> None:
    """Seen to fail once: with the names shown as a list of Python's."""
    done = run_py("start", "--partnership", "atlantis")
    assert_one_sentence(done, "There is no partnership 'atlantis': there are demo and oxfordshire")


@pytest.fixture
def new_machine(tmp_path: Path) -> Path:
    """The project in a folder of its own, where nothing has been installed yet."""
    for part in ("run.py", "pyproject.toml", "uv.lock", "package.json", "package-lock.json"):
        shutil.copy(HERE / part, tmp_path)
    for part in ("halcyon", "partnerships"):
        shutil.copytree(HERE / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


ANY_PORTS = ("--door-port", "0", "--desk-port", "0")


def test_a_missing_network_is_one_sentence(new_machine: Path) -> None:
    """Seen to fail once: every failing step was blamed on the network, an error of the database too."""
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_EXTRA_INDEX_URL": "", "PIP_RETRIES": "0", "PATH": ""}
    python = f"{sys.base_prefix}/bin/python3.11"  # the one of .venv has no pip
    done = run_py("start", *ANY_PORTS, folder=new_machine, env={**os.environ, **nowhere}, python=python)
    assert_one_sentence(done, "Fetching")
    assert "its registry cannot be reached, and the first time needs the network" in done.stderr


def test_a_python_without_pip_is_one_sentence(new_machine: Path) -> None:
    """Seen to fail once: without a sentence of its own, the last line of Python's was passed on."""
    bare = new_machine / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", bare], check=True)
    done = run_py("start", *ANY_PORTS, folder=new_machine, env={"PATH": ""}, python=str(bare / "bin" / "python"))
    assert_one_sentence(done, "Fetching")
    assert "this Python has no pip" in done.stderr


def test_a_step_that_fails_is_one_sentence_with_its_last_line() -> None:
    """Seen to fail once: with the first line that was printed in place of the last."""
    with pytest.raises(Failed, match=r"^Counting failed: three was missing$"):
        steps.run([sys.executable, "-c", "print('one\\ntwo\\nthree was missing'); exit(1)"], "Counting")
    with pytest.raises(Failed, match=r"^Counting failed: .*No such file"):
        steps.run(["/nowhere/at/all"], "Counting")
    with pytest.raises(Failed, match=r"^Counting failed: could not connect to the database$"):
        steps.run(["sh", "-c", "echo could not connect to the database; exit 1"], "Counting")


def test_a_browser_that_may_not_be_installed_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail once: root was sent to apt-get where there is none."""
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Failed, match=r"^The journeys need Chromium: `sudo apt-get install"):
        installing.find_chromium()


def test_what_was_made_from_the_same_sources_is_not_made_again(tmp_path: Path) -> None:
    """Seen to fail once: with any stamp at all taken for the right one."""
    stamp = tmp_path / "stamp.json"
    assert not steps.is_made_from(stamp, "sources")
    stamp.write_text('"sources"')
    assert steps.is_made_from(stamp, "sources")
    assert not steps.is_made_from(stamp, "other sources")


def test_what_python_compiles_is_kept_even_where_the_shell_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail once: with what the shell says left standing."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "/nowhere")
    monkeypatch.setattr(steps, "VAR", tmp_path)
    steps.keep_what_python_compiles()
    steps.run([sys.executable, "-c", "import halcyon.running.steps"], "Importing")
    assert list((tmp_path / "bytecode").rglob("steps.*.pyc"))


def test_a_child_that_ends_is_started_again_and_one_that_keeps_ending_is_given_up(tmp_path: Path) -> None:
    """Seen to fail once: with one end too many allowed."""
    ending = Child("worker", ["sh", "-c", "echo why it ended; exit 3"], dict(os.environ), tmp_path / "worker.log")
    ending.start()
    for times in range(serving.MANY_ENDS):
        assert ending.process is not None
        ending.process.wait()
        assert ending.ended()
        if times < serving.MANY_ENDS - 1:
            ending.start_again()
    with pytest.raises(Failed, match=r"^The worker ended 5 times within a minute: why it ended$"):
        ending.start_again()


def test_whatever_ends_serving_stops_every_child_in_order(tmp_path: Path) -> None:
    """Seen to fail once: in our own session a child meets Ctrl-C by itself, before those that still need it."""
    stopped = tmp_path / "stopped"
    wait = f"trap 'echo $0 >> {stopped}; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
    names, before = ("door", "desk", "worker"), signal.getsignal(signal.SIGINT)
    children = [Child(name, ["sh", "-c", wait, name], dict(os.environ), tmp_path / name) for name in names]
    with serving.stopping_in_order(children, None):
        for child in children:
            child.start()
        while not all(child.log.exists() and "ready" in child.log.read_text() for child in children):
            time.sleep(0.01)
        sessions = {os.getsid(child.process.pid) for child in children if child.process}
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(10)
    assert stopped.read_text().split() == list(names)
    assert all(child.ended() for child in children)
    assert os.getsid(0) not in sessions
    assert len(sessions) == len(children)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_database_that_cannot_start_is_one_sentence() -> None:
    """Seen to fail once: with the fault of the database let through as it came."""
    with pytest.raises(Failed, match=r"^PostgreSQL cannot start: no room$"), serving.stopping_in_order([], None):
        raise ServerFailed("PostgreSQL cannot start: no room")


def test_no_process_that_serves_knows_the_owners_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen to fail once: with DATABASE_URL given, the door inherited it."""
    told: list[dict[str, str]] = []
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner:secret@/halcyon")
    monkeypatch.setenv("HALCYON_STATE", str(tmp_path))
    monkeypatch.setattr(serving, "prepare", lambda: None)
    monkeypatch.setattr(serving, "bring_up_to_date", lambda *_: None)
    monkeypatch.setattr(serving, "wait_until_it_answers", lambda *_: None)
    monkeypatch.setattr(serving, "watch", lambda *_: None)
    monkeypatch.setattr(Child, "start", lambda child: told.append(dict(child.env)))
    serving.start("oxfordshire", 0, 0)
    assert [env["DJANGO_SETTINGS_MODULE"].rpartition(".")[2] for env in told] == ["door", "desk", "worker"]
    assert not any("secret" in value for env in told for value in env.values())


def test_no_access_log_is_kept_and_no_control_socket_opened() -> None:
    """Seen to fail once: with warnings let into the log."""
    for face in ("door", "desk"):
        command = serving.gunicorn(face, 8000, workers=2, threads=8)
        assert not any("access" in word for word in command)
        assert command[command.index("--log-level") + 1] == "critical"  # a warning names who sent a broken request
        assert "--no-control-socket" in command
        assert "127.0.0.1:8000" in command


def test_what_belongs_to_gov_uk_alone_is_left_out() -> None:
    """Seen to fail once: with the crest left in."""
    css = (
        "/*! This cut is not commercially available. */@font-face{font-family:GDS Transport;src:url(/assets/a.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}.b{background-image:url(/assets/images/govuk-crest.svg)}"
        ".c{background-image:url(/assets/images/icon-document.svg)}"
    )
    assert vendor.restyled(css) == (
        ".a{font-family:arial,sans-serif}.b{background-image:none}.c{background-image:url(images/icon-document.svg)}"
    )
    with pytest.raises(ValueError, match=r"still holds /assets/"):
        vendor.restyled(".a{background:url(/assets/something-new.png)}")


def test_the_styles_that_are_served_hold_nothing_of_gov_uk() -> None:
    """Seen to fail once: with the stylesheets as npm brings them."""
    folder = steps.VAR / "assets" / "vendor"
    for name in ("govuk-frontend.min.css", "moj-frontend.min.css"):
        css = (folder / name).read_text()
        assert len(css) > 50_000
        assert not [word for word in vendor.NOT_OURS if word in css]
    assert not list(folder.rglob("*crest*")) + list(folder.rglob("*crown*")) + list(folder.rglob("*.woff*"))


def test_the_proof_on_a_new_machine_calls_check_and_test() -> None:
    """Seen to fail once: with the tests left out of it."""
    commands = (HERE / ".ci" / "run").read_text()
    assert '"$python" run.py check\n' in commands
    assert '"$python" run.py test\n' in commands


@pytest.fixture
def passable_folder() -> Iterator[Path]:
    """A folder that the account of the database can pass through, as pytest's own do not let it."""
    folder = Path(tempfile.mkdtemp(prefix="halcyon-start-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


def free_port() -> int:
    with closing(socket.socket()) as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def processes_of(state: Path) -> dict[int, str]:
    """The processes that were told of this state folder, by number, with their command lines."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            around, command = (process / "environ").read_bytes(), (process / "cmdline").read_bytes()
        except OSError:
            continue
        if str(state).encode() in around + command:
            found[int(process.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def reads(process: subprocess.Popen[str], until: str) -> str:
    """What the process says, up to the line that holds `until`."""
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if until in line:
            return said
    raise AssertionError(f"it ended before it said {until!r}: {said}")


def test_both_faces_are_served_until_ctrl_c_and_then_nothing_is_left(passable_folder: Path) -> None:
    """Seen to fail once: with the worker left out of those that are stopped."""
    state, door, desk = passable_folder / "state", free_port(), free_port()
    own = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    command = [sys.executable, "run.py", "start", "--partnership", "oxfordshire"]
    with subprocess.Popen(
        [*command, "--door-port", str(door), "--desk-port", str(desk)],
        cwd=HERE, env={**own, "HALCYON_STATE": str(state)}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            said = reads(process, until="999, or Childline 0800 1111")
            assert f"http://localhost:{door}/" in said
            assert f"http://localhost:{desk}/" in said
            assert "practice site" in said
            for port in (door, desk):
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                    assert answer.status == 200
                    assert "no-store" in answer.headers.get("Cache-Control", "")
            worker = next(pid for pid, command in processes_of(state).items() if "halcyon.faces.worker" in command)
            os.kill(worker, signal.SIGKILL)
            reads(process, until="The worker ended and is started again")
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0, rest
    assert processes_of(state) == {}
    for port in (door, desk):
        serving.check_port(port, "door")
