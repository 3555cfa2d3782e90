from odoo import fields, models
from odoo.tools import SQL

from ..core.approvals import judge_risk
from ..core.quadrant import Known

# How far back payments and promises say something about today.
MONTHS = 12
PAYMENT_MONTHS = 3
WRITTEN = ("mail", "letter", "sms", "whatsapp")
REACHED = ("reached", "promised", "disputed")
# Last answer of each debtor, and the days on which we wrote to him since.
ANSWERS = """
    WITH answer AS (
        SELECT id AS case_id, (
               SELECT MAX(day) FROM (
                   SELECT action.date AS day FROM collection_action action
                    WHERE action.case_id = collection_case.id
                      AND action.outcome IN %(reached)s
                    UNION ALL
                   SELECT entry.moment::date FROM collection_journal_entry entry
                    WHERE entry.case_id = collection_case.id
                      AND entry.event = 'replied') AS known) AS day
          FROM collection_case WHERE id = ANY(%(cases)s))
    SELECT answer.case_id, answer.day, COUNT(DISTINCT action.date)
      FROM answer
      LEFT JOIN collection_action action
             ON action.case_id = answer.case_id
            AND action.state = 'done'
            AND action.channel IN %(written)s
            AND (answer.day IS NULL OR action.date > answer.day)
     GROUP BY answer.case_id, answer.day
"""
# Of what fell due in the last months: how much was due and how much is still open, and
# how many items are paid in part.
PAID = """
    SELECT item.case_id,
           SUM(line.balance) FILTER (WHERE line.date_maturity >= %(since)s),
           SUM(line.amount_residual) FILTER (WHERE line.date_maturity >= %(since)s),
           COUNT(*) FILTER (WHERE line.amount_residual > 0
                              AND line.amount_residual < line.balance)
      FROM collection_item item
      JOIN account_move_line line ON line.id = item.move_line_id
     WHERE item.case_id = ANY(%(cases)s)
       AND line.parent_state = 'posted'
       AND line.date_maturity <= %(today)s
       AND line.balance > 0
     GROUP BY item.case_id
"""


class CollectionCase(models.Model):
    """What is known of a debtor, for judging risk and how to deal with him."""

    _inherit = "collection.case"

    def _get_known(self):
        """``{case id: core.quadrant.Known}``, in a fixed number of queries."""
        today = self.env["collection.action"]._get_today()
        self.env.flush_all()
        answers = self._load_answers()
        paid = self._load_paid(today)
        promises = self._load_promises(today)
        plans = self._count_by_case("collection.plan", [("state", "=", "defaulted")])
        disputes = self._count_by_case(
            "collection.dispute", [("state", "in", ("new", "investigating"))]
        )
        known = {}
        for case in self:
            partner = case.partner_id.with_company(case.company_id)
            last, unanswered = answers.get(case.id, (None, 0))
            known[case.id] = Known(
                days_overdue=case.days_overdue,
                paid=paid.get(case.id, (None, 0))[0],
                part_payments=paid.get(case.id, (None, 0))[1],
                kept=promises.get((case.id, "kept"), 0),
                broken=promises.get((case.id, "broken"), 0),
                plans_defaulted=plans.get(case.id, 0),
                answer_days=(today - last).days if last else None,
                unanswered=unanswered,
                disputes=disputes.get(case.id, 0),
                trust=partner.trust or "normal",
                is_insolvent=bool(partner.collection_insolvent_since),
            )
        return known

    def _load_answers(self):
        """``{case id: (day of the last answer, messages since)}``"""
        rows = self.env.execute_query(
            SQL(ANSWERS, cases=self.ids, reached=REACHED, written=WRITTEN)
        )
        return {case_id: (day, count) for case_id, day, count in rows}

    def _load_paid(self, today):
        """``{case id: (part that was paid, items paid in part)}``"""
        since = fields.Date.subtract(today, months=PAYMENT_MONTHS)
        rows = self.env.execute_query(
            SQL(PAID, cases=self.ids, since=since, today=today)
        )
        return {
            case_id: (float(1 - rest / due) if due else None, parts)
            for case_id, due, rest, parts in rows
        }

    def _load_promises(self, today):
        """``{(case id, state): number of promises}`` of the last months."""
        since = fields.Date.subtract(today, months=MONTHS)
        # Of the debtor, whoever may see the case.
        rows = (
            self.env["collection.promise"]
            .sudo()
            ._read_group(
                [
                    ("case_id", "in", self.ids),
                    ("state", "in", ("kept", "broken")),
                    ("date_promised", ">=", since),
                ],
                ["case_id", "state"],
                ["__count"],
            )
        )
        return {(case.id, state): count for case, state, count in rows}

    def _count_by_case(self, model, domain):
        # As above.
        rows = (
            self.env[model]
            .sudo()
            ._read_group(
                [("case_id", "in", self.ids), *domain], ["case_id"], ["__count"]
            )
        )
        return {case.id: count for case, count in rows}

    def _get_risk(self):
        """Risk of the debtor of this case: ``low``, ``medium`` or ``high``."""
        self.ensure_one()
        known = self._get_known()[self.id]
        return judge_risk(known.days_overdue, known.broken, known.trust)[0]
