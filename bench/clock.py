"""Time and processor time of Odoo's process and of its PostgreSQL backend."""

import os
from pathlib import Path
from time import perf_counter, process_time

TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """Measures what happens inside ``with Clock(env) as clock:``.

    :ivar seconds: by the clock on the wall
    :ivar cpu_seconds: of both processes; tells a slow engine from a busy machine.
        Parallel workers of PostgreSQL are not counted.
    """

    def __init__(self, env):
        self.env = env
        self.seconds = self.cpu_seconds = 0.0

    def __enter__(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT pg_backend_pid()")
        self.pid = self.env.cr.fetchone()[0]
        self._cpu = self._get_cpu()
        self._start = perf_counter()
        return self

    def __exit__(self, *_error):
        self.env.flush_all()
        self.seconds = perf_counter() - self._start
        self.cpu_seconds = self._get_cpu() - self._cpu

    def _get_cpu(self):
        stat = Path(f"/proc/{self.pid}/stat").read_text()
        user, system = stat.rpartition(")")[2].split()[11:13]
        return process_time() + (int(user) + int(system)) / TICKS
