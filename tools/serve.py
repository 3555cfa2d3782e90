"""Odoo's web server on the demo database, with a mail server on loopback beside it.

What is sent from the browser, and what the daily run sends, becomes a file as in the
demo: the mail servers of this database are pointed to it as long as this runs.
"""

import argparse
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tools.smtp_sink import SmtpSink

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--db", "--config", "--port"):
        parser.add_argument(name, required=True)
    parser.add_argument("--outbox", type=Path, default=Path("out", "outbox-serve"))
    args = parser.parse_args(argv)
    args.outbox.mkdir(parents=True, exist_ok=True)
    with SmtpSink(args.outbox) as sink, ExitStack() as stack:
        point_mail_servers(args.db, sink.port)
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "odoo", "-c", args.config, "-d", args.db),
                *("--http-interface=127.0.0.1", f"--http-port={args.port}"),
                "--log-level=warn",
            ]
        )
        for number in STOPPING:
            before = signal.signal(number, lambda got, _frame: stop(server, got))
            stack.callback(signal.signal, number, before)
        return server.wait()


def stop(server, number):
    # Ctrl-C reaches the server as well; a second one would make it quit at once.
    if number != signal.SIGINT:
        server.terminate()


def point_mail_servers(db, port):
    statement = (
        f"UPDATE ir_mail_server SET smtp_port = {int(port)} "
        "WHERE smtp_host = '127.0.0.1' AND smtp_encryption = 'none'"
    )
    subprocess.run(["psql", "-X", "-q", "-d", db, "-c", statement], check=True)


if __name__ == "__main__":
    sys.exit(main())
