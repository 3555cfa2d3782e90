import ast
import unittest
from pathlib import Path

ADDON = Path(__file__).parents[2] / "b2b_collections"


class TestStandingAlone(unittest.TestCase):
    """The addon installs where only accounting is; tests run with the Sales app."""

    def test_it_depends_on_what_every_odoo_has(self):
        manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
        known = {
            "account",
            "account_payment",
            "contacts",
            "mail",
            "phone_validation",
            "portal",
            "sms",
        }
        self.assertLessEqual(set(manifest["depends"]), known)
