from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ..core.decide import exact
from ..core.holds import Hold, held_part


class CollectionHold(models.Model):
    """Holds as the core takes them, read for many cases at a time."""

    _inherit = "collection.hold"

    @api.model
    def _read_facts(self, case_ids):
        """``{case id: {item id, or None for the whole case: [Hold]}}``.

        Those that are over as well: they say since when an item is free again.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT hold.case_id, hold.item_id, hold.id, hold.date_from,
                       LEAST(hold.date_until, hold.ended_on - 1),
                       NULLIF(hold.amount, 0), reason.code
                  FROM collection_hold hold
                  JOIN collection_hold_reason reason ON reason.id = hold.reason_id
                 WHERE hold.case_id = ANY(%s)
                """,
                list(case_ids),
            )
        )
        found = defaultdict(lambda: defaultdict(list))
        for case_id, item_id, key, start, end, amount, code in rows:
            part = exact(amount) if amount else None
            found[case_id][item_id].append(Hold(key, start, end, part, code))
        return found


def find_held(facts, case_id, item_id, residual, day):
    """What is held of an item on a day, ``None`` if it never had a hold.

    :param facts: what ``_read_facts`` returned
    :param residual: open amount in the currency of the item
    """
    if case_id not in facts:
        return None
    of_case = facts[case_id]
    holds = of_case.get(None, []) + of_case.get(item_id, [])
    return held_part(holds, exact(residual), day) if holds else None
