"""An SMTP server on loopback that keeps what it receives as files.

It takes mail for example domains only, so that nothing made with it can ever leave
for a real mailbox, and refuses the addresses it is told to refuse, as a mail server
does for a mailbox that no longer exists.
"""

import logging
import re
import socket
import sys
import time
from email.utils import getaddresses
from pathlib import Path

from aiosmtpd.controller import Controller

EXAMPLE_DOMAIN = re.compile(r"(^|\.)(example|example\.(com|net|org))$", re.IGNORECASE)
MAX_BYTES = 50 * 1024 * 1024

# aiosmtpd tells of every command.
logging.getLogger("mail.log").setLevel(logging.WARNING)


def is_example_address(address):
    """Whether the domain is one reserved for examples (RFC 2606).

    >>> is_example_address("ap@toko.example"), is_example_address("ap@example.id")
    (True, False)
    """
    return bool(EXAMPLE_DOMAIN.search(address.rpartition("@")[2]))


def addresses_of(message):
    """Plain addresses in To, Cc and Bcc of an ``email.message.Message``."""
    headers = [
        value for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])
    ]
    return [address for _name, address in getaddresses(map(str, headers)) if address]


def file_stem(address):
    """A part of a file name that says who the mail is for."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", address.replace("@", "_at_"))[:80]


def _listen(port):
    """A listening socket that names its protocol: asyncio sends at once only on those,
    and each greeting would otherwise wait 40 ms for an acknowledgement.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


class _Handler:
    def __init__(self, sink):
        self.sink = sink

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if not is_example_address(address):
            return "554 5.7.1 Only example domains are served here"
        if address.lower() in self.sink.bouncing:
            self.sink.refused += 1
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.sink.keep(envelope)
        return "250 OK: kept"


class SmtpSink(Controller):
    """``with SmtpSink(folder) as sink:`` listens on 127.0.0.1, ``sink.port``.

    :param folder: existing folder for the ``NNNN-recipient.eml`` files; counting goes
        on after those that are there
    :param bouncing: addresses answered with 550
    :param port: 0 for any free one
    :ivar received: number of messages kept
    :ivar refused: number of recipients answered with 550
    """

    def __init__(self, folder, bouncing=(), port=0):
        self.folder = Path(folder)
        self.bouncing = set()
        self.bounce(bouncing)
        self.received = 0
        self._last_number = self._find_last_number()
        self.refused = 0
        self._socket = _listen(port)
        super().__init__(
            _Handler(self),
            hostname="127.0.0.1",
            port=self._socket.getsockname()[1],
            data_size_limit=MAX_BYTES,
            ident="Loopback mail sink",
            # Otherwise it is looked up for each connection.
            server_hostname="localhost",
        )

    def _create_server(self):
        # The socket is bound beforehand: a free port that is looked up first and bound
        # later may be taken by then.
        return self.loop.create_server(self._factory_invoker, sock=self._socket)

    def _find_last_number(self):
        names = (path.name.partition("-")[0] for path in self.folder.glob("*-*.eml"))
        return max((int(name) for name in names if name.isdecimal()), default=0)

    def bounce(self, addresses):
        """From now on these mailboxes do not exist."""
        self.bouncing |= {address.lower() for address in addresses}

    def keep(self, envelope):
        self.received += 1
        self._last_number += 1
        recipient = file_stem(envelope.rcpt_tos[0])
        path = self.folder / f"{self._last_number:04d}-{recipient}.eml"
        path.write_bytes(envelope.original_content)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_exc):
        self.stop()


def main(argv=None):
    """Serve until interrupted: ``python -m tools.smtp_sink FOLDER [PORT]``."""
    folder, *port = sys.argv[1:] if argv is None else argv
    Path(folder).mkdir(parents=True, exist_ok=True)
    with SmtpSink(folder, port=int(port[0]) if port else 0) as sink:
        print(f"mail to 127.0.0.1:{sink.port} is kept in {folder}")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print(f"{sink.received} messages kept")


if __name__ == "__main__":
    main()
