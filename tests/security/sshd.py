"""A real sshd of our own, set up with the files of `deploy/`: its own host key, a free port, the account that runs the
tests as the only person.

The program is Debian's `openssh-server` where it is installed; else its package is fetched by apt into `.sshd/`, which
git ignores, and unpacked without being installed. Nothing of the machine is changed and nothing else of it is used.
"""

from __future__ import annotations

import fcntl
import getpass
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.security.line import PATIENCE_S, ROOT, Line, on_a_terminal

DEPLOY = ROOT / "deploy"
FOLDER = ROOT / ".sshd"
SBIN = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
APT_S = 60
SEPARATED = "sshd"
"""The account that sshd wants for its unprivileged half when root starts it."""
CARELESS = """
# What a careless operator might have set for everybody; the block of deploy/ has to win over it.
AcceptEnv *
AllowTcpForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
GatewayPorts yes
Subsystem sftp internal-sftp
"""


class NoSshd(Exception):
    """There is none to be had here; the text says why."""


@dataclass(frozen=True, slots=True)
class House:
    """Everything one sshd needs, in a folder of its own."""

    folder: Path
    port: int

    @property
    def account(self) -> str:
        return getpass.getuser()

    @property
    def data(self) -> Path:
        """The account's data folder."""
        return self.folder / "people" / self.account

    @property
    def conf(self) -> Path:
        return self.folder / "login.conf"

    def client(self, *options: str, program: str = "ssh") -> list[str]:
        """A command line of OpenSSH's client, up to the destination."""
        known = f"UserKnownHostsFile={self.folder / 'known'}"
        port = "-P" if program != "ssh" else "-p"
        fixed = ["-F", "none", "-i", str(self.folder / "key"), "-o", known, "-o", "StrictHostKeyChecking=yes"]
        fixed += ["-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "GlobalKnownHostsFile=none"]
        return [program, *fixed, port, str(self.port), *options]

    @property
    def destination(self) -> str:
        return f"{self.account}@127.0.0.1"

    def run(
        self, *options: str, command: str = "", environ: Mapping[str, str] = {}
    ) -> subprocess.CompletedProcess[str]:
        """Log in without a terminal and wait for the end."""
        line = [*self.client(*options), self.destination, *([command] if command else [])]
        return subprocess.run(
            line,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            env=clients_env(**environ),
        )

    @contextmanager
    def login(self, *options: str, command: str = "", environ: Mapping[str, str] = {}) -> Iterator[Line]:
        """Log in from a terminal."""
        line = [*self.client("-t", *options), self.destination, *([command] if command else [])]
        with on_a_terminal(line, clients_env(**environ)) as terminal:
            yield terminal

    def programs(self) -> list[str]:
        """Command lines of every Binnacle that runs on this house's data."""
        listed = subprocess.run(["ps", "-ewwo", "args="], capture_output=True, text=True, check=True).stdout
        return [line for line in listed.splitlines() if f"--data-dir {self.data}" in line and "tui.py" in line]

    def wait_until_nothing_runs(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while left := self.programs():
            assert time.monotonic() < deadline, f"still there: {left}"
            time.sleep(0.02)


def clients_env(**more: str) -> dict[str, str]:
    """The environment of the person's own machine."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "TERM": "xterm-256color", "LANG": "en_GB.UTF-8", **more}


def server() -> Path:
    """The program.

    Raises:
        NoSshd: It is not installed, and Debian's package cannot be fetched.
    """
    installed = shutil.which("sshd", path=SBIN)
    if installed:
        return Path(installed)
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / "usr" / "sbin" / "sshd"
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Several test processes may want it at once.
        if not file.is_file():
            _fetch()
    return file


def _fetch() -> None:
    """Fetched by apt, which checks the archive's signature; unpacked, not installed."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NoSshd("there is no sshd on this machine, and no apt to fetch Debian's openssh-server with")
    try:
        fetched = subprocess.run(
            ["apt-get", "download", "openssh-server"], cwd=FOLDER, capture_output=True, text=True, timeout=APT_S
        )
    except subprocess.TimeoutExpired:
        raise NoSshd(f"there is no sshd on this machine, and apt did not fetch it within {APT_S} s") from None
    package = next(FOLDER.glob("openssh-server_*.deb"), None)
    if fetched.returncode or package is None:
        raise NoSshd(f"there is no sshd on this machine, and apt cannot fetch it: {fetched.stderr.strip()[-200:]}")
    subprocess.run(["dpkg-deb", "-x", str(package), str(FOLDER)], check=True)


@contextmanager
def running(folder: Path, *, alive_interval_s: int = 30) -> Iterator[House]:
    """An sshd with the files of `deploy/`, until the end of the block.

    Args:
        alive_interval_s: Its `ClientAliveInterval`, for a test that cannot wait as long as an operator.

    Raises:
        NoSshd: There is none, or it cannot be run by this account.
    """
    program = server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        house = House(folder, free.getsockname()[1])
    _set_up(house, alive_interval_s)
    with (folder / "sshd.log").open("wb") as log:
        command = [*_as_root(folder), program, "-D", "-e", "-f", folder / "sshd.conf"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        _wait_for(house, process)
        yield house
    finally:
        process.terminate()
        process.wait()


def effective(house: House) -> dict[str, str]:
    """What sshd itself says would hold for the account (`sshd -T`): setting -> value."""
    who = f"user={house.account},host=localhost,addr=127.0.0.1"
    command = [*_as_root(house.folder), server(), "-T", "-C", who, "-f", house.folder / "sshd.conf"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(line.partition(" ")[::2] for line in told.splitlines())


def _set_up(house: House, alive_interval_s: int) -> None:
    folder = house.folder
    (folder / "keys").mkdir()
    for name in ("host", "key"):
        generate = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(generate, check=True)
    shutil.copy(folder / "key.pub", folder / "keys" / house.account)
    (folder / "known").write_text(f"[127.0.0.1]:{house.port} {(folder / 'host.pub').read_text()}")
    write_conf(house)
    block = (DEPLOY / "sshd-binnacle.conf").read_text()
    ours = {
        "Match Group binnacle": f"Match User {house.account}",
        "/opt/binnacle/deploy/binnacle-login": f"{shlex.quote(str(DEPLOY / 'binnacle-login'))} {house.conf}",
        "/etc/binnacle/keys/": f"{folder / 'keys'}/",
        "ClientAliveInterval 30": f"ClientAliveInterval {alive_interval_s}",
    }
    for theirs, mine in ours.items():
        assert block.count(theirs) == 1, theirs
        block = block.replace(theirs, mine)
    # Folders of tests lie below /tmp, which is everybody's: StrictModes could not hold.
    head = f"Port {house.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\nStrictModes no\n"
    head += "UsePAM no\nPermitRootLogin prohibit-password\nLogLevel VERBOSE\n"
    (folder / "sshd.conf").write_text(head + CARELESS + block)


def write_conf(house: House, *, python: str = sys.executable) -> None:
    """The operator's settings of the launcher; `python` may be a program that tells what it was started with."""
    lines = {"program": str(ROOT), "python": python, "people": str(house.folder / "people")}
    lines["settings"] = str(house.folder / "settings")
    house.conf.write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in lines.items()))


def _as_root(folder: Path) -> list[str | Path]:
    """What has to stand before sshd when root runs it: the package would have made its account and its empty folder.

    Where they are missing they are lent in a mount namespace, which ends with the process.
    """
    if os.getuid() != 0:
        return []
    try:
        pwd.getpwnam(SEPARATED)
        is_there = Path("/run/sshd").is_dir()
    except KeyError:
        is_there = False
    if is_there:
        return []
    accounts = folder / "passwd"
    known = Path("/etc/passwd").read_text()
    accounts.write_text(known + f"{SEPARATED}:x:65533:65534::/run/sshd:/usr/sbin/nologin\n")
    lend = (
        f"mount --bind {shlex.quote(str(accounts))} /etc/passwd && mount -t tmpfs none /run && mkdir -m 755 /run/sshd"
    )
    lending: list[str | Path] = ["unshare", "--mount", "sh", "-c", f'{lend} && exec "$@"', "sh"]
    if subprocess.run([*lending, "true"], capture_output=True).returncode:
        raise NoSshd("root has no account 'sshd' here, and may not lend one in a mount namespace")
    return lending


def _wait_for(house: House, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        log = (house.folder / "sshd.log").read_text(errors="replace")
        assert process.poll() is None, f"sshd ended: {log}"
        if "Server listening" in log:
            return
        assert time.monotonic() < deadline, f"sshd does not listen: {log}"
        time.sleep(0.01)
