"""Make a template database complete: attachments and web assets inside it."""

import argparse

from tools.odoo_env import odoo_env


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    parser.add_argument("--assets", action="store_true")
    args = parser.parse_args(argv)
    with odoo_env(args.db) as env:
        env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        env["ir.attachment"].force_storage()
        if args.assets:
            env["ir.qweb"]._pregenerate_assets_bundles()


if __name__ == "__main__":
    main()
