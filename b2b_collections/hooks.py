from odoo.tools import SQL

from .models import journal_guard


def uninstall_hook(env):
    """Without the addon its tables are to go, and what guards them must let them."""
    journal_guard.remove(env.cr)
    function = SQL.identifier("b2b_collections_keep_decision")
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", function))
