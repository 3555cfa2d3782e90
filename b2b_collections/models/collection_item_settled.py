from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..core.allocation import CREDIT, OTHER, PAYMENT, Settlement
from ..core.decide import exact

# Money comes in through these journals; a credit note is known by its type.
MONEY_JOURNALS = ("bank", "cash", "credit")
SETTLEMENTS = """
    SELECT item.id, line.date, partial.debit_amount_currency,
           CASE WHEN move.move_type = 'out_refund' THEN %(credit)s
                WHEN journal.type IN %(money)s THEN %(payment)s
                ELSE %(other)s END,
           partial.id
      FROM collection_item item
      JOIN account_partial_reconcile partial
        ON partial.debit_move_id = item.move_line_id
      JOIN account_move_line line ON line.id = partial.credit_move_id
      JOIN account_move move ON move.id = line.move_id
      JOIN account_journal journal ON journal.id = line.journal_id
     WHERE item.id = ANY(%(items)s)
       AND (%(since)s::date IS NULL OR line.date >= %(since)s::date)
     ORDER BY item.id, line.date, partial.id
"""


class CollectionItem(models.Model):
    """What has been settled of items, and by what."""

    _inherit = "collection.item"

    def _load_settlements(self, since=None):
        """``{item id: [Settlement]}`` by date; only items that have any.

        :param since: leave out what is dated before that day
        """
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                SETTLEMENTS,
                items=self.ids,
                since=since,
                money=MONEY_JOURNALS,
                credit=CREDIT,
                payment=PAYMENT,
                other=OTHER,
            )
        )
        found = defaultdict(list)
        for item_id, day, amount, kind, key in rows:
            found[item_id].append(Settlement(item_id, day, exact(amount), kind, key))
        return dict(found)
