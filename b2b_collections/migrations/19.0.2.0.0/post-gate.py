"""The letters of the shipped policy are formal demands."""

from odoo import SUPERUSER_ID, api

FORMAL = ("level_sp1", "level_sp2", "level_sp3", "level_final")


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name in FORMAL:
        level = env.ref(f"b2b_collections.{name}", raise_if_not_found=False)
        if level and level.send_letter:
            level.is_statutory = True
