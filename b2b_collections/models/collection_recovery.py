from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..core import ageing
from ..core.recovery import Group
from .collection_item_settled import MONEY_JOURNALS

# One row for each item and age bucket that it reached: what was open on its first day
# and what came in since, all in company currency and as of a day. An item counts once
# it has had the days of the horizon, paid or not: if what is paid counted sooner than
# what is open, young debts would all look as if they were paid.
# Money is what comes through bank and cash, and what an agency has received for us.
FACTS = """
    WITH item AS (
        SELECT item.id, item.date_due, item.partner_id, line.id AS line_id,
               line.balance
          FROM collection_item item
          JOIN account_move_line line ON line.id = item.move_line_id
         WHERE item.company_id = %(company)s
           AND line.parent_state = 'posted'
           AND line.balance > 0
           AND item.date_due < %(day)s
    ), settled AS (
        SELECT partial.debit_move_id AS line_id, line.date, partial.amount,
               move.move_type != 'out_refund'
               AND (journal.type IN %(money)s OR receipt.move_id IS NOT NULL)
               AS is_money
          FROM item
          JOIN account_partial_reconcile partial
            ON partial.debit_move_id = item.line_id
          JOIN account_move_line line ON line.id = partial.credit_move_id
          JOIN account_move move ON move.id = line.move_id
          JOIN account_journal journal ON journal.id = line.journal_id
          LEFT JOIN (SELECT DISTINCT move_id FROM collection_placement_receipt
                      WHERE move_id IS NOT NULL) receipt
            ON receipt.move_id = move.id
         WHERE line.date <= %(day)s
    ), fact AS (
        SELECT item.id, item.partner_id, start.key,
               item.balance - COALESCE(SUM(settled.amount) FILTER (
                   WHERE settled.date < item.date_due + start.age), 0) AS amount,
               COALESCE(SUM(settled.amount) FILTER (
                   WHERE settled.is_money
                     AND settled.date >= item.date_due + start.age), 0) AS recovered,
               COALESCE(SUM(settled.amount
                            * (settled.date - item.date_due - start.age)) FILTER (
                   WHERE settled.is_money
                     AND settled.date >= item.date_due + start.age), 0) AS money_days
          FROM item
          JOIN unnest(%(keys)s, %(ages)s) AS start (key, age)
            ON item.date_due + start.age + %(horizon)s <= %(day)s
          LEFT JOIN settled ON settled.line_id = item.line_id
         GROUP BY item.id, item.partner_id, item.balance, item.date_due, start.key,
                  start.age
    )
    SELECT fact.key, GREATEST(FLOOR(LOG(fact.amount)), 0)::int, partner.country_id,
           COUNT(*), SUM(fact.amount), SUM(fact.amount * fact.amount),
           SUM(fact.recovered), SUM(fact.money_days)
      FROM fact
      JOIN res_partner partner ON partner.id = fact.partner_id
     WHERE fact.amount > 0
     GROUP BY 1, 2, 3
"""


class CollectionRecovery(models.AbstractModel):
    """What the own ledger says of what was recovered, by age and segment."""

    _name = "collection.recovery"
    _description = "Recovery by Age and Segment"

    def _load_groups(self, company, day, horizon):
        """List of :class:`..core.recovery.Group`, in one query.

        Whoever calls has checked that the user may work with these figures: they are
        sums over all debtors of the company.

        :param day: as of which
        :param horizon: days that a debt must have had to be paid before it counts
        """
        edges = ageing.parse_days(company.collection_bucket_days)
        starts = dict(
            zip(
                [bucket.key for bucket in ageing.buckets(edges)][1:],
                ageing.bucket_starts(edges),
                strict=True,
            )
        )
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                FACTS,
                company=company.id,
                day=day,
                horizon=horizon,
                money=MONEY_JOURNALS,
                keys=list(starts),
                ages=list(starts.values()),
            )
        )
        return [
            Group((key, band, country_id), count, *map(Decimal, sums))
            for key, band, country_id, count, *sums in rows
        ]
