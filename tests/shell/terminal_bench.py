"""A tiny app on `TerminalApp`, run by the tests inside a pseudo terminal; it reports through file descriptor 3.

`h` a heartbeat of the loop, `M` a market frame marked for painting, `w` a tick that waited for the terminal.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from app.terminal import TerminalApp


class Bench(TerminalApp):
    """Repaints the whole screen twenty times a second, when the terminal is ready."""

    def __init__(self, folder: Path, mode: str) -> None:
        super().__init__(folder)
        self.mode = mode
        self.count = 0

    def compose(self) -> ComposeResult:
        yield Static(id="market", markup=False)

    def on_ready(self) -> None:
        self.set_interval(0.02, self.beat)
        self.set_interval(0.05, self.paint)

    def beat(self) -> None:
        os.write(3, b"h")

    def paint(self) -> None:
        if self.mode == "polite" and not self.may_paint_market:
            os.write(3, b"w")
            return
        self.count += 1
        os.write(3, b"M")
        rows = [f"{self.count:09}" * (self.size.width // 9) for _ in range(self.size.height)]
        self.query_one(Static).update("\n".join(rows))
        self.market_frame_painted()

    def key_x(self) -> None:
        password = "hunter2-made-up-4711"
        raise ValueError(f"no good: {len(password)}")

    def key_p(self) -> None:
        self.panic("whatever the framework wants to show")

    def key_m(self) -> None:
        self.free_mouse(True)

    def key_q(self) -> None:
        self.exit()


if __name__ == "__main__":
    app = Bench(Path(sys.argv[1]), sys.argv[2])
    loop = asyncio.new_event_loop()
    app.heed_signals(loop)
    app.run(loop=loop)
    sys.exit(app.return_code or 0)
