import argparse

from psycopg2 import OperationalError

from odoo.api import SUPERUSER_ID, Environment
from odoo.cli.command import Command
from odoo.modules.registry import Registry
from odoo.tools import config


class B2bCollectionsVerify(Command):
    """Verify the journal of collections: no entry changed, missing or out of place.

    Prints a line for each company, and names the first entry that is wrong.
    Exit code: 0 when all is right, 1 when a journal is broken, 2 for wrong options.
    """

    name = "b2b_collections_verify"

    def run(self, args):
        options = self._parse(args)
        config_args = ["--no-http", "--max-cron-threads=0", "--log-level=error"]
        if options.config:
            config_args += ["-c", options.config]
        if options.db_name:
            config_args += ["-d", options.db_name]
        config.parse_config(config_args, setup_logging=True)
        names = config["db_name"]
        if len(names) != 1:
            self.parser.error("name one database with -d")
        try:
            registry = Registry(names[0])
        except OperationalError as error:
            self.parser.error(str(error).strip())
        with registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {})
            checks = self._verify(env, options)
            self._print(checks)
            broken = any(check.state != "right" for check in checks)
        raise SystemExit(1 if broken else 0)

    def _parse(self, args):
        parser = self.parser
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("-c", "--config", help="use a configuration file")
        parser.add_argument("-d", "--database", dest="db_name", help="database name")
        parser.add_argument(
            "--company", type=int, help="id of the company (default: all of them)"
        )
        parser.add_argument(
            "--documents",
            action="store_true",
            help="also read every letter and kept message",
        )
        return parser.parse_args(args)

    def _verify(self, env, options):
        if "collection.journal.check" not in env:
            self.parser.error("b2b_collections is not installed in this database")
        companies = env["res.company"].search([])
        if options.company:
            companies = companies.filtered(lambda own: own.id == options.company)
            if not companies:
                self.parser.error(f"there is no company {options.company}")
        return env["collection.journal.check"]._verify(companies, options.documents)

    def _print(self, checks):
        for check in checks:
            print(check._describe())  # noqa: T201  # pylint: disable=print-used
