"""A real EVM node on this machine: anvil, from its npm package.

`python -m tests.chains.anvil` (or `make anvil`) installs it into `.anvil/`, which git ignores; the tests do the same
when they first need it. The version is pinned, and the program's hash is checked before it is ever run.
"""

from __future__ import annotations

import fcntl
import hashlib
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".anvil"
VERSION = "1.7.1"
PACKAGES = {
    ("Linux", "x86_64"): (
        "@foundry-rs/anvil-linux-amd64",
        "10c1c727d6c1de973aeb160e59875b9a9a23464d6e74149ee8abb30b3500311b",
    )
}
"""System and machine -> package and the SHA-256 of the program in it."""
NPM_S = 100


class NoAnvil(Exception):
    """It cannot be had here; the text says why."""


def program() -> Path:
    """The program, installed if it is not there yet.

    Raises:
        NoAnvil: No package for this machine, no npm, no way to the registry, or not the program we know.
    """
    machine = (platform.system(), platform.machine())
    if machine not in PACKAGES:
        raise NoAnvil(f"anvil {VERSION} is pinned for Linux on x86_64 only, this is {' '.join(machine)}")
    package, known = PACKAGES[machine]
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Several test processes may want it at once.
        file = FOLDER / "node_modules" / package / "bin" / "anvil"
        if not file.is_file():
            _install(f"{package}@{VERSION}")
        seen = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "nothing"
        if seen != known:
            raise NoAnvil(f"{package}@{VERSION} holds {seen}, not the program we know ({known})")
    return file


def _install(package: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NoAnvil("there is no npm on this machine")
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-save", "--fetch-retries=1"]
    command = [npm, "install", "--prefix", str(FOLDER), *options, package]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=NPM_S)
    except subprocess.TimeoutExpired:
        raise NoAnvil(f"npm did not finish within {NPM_S} s") from None
    if done.returncode:
        raise NoAnvil(f"npm install {package} ended with {done.returncode}: {done.stderr.strip()[-300:]}")


@contextmanager
def anvil(chain_id: int, slots: int, first_block_ms: int) -> Iterator[str]:
    """A running node that makes blocks only on request; answers its address.

    Args:
        slots: In an epoch: the final block lies two epochs below the newest.
        first_block_ms: Time of its first block.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = f"--host 127.0.0.1 --port {port} --chain-id {chain_id} --slots-in-an-epoch {slots}"
    options += f" --timestamp {first_block_ms // 1000} --no-mining --silent"
    node = subprocess.Popen([program(), *options.split()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, node)
        yield url
    finally:
        node.kill()
        node.wait()


def _wait_for(url: str, node: subprocess.Popen[bytes]) -> None:
    question: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []}
    with httpx.Client(trust_env=False) as client:
        for _ in range(1_000):
            assert node.poll() is None, "anvil ended by itself"
            try:
                client.post(url, json=question).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.01)
            else:
                return
    raise AssertionError("anvil does not answer")


if __name__ == "__main__":
    try:
        print(f"anvil {VERSION}, checked: {program().relative_to(ROOT)}")
    except NoAnvil as reason:
        sys.exit(str(reason))
