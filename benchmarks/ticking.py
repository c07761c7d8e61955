"""What a ticking table costs: our line table against the framework's `DataTable`, and both against sitting still.

120x40 cells, 200 rows of 12 columns, twenty ticks a second; in each tick a tenth (or a hundredth) of the rows changes.
Each candidate runs alone in a pseudo terminal that reads as fast as it can, for five seconds; CPU is the process's own
user and system time, start-up taken off by the run that sits still.
"""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COLUMNS, ROWS = 120, 40
RUN_S = 5.0

CHILD = """
import random, sys
from decimal import Decimal
from textual.app import App
from textual.widgets import DataTable
from widgets.figures import figure
from widgets.line_table import LineTable
from widgets.table_layout import Align, Column
from widgets.table_rows import Cell, Row

kind, share = sys.argv[1], float(sys.argv[2])
dice = random.Random(7)
keys = [f"COIN{n:03}" for n in range(200)]

def cells(key):
    return [key, *(figure(Decimal(dice.randrange(1, 10_000_000)).scaleb(-2), 2) for _ in range(11))]

class Bench(App):
    def compose(self):
        columns = [Column("c0", "Symbol", 8), *(Column(f"c{n}", f"Col {n}", 9, Align.POINT) for n in range(1, 12))]
        yield LineTable(columns) if kind != "data" else DataTable()

    def on_ready(self):
        if kind == "data":
            self.table = self.query_one(DataTable)
            self.names = self.table.add_columns(*(f"Col {n}" for n in range(12)))
            for key in keys:
                self.table.add_row(*cells(key), key=key)
        else:
            self.table = self.query_one(LineTable)
            self.table.show([Row(key, tuple(map(Cell, cells(key)))) for key in keys])
        if kind != "still":
            self.set_interval(1 / 20, self.tick)

    def tick(self):
        changed = dice.sample(keys, int(len(keys) * share))
        if kind == "data":
            for key in changed:
                for name, text in zip(self.names, cells(key)):
                    self.table.update_cell(key, name, text)
        else:
            self.table.begin_frame()
            self.table.change([Row(key, tuple(map(Cell, cells(key)))) for key in changed])

Bench().run()
"""


@dataclass(frozen=True)
class Cost:
    cpu_s: float
    """Processor seconds of the whole run."""
    bytes_per_s: float
    """Sent to the terminal, after the first second."""


def run(kind: str, share: float) -> Cost:
    """One candidate for `RUN_S` seconds: `still`, `line` or `data`, with this share of rows changing in each tick."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {"TERM": "xterm-256color", "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    before = _children_cpu_s()
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, kind, str(share)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    try:
        received = _read_for(master, RUN_S)
    finally:
        process.kill()
        process.wait()
        os.close(master)
    return Cost(_children_cpu_s() - before, received / (RUN_S - 1))


def _read_for(master: int, seconds: float) -> int:
    """Read all the time; answers the bytes that came after the first second."""
    started, received = time.perf_counter(), 0
    while (passed := time.perf_counter() - started) < seconds:
        if select.select([master], [], [], 0.1)[0]:
            data = os.read(master, 1 << 16)
            received += len(data) if passed > 1 else 0
    return received


def _children_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    still = run("still", 0)
    print(f"{'sitting still':34} CPU {still.cpu_s / RUN_S:5.0%}  {still.bytes_per_s / 1000:7.1f} KB/s")
    for share in (0.10, 0.01):
        costs = {kind: run(kind, share) for kind in ("line", "data")}
        for kind, name in (("line", "line table"), ("data", "DataTable")):
            cost = costs[kind]
            cpu = max(0.0, cost.cpu_s - still.cpu_s) / RUN_S
            print(f"{name:11} {share:4.0%} of rows change    CPU {cpu:5.0%}  {cost.bytes_per_s / 1000:7.1f} KB/s")
        ratio = costs["data"].bytes_per_s / max(1.0, costs["line"].bytes_per_s)
        print(f"{share:.0%} changing: DataTable sends {ratio:.1f} times the bytes")


if __name__ == "__main__":
    main()
