"""Every third-party client of this folder against the simulated venues: `make peers`.

Run by the clients' own environment; the sandbox runs in the project's. Each script gets the sandbox's JSON line on
standard input and ends with 0 when all was as expected.

    python tests/sandbox/peers/run.py <python of the project>
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[2]
LONGEST_S = 120
NO_SERVICE = 69
"""A server ends with it where it cannot be had on this machine; why is its last sentence."""


def main(python: str, wanted: list[str]) -> int:
    """Run the scripts whose names begin with one of `wanted`, or all; answers the exit code."""
    scripts = [script for script in sorted(HERE.glob("*_*.py")) if not wanted or script.name.startswith(tuple(wanted))]
    failed = []
    for script in scripts:
        print(f"== {script.stem}", flush=True)
        if not passes(python, script):
            failed.append(script.stem)
    print(f"{len(scripts) - len(failed)} of {len(scripts)} clients are content", *failed)
    return 1 if failed else 0


def servers(venue: str) -> list[list[str]]:
    """What plays a venue, by arguments of the project's Python: the sandbox, and for TRON a real EVM node too."""
    if venue == "tron":
        return [["tui.py", "sandbox", "--json"], ["-m", "tests.chains.played_tron"]]
    return [["tui.py", "sandbox", "--json", "--venues", venue]]


def passes(python: str, script: Path) -> bool:
    """One client against servers of its own, one after the other, until one is not to its liking."""
    return all(_passes(script, [python, *server]) for server in servers(script.stem.rpartition("_")[0]))


def _passes(script: Path, serve: list[str]) -> bool:
    with subprocess.Popen(serve, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            line = server.stdout.readline()
            if not line and server.wait() == NO_SERVICE:
                print("   NOT TESTED there")
                return True
            done = subprocess.run([sys.executable, str(script)], input=line, text=True, timeout=LONGEST_S, check=False)
        except subprocess.TimeoutExpired:
            print(f"   not done after {LONGEST_S} s")
            return False
        finally:
            server.terminate()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
