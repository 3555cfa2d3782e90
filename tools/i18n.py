"""Export the texts of our addons, update their translations, list what is missing."""

import argparse
import io
import sys
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

from tools import po_files
from tools.odoo_env import odoo_env

ROOT = Path(__file__).parents[1]
# The addon, and the small ones that join it to others where those are installed.
ADDONS = sorted(path.parent.name for path in ROOT.glob("b2b_*/__manifest__.py"))


def export_terms(env, addon):
    """Return the texts of an addon as Odoo's own export gives them."""
    buffer = io.BytesIO()
    trans_export(None, [addon], buffer, "po", env)
    return polib.pofile(buffer.getvalue().decode())


def report(addon, language, po_file):
    """Print the texts that wait for a translation; return their number."""
    missing = po_files.untranslated(po_file)
    name = f"{addon}/i18n/{language}.po"
    print(f"{name}: {len(po_file)} texts, {len(missing)} without translation")
    for text in missing:
        print(f"  {text}")
    return len(missing)


def main(argv=None):
    parser = argparse.ArgumentParser(prog="./dev i18n", description=__doc__)
    parser.add_argument("--db", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--config", help=argparse.SUPPRESS)
    parser.add_argument(
        "languages", nargs="*", metavar="LANGUAGE", help="code of a language to begin"
    )
    args = parser.parse_args(argv)
    with odoo_env(args.db, args.config) as env:
        exported = {addon: export_terms(env, addon) for addon in ADDONS}
    left = 0
    for addon, terms in exported.items():
        folder = ROOT / addon / "i18n"
        files = po_files.update(folder, addon, terms, args.languages)
        left += sum([report(addon, *item) for item in files.items()])
    if left:
        sys.exit("translate them, and run this again")


if __name__ == "__main__":
    main()
