"""Make a template database complete: attachments and web assets inside it."""

import argparse

from tools.odoo_env import odoo_env

# Odoo's own JavaScript unit tests: two thirds of the time, opened by none of ours.
UNUSED_BUNDLES = ("unit_tests", "qunit", "tests_assets", "test_tours")


def generate_assets(env):
    """Like `_pregenerate_assets_bundles`, without the bundles nobody here opens."""
    qweb = env["ir.qweb"]
    scripts, styles = qweb._get_bundles_to_pregenarate()
    for bundle in sorted(scripts | styles):
        if any(part in bundle for part in UNUSED_BUNDLES):
            continue
        if bundle in scripts:
            qweb._get_asset_bundle(bundle, css=False, js=True).js()
        if bundle in styles:
            qweb._get_asset_bundle(bundle, css=True, js=False).css()


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    args = parser.parse_args(argv)
    with odoo_env(args.db) as env:
        env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        env["ir.attachment"].force_storage()
        generate_assets(env)


if __name__ == "__main__":
    main()
