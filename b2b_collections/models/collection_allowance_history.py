from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Date
from odoo.tools import SQL

from ..core import ageing, roll_rates
from ..core.decide import exact
from .collection_allowance import PERIOD

# What the segment of a row is, and which of its amounts count for the rates.
KEYS = {
    "currency": SQL("rows.currency_id"),
    "country": SQL("COALESCE(debtor.country_id, 0)"),
    "none": SQL("0"),
}


class CollectionAllowance(models.Model):
    """What the ledger says, day by day: one query for each month of history."""

    _inherit = "collection.allowance"

    def _get_days(self):
        """Oldest first; exactly a bucket apart, so that each debt rolls one further."""
        return [
            Date.subtract(self.date, days=PERIOD * number)
            for number in range(self.periods, -1, -1)
        ]

    def _read_month(self, day, without=()):
        """``{segment: {bucket: (amount for rates, amount in company currency)}}``

        Receivables of trade as the ageing has them on that day, credits not taken off.
        There is a bucket more than in the matrix: what entered the last one within a
        month.

        :param without: ids of debtors that are left out
        """
        edges = [PERIOD * number for number in range(1, self.bucket_count + 2)]
        report = (
            self.env["collection.ageing"]
            .with_context(allowed_company_ids=self.company_id.ids)
            ._with_ageing(day, ageing.DUE, ageing.format_days(edges))
        )
        self.env.flush_all()
        own = self.segment_by == "currency"
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(key)s AS segment, rows.bucket,
                       SUM(GREATEST(0, %(amount)s)), SUM(rows.amount_company)
                  FROM (%(rows)s) rows
                  LEFT JOIN res_partner debtor ON debtor.id = rows.partner_id
                 WHERE NOT rows.is_credit
                   AND rows.non_trade IS NOT TRUE
                   AND (rows.partner_id IS NULL OR rows.partner_id != ALL(%(without)s))
                 GROUP BY segment, rows.bucket
                """,
                key=KEYS[self.segment_by],
                amount=SQL("rows.amount" if own else "rows.amount_company"),
                rows=report._table_query,
                without=list(without) or [0],
            )
        )
        found = defaultdict(dict)
        for segment, bucket, amount, company in rows:
            found[segment][int(bucket)] = (exact(amount), exact(company))
        return found

    def _read_debtors(self, partners):
        """``{partner id: open in company currency}`` of single debtors."""
        report = (
            self.env["collection.ageing"]
            .with_context(allowed_company_ids=self.company_id.ids)
            ._with_ageing(self.date, ageing.DUE, "30")
        )
        rows = report._read_group(
            [
                ("partner_id", "in", partners.ids),
                ("is_credit", "=", False),
                ("non_trade", "=", False),
            ],
            ["partner_id"],
            ["amount_company:sum"],
        )
        return {partner.id: amount for partner, amount in rows}

    def _read_losses(self):
        """``{segment: (written off, before the last bucket, recovered)}``"""
        since = self._get_days()[0]
        last = PERIOD * self.bucket_count
        own = self.segment_by == "currency"
        self.env.flush_all()
        query = """
            SELECT segment, SUM(lost), SUM(early), SUM(back) FROM (
                SELECT %(key)s AS segment, %(lost)s AS lost,
                       CASE WHEN rows.date - line.date_due <= %(last)s
                            THEN %(lost)s ELSE 0 END AS early,
                       0 AS back
                  FROM collection_writeoff rows
                  JOIN collection_writeoff_line line ON line.writeoff_id = rows.id
                  JOIN res_partner debtor ON debtor.id = rows.partner_id
                 WHERE rows.company_id = %(company)s AND rows.state = 'posted'
                   AND rows.date > %(since)s AND rows.date <= %(until)s
                 UNION ALL
                SELECT %(key)s AS segment, 0, 0, %(back)s
                  FROM collection_writeoff_recovery rows
                  JOIN res_partner debtor ON debtor.id = rows.partner_id
                 WHERE rows.company_id = %(company)s AND rows.state = 'posted'
                   AND rows.date > %(since)s AND rows.date <= %(until)s
            ) found GROUP BY segment
            """
        rows = self.env.execute_query(
            SQL(
                query,
                key=KEYS[self.segment_by],
                lost=SQL("line.amount" if own else "line.amount_company"),
                back=SQL("rows.amount" if own else "rows.amount_company"),
                last=last,
                company=self.company_id.id,
                since=since,
                until=self.date,
            )
        )
        return {row[0]: tuple(map(exact, row[1:])) for row in rows}

    def _get_experience(self):
        """``{segment: (roll rates, loss in the last bucket, gaps, facts)}``

        Facts are what it follows from, as plain values, to be kept and shown.
        """
        days = self._get_days()
        months = [self._read_month(day) for day in days]
        losses = self._read_losses()
        segments = {segment for month in months for segment in month} | set(losses)
        return {
            segment: self._judge(
                [month.get(segment, {}) for month in months],
                losses.get(segment, (Decimal(0),) * 3),
                days,
            )
            for segment in segments
        }

    def _judge(self, months, losses, days):
        first = next((n for n, month in enumerate(months) if month), len(months) - 1)
        known = [self._fill(month) for month in months[first:]]
        entering = self.bucket_count + 1
        nothing = (Decimal(0), Decimal(0))
        written_off, early, recovered = losses
        entered = sum(
            (month.get(entering, nothing)[0] for month in months[first + 1 :]),
            Decimal(0),
        )
        ending = roll_rates.Ending(
            known[0][-1], entered + early, known[-1][-1], written_off, recovered
        )
        rolls = roll_rates.roll_rates(known)
        last = roll_rates.ending_loss(ending)
        facts = {
            "days": [str(day) for day in days[first:]],
            "months": [[str(amount) for amount in month] for month in known],
            "ending": {name: str(value) for name, value in ending._asdict().items()},
        }
        return rolls, last, roll_rates.find_gaps(known, rolls, last), facts

    def _fill(self, month):
        """A month as a list of balances; what entered the last bucket is in it."""
        nothing = (Decimal(0), Decimal(0))
        amounts = [
            month.get(bucket, nothing)[0] for bucket in range(self.bucket_count + 3)
        ]
        return [*amounts[:-2], amounts[-2] + amounts[-1]]
