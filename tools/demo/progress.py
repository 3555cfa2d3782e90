"""Says what the demo is doing, and keeps how long each phase took."""

import sys
import time
from contextlib import contextmanager

BAR_WIDTH = 30


class Progress:
    """One line per phase on ``stream``; a bar as well where somebody is watching.

    :ivar seconds: ``{phase: seconds}`` of the phases that ended
    """

    def __init__(self, stream=None):
        self.stream = stream or sys.stderr
        self.seconds = {}
        self._watched = self.stream.isatty()
        self._begun = time.monotonic()

    @property
    def total(self):
        return time.monotonic() - self._begun

    @contextmanager
    def phase(self, name):
        """Time the block; what is put into ``Phase.note`` is shown with it."""
        phase = Phase(self, name)
        self._overwrite(f"  {name} ...")
        begun = time.monotonic()
        yield phase
        self.seconds[name] = round(time.monotonic() - begun, 2)
        note = f"   {phase.note}" if phase.note else ""
        self._overwrite("")
        self._write(f"  {name:<28}{self.seconds[name]:7.1f} s{note}\n")

    def _overwrite(self, text):
        if self._watched:
            self._write(f"\r\033[K{text}")

    def _write(self, text):
        self.stream.write(text)
        self.stream.flush()


class Phase:
    def __init__(self, progress, name):
        self._progress = progress
        self.name = name
        self.note = ""

    def step(self, done, total, label):
        """Move the bar; ``done`` of ``total`` steps are done."""
        filled = BAR_WIDTH * done // total
        bar = "█" * filled + "·" * (BAR_WIDTH - filled)
        self._progress._overwrite(f"  {self.name}  {bar}  {done}/{total}  {label}")
