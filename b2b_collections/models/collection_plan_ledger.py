from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..core.decide import exact
from .collection_item_settled import MONEY_JOURNALS

ZERO = Decimal(0)
# What the ledger says of the documents of plans: their items, and the debit notes
# over fee and interest. A document that is not posted has nothing open.
OPEN = """
    SELECT part.plan_id, part.amount,
           CASE WHEN line.parent_state = 'posted'
                THEN line.amount_residual_currency ELSE 0 END,
           line.id, part.settled_key, FALSE
      FROM collection_plan_item part
      JOIN collection_item item ON item.id = part.item_id
      JOIN account_move_line line ON line.id = item.move_line_id
     WHERE part.plan_id = ANY(%(plans)s)
    UNION ALL
    SELECT plan.id, line.amount_currency,
           CASE WHEN line.parent_state = 'posted'
                THEN line.amount_residual_currency ELSE 0 END,
           line.id, 0, TRUE
      FROM collection_plan plan
      JOIN account_move_line line ON line.move_id = plan.debit_move_id
      JOIN account_account account ON account.id = line.account_id
     WHERE plan.id = ANY(%(plans)s)
       AND line.parent_state != 'draft'
       AND account.account_type = 'asset_receivable'
"""
PAID = """
    SELECT partial.debit_move_id, line.date, partial.debit_amount_currency, partial.id
      FROM account_partial_reconcile partial
      JOIN account_move_line line ON line.id = partial.credit_move_id
      JOIN account_move move ON move.id = line.move_id
      JOIN account_journal journal ON journal.id = line.journal_id
     WHERE partial.debit_move_id = ANY(%(lines)s)
       AND journal.type IN %(money)s
       AND move.move_type != 'out_refund'
     ORDER BY line.date, partial.id
"""


class Ledger(NamedTuple):
    """What the ledger says of a plan, in its currency.

    :ivar payments: ``[(day, amount)]`` since it was made, by day
    :ivar credited: credited, cancelled or written off since, without the discount
        that the plan itself gives
    """

    payments: tuple = ()
    credited: Decimal = ZERO


class CollectionPlan(models.Model):
    """What was paid and credited since plans were made, read in two queries."""

    _inherit = "collection.plan"

    def _load_ledger(self):
        """``{plan id: Ledger}`` of these plans."""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(OPEN, plans=self.ids))
        paid = self._load_payments({row[3] for row in rows})
        payments, credited = defaultdict(list), defaultdict(Decimal)
        owed = defaultdict(Decimal)
        for plan_id, amount, residual, line_id, key, is_debit in rows:
            counted = [one for one in paid.get(line_id, ()) if one[2] > key]
            payments[plan_id] += [(day, part) for day, part, _key in counted]
            settled = sum((part for _day, part, _key in counted), ZERO)
            gone = exact(amount) - settled - exact(residual)
            credited[plan_id] += max(ZERO, gone)
            owed[plan_id] += ZERO if is_debit else exact(residual)
        return {
            plan.id: Ledger(
                tuple(sorted(payments[plan.id])),
                plan._correct_credits(credited[plan.id], owed[plan.id]),
            )
            for plan in self
        }

    def _load_payments(self, line_ids):
        rows = self.env.execute_query(
            SQL(PAID, lines=list(line_ids), money=MONEY_JOURNALS)
        )
        found = defaultdict(list)
        for line_id, day, amount, key in rows:
            found[line_id].append((day, exact(amount), key))
        return found

    def _correct_credits(self, credited, owed):
        """Without the discount, which is not in the instalments; with charges that
        nobody claims: their draft was deleted, or all else is paid and nobody has
        posted it.

        :param owed: what is open of the items
        """
        discount = exact(self.amount_discount)
        if self.credit_move_id.state == "posted":
            credited = max(ZERO, credited - discount)
            discount = ZERO
        debit = self.debit_move_id
        is_unclaimed = not debit or (debit.state == "draft" and owed <= discount)
        if is_unclaimed and self.state in ("active", "completed"):
            credited += exact(self.amount_interest) + exact(self.fee)
        return credited
