"""Keeps the database with the entered ledger, from which a later demo starts.

Entering the ledger takes longer than copying the result. The copy is kept as long as
neither the addon nor the demo nor the ledger changes.
"""

import hashlib
import subprocess
from pathlib import Path

from odoo.sql_db import close_db

from tools.odoo_env import drop_db, recreate_db

from .options import DemoError

PREFIX = "b2bc_ledger_"
KEPT = 2


def prepared_name(template, ledger_key):
    """The database that would hold this ledger, entered by this very demo."""
    digest = hashlib.sha256(f"{template}\n{ledger_key}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return PREFIX + digest.hexdigest()[:12]


def exists(name):
    return name in _list_prepared()


def copy(source, target):
    """Replace database ``target`` by a copy of ``source``."""
    for name in (source, target):
        close_db(name)
    try:
        recreate_db(target, source)
    except subprocess.CalledProcessError:
        raise DemoError(
            f"the database {target} could not be made",
            "end what uses the database server (./dev stop does), then try again",
        ) from None


def drop_outdated():
    for name in _list_prepared()[KEPT:]:
        drop_db(name)


def _list_prepared():
    """Names, the newest first."""
    query = (
        f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%' "
        "ORDER BY oid DESC"
    )
    command = ["psql", "-X", "-A", "-t", "-d", "postgres", "-c", query]
    return subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.split()
