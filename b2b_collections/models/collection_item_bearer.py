from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from .collection_dispute import ACCEPTED_STATES

ZERO = Decimal(0)
# What interest on items follows from, in one pass. A document that is not posted (any
# more) was never owed. Company-dependent fields of partners are JSON by company.
BEARERS = """
    SELECT item.id, item.company_id, item.currency_id, item.date_due,
           CASE WHEN line.parent_state = 'posted'
                THEN trim_scale(item.amount_original)::text ELSE '0' END,
           policy.interest_table_id, partner.country_id,
           partner.collection_interest_mode ->> item.company_id::text,
           partner.collection_interest_rate ->> item.company_id::text
      FROM collection_item item
      JOIN account_move_line line ON line.id = item.move_line_id
      JOIN res_partner partner ON partner.id = item.partner_id
      LEFT JOIN collection_case held ON held.id = item.case_id
      LEFT JOIN collection_policy policy ON policy.id = held.policy_id
     WHERE item.id = ANY(%(items)s)
       AND item.is_charge IS NOT TRUE
       AND item.date_due < %(until)s
     ORDER BY item.id
"""
REDUCTIONS = """
    SELECT item.id, line.date, trim_scale(partial.debit_amount_currency)::text,
           move.move_type = 'out_refund'
      FROM collection_item item
      JOIN account_partial_reconcile partial
        ON partial.debit_move_id = item.move_line_id
      JOIN account_move_line line ON line.id = partial.credit_move_id
      JOIN account_move move ON move.id = line.move_id
     WHERE item.id = ANY(%(items)s)
     ORDER BY item.id, line.date, partial.id
"""
# Accepted in a dispute, and not credited yet.
ACCEPTED = """
    SELECT contested.item_id, trim_scale(contested.amount_accepted)::text
      FROM collection_dispute_line contested
      JOIN collection_dispute dispute ON dispute.id = contested.dispute_id
     WHERE contested.item_id = ANY(%(items)s)
       AND contested.amount_accepted > 0
       AND dispute.state IN %(accepted)s
       AND NOT EXISTS (
            SELECT 1 FROM account_move credit
             WHERE credit.collection_dispute_line_id = contested.id
               AND credit.state = 'posted')
"""


class Bearer(NamedTuple):
    """An item that is or was late, as interest takes it.

    :ivar owed: what was truly owed on the due date: less what was credited later, and
        what a dispute has decided to credit
    :ivar mode: what was agreed upon with the debtor, see
        ``res.partner.collection_interest_mode``
    """

    key: int
    company_id: int
    currency_id: int
    due: date
    owed: Decimal
    table_id: int | None
    country_id: int | None
    mode: str | None
    rate: str | None


class CollectionItem(models.Model):
    """The facts that late interest follows from, read in three queries.

    Direct SQL, and plain values: interest on 100,000 items at once.
    """

    _inherit = "collection.item"

    def _read_bearers(self, until):
        """``([Bearer], {item id: [(day, amount)]})``: late items, and their payments.

        :param until: items that were due before this day
        """
        self.env.flush_all()
        ids = self.ids
        rows = self.env.execute_query(SQL(BEARERS, items=ids, until=until))
        paid, credited = defaultdict(list), defaultdict(Decimal)
        for key, day, amount, is_credit in self.env.execute_query(
            SQL(REDUCTIONS, items=ids)
        ):
            if is_credit:
                credited[key] += Decimal(amount)
            else:
                paid[key].append((day, Decimal(amount)))
        accepted = SQL(ACCEPTED, items=ids, accepted=ACCEPTED_STATES)
        for key, amount in self.env.execute_query(accepted):
            credited[key] += Decimal(amount)
        bearers = []
        for key, company_id, currency_id, due, amount, *terms in rows:
            owed = Decimal(amount)
            if key in credited:
                owed = max(ZERO, owed - credited[key])
            bearers.append(Bearer(key, company_id, currency_id, due, owed, *terms))
        return bearers, paid
