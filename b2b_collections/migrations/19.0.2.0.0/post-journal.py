"""Messages from before there was a chain get their first entry, and are sealed.

What was decided about items stands on them, and begins the history of decisions."""

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

ACTIONS_AT_A_TIME = 1000


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    actions = env["collection.action"]
    former = actions.search([("entry_ids", "=", False)], order="id")
    for ids in split_every(ACTIONS_AT_A_TIME, former.ids):
        actions.browse(ids)._record_former()
        # Their letters have been read: let them go.
        env.invalidate_all()
    env["collection.journal.entry"]._seal()
