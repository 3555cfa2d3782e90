"""Odoo inside a tool's own process.

`./dev` exports what this needs: ODOO_RC (the configuration file) and PGHOST, PGPORT and
PGUSER for PostgreSQL's command-line programs.
"""

import subprocess
from contextlib import contextmanager

import odoo.init
import odoo.sql_db
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.server import load_server_wide_modules
from odoo.tools import config


def boot(db, config_file=None, log_level="warn"):
    """Read the configuration and return the registry of `db`."""
    args = ["-d", db, "--no-http", "--max-cron-threads=0", f"--log-level={log_level}"]
    if config_file:
        args += ["-c", config_file]
    config.parse_config(args, setup_logging=True)
    load_server_wide_modules()
    return Registry(db)


@contextmanager
def odoo_env(db, config_file=None, log_level="warn"):
    """Give the superuser's `env`; commit on a clean exit, roll back on an exception."""
    registry = boot(db, config_file, log_level)
    with registry.cursor() as cr:
        context = api.Environment(cr, SUPERUSER_ID, {})["res.users"].context_get()
        yield api.Environment(cr, SUPERUSER_ID, context)


def recreate_db(name, template):
    """Replace database `name` by a copy of `template`; open connections are ended."""
    # A template is copied while nobody, not even our own pool, is connected to it.
    odoo.sql_db.close_db(template)
    drop_db(name)
    subprocess.run(["createdb", "-T", template, name], check=True)


def drop_db(name):
    subprocess.run(["dropdb", "--force", "--if-exists", name], check=True)
