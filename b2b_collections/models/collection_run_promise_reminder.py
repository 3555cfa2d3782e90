from odoo import models
from odoo.tools import SQL

from .collection_action_notice import Notice

REMINDER = "promise_reminder"


class CollectionRun(models.Model):
    """Debtors are reminded of what they promised, where their policy says so."""

    _inherit = "collection.run"

    def _get_cases_with_notices(self):
        found = self._find_promises_to_remind_of(SQL("TRUE"))
        return super()._get_cases_with_notices() | {case_id for _id, case_id in found}

    def _act_on_agreements(self, cases):
        super()._act_on_agreements(cases)
        found = self._find_promises_to_remind_of(
            SQL("promise.case_id = ANY(%s)", cases.ids)
        )
        promises = self.env["collection.promise"].browse(one for one, _case in found)
        sent = self.env["collection.action"]._send_notices(
            [Notice(promise.case_id, REMINDER, promise) for promise in promises]
        )
        # What the gate refused is tried again until the promised day has come.
        for promise, result in zip(promises, sent, strict=True):
            if not result.refusal:
                promise.reminded_on = self.date

    def _find_promises_to_remind_of(self, condition):
        """``[(promise id, case id)]`` due for a reminder on the day of the run.

        Not on the day on which a promise was made: the debtor has just spoken of it.
        """
        self.env["collection.promise"].flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT promise.id, promise.case_id
                  FROM collection_promise promise
                  JOIN collection_case held ON held.id = promise.case_id
                  JOIN collection_policy policy ON policy.id = held.policy_id
                 WHERE promise.company_id = %(company)s
                   AND promise.state = 'open'
                   AND promise.reminded_on IS NULL
                   AND policy.promise_reminder_days > 0
                   AND promise.date_made < %(date)s
                   AND promise.date_promised > %(date)s
                   AND promise.date_promised
                       <= %(date)s::date + policy.promise_reminder_days
                   AND promise.amount_missing > 0
                   AND held.state = 'open'
                   AND %(condition)s
                 ORDER BY promise.id
                """,
                company=self.company_id.id,
                date=self.date,
                condition=condition,
            )
        )
