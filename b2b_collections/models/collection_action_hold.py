from odoo import models
from odoo.tools import SQL

# Lines that named a held amount, or whose debtor has a hold now.
CANDIDATES = """
    SELECT line.action_id, item.id, COALESCE(line.amount_held, 0)
      FROM collection_action_line line
      JOIN collection_item item ON item.id = line.item_id
     WHERE line.action_id = ANY(%s)
       AND line.kind = 'item'
       AND (line.amount_held > 0
            OR EXISTS (SELECT 1 FROM collection_hold hold
                        WHERE hold.case_id = item.case_id
                          AND hold.end_kind IS NULL))
"""
# Items that are taken to a level which they had before they came back in.
REPEATED = """
    UPDATE collection_item item
       SET cycle = cycle + 1
      FROM (VALUES %s) AS new (item_id, level_id, resumed_on)
     WHERE item.id = new.item_id
       AND EXISTS (
           SELECT 1 FROM collection_action_line line
             JOIN collection_action action ON action.id = line.action_id
            WHERE line.item_id = item.id
              AND line.level_id = new.level_id
              AND line.cycle = item.cycle
              AND line.climbs
              AND action.date < new.resumed_on)
"""


class CollectionAction(models.Model):
    """Messages and holds: what is held when a message leaves is not asked for."""

    _inherit = "collection.action"

    def _find_held(self):
        """Reminders that ask for what is held now, or leave out what is no longer."""
        reminders = self.filtered(lambda action: action.kind in ("level", "manual"))
        self.env["collection.hold"].flush_model()
        rows = self.env.execute_query(SQL(CANDIDATES, reminders.ids))
        items = self.env["collection.item"].browse({row[1] for row in rows})
        held = items._get_held() if items else {}
        wrong = set()
        for action_id, item_id, said in rows:
            item = items.browse(item_id)
            amount = float(held[item_id].amount) if item_id in held else 0.0
            if item.currency_id.compare_amounts(amount, said):
                wrong.add(action_id)
        return self.browse(wrong)

    def _repeat_levels(self, run, plans):
        """Let an item be given a level again that comes back in: in a new cycle.

        :param plans: list of MessagePlan
        """
        climbing = {
            item_id: level_id
            for plan in plans
            for item_id, level_id in plan.climbing.items()
        }
        items = self.env["collection.item"].browse(climbing)
        rows = [
            SQL("(%s, %s, %s::date)", key, climbing[key], standing.resumed_on)
            for key, standing in items._get_standings(run.date).items()
            if standing.resumed_on
        ]
        if rows:
            items.flush_recordset(["cycle"])
            self.env.cr.execute(SQL(REPEATED, SQL(", ").join(rows)))
            items.invalidate_recordset(["cycle"], flush=False)
