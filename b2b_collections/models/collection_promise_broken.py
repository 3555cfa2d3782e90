from odoo import models
from odoo.tools import SQL, format_amount, format_date

from ..core.holds import ONE_DAY
from ..core.promise import BROKEN, PARTLY_KEPT

TASK = "b2b_collections.mail_act_promise"
FAILED = (BROKEN, PARTLY_KEPT)
COME_BACK = """
    UPDATE collection_item item
       SET comeback = new.comeback, comeback_on = new.day
      FROM (VALUES %s) AS new (promise_id, comeback, day)
      JOIN collection_promise_line line ON line.promise_id = new.promise_id
     WHERE item.id = line.item_id
       AND item.state = 'open'
       AND line.amount > 0
"""
# What a broken promise brought about, now that it was kept after all.
STAY = """
    UPDATE collection_item item
       SET comeback = NULL, comeback_on = NULL
      FROM collection_promise_line line
      JOIN collection_promise promise ON promise.id = line.promise_id
     WHERE promise.id = ANY(%s)
       AND item.id = line.item_id
       AND item.comeback_on = promise.date_last + 1
"""


class CollectionPromise(models.Model):
    """The consequences of a promise that was not, or not wholly, kept."""

    _inherit = "collection.promise"

    def _follow_broken(self, before, day):
        """Tasks for the collectors, and how the items come back in.

        :param before: ``{promise: state before}`` of these promises
        """
        failed = self.filtered(lambda promise: promise.state in FAILED)
        fresh = failed.filtered(lambda promise: before[promise] not in FAILED)
        mended = self.filtered(
            lambda promise: promise.state not in FAILED and before[promise] in FAILED
        )
        fresh._come_back_in()
        mended._stay()
        mended._close_broken_tasks()
        tasks = {
            case: promises._describe_broken()
            for case, promises in fresh.grouped("case_id").items()
            if case.state == "open"
        }
        if tasks:
            self.env["collection.case"]._plan_quietly(TASK, tasks, day)

    def _come_back_in(self):
        """The items of a promise that failed come back in as their policy says."""
        rows = [
            SQL(
                "(%s, %s, %s::date)",
                promise.id,
                comeback,
                promise.date_last + ONE_DAY,
            )
            for promise in self
            if (comeback := promise.case_id.policy_id._get_comeback())
        ]
        if rows:
            self._update_items(SQL(COME_BACK, SQL(", ").join(rows)))

    def _stay(self):
        if self:
            self._update_items(SQL(STAY, self.ids))

    def _update_items(self, query):
        self.env["collection.item"].flush_model(["comeback", "comeback_on"])
        self.env.cr.execute(query)
        self.env["collection.item"].invalidate_model(
            ["comeback", "comeback_on"], flush=False
        )

    def _describe_broken(self):
        """Summary and note of the task about these promises of one case."""
        is_broken = BROKEN in self.mapped("state")
        summary = (
            self.env._("Promise broken: call the debtor")
            if is_broken
            else self.env._("Promise kept in part: ask for the rest")
        )
        lines = [
            self.env._(
                "%(amount)s promised for %(date)s: %(paid)s paid, %(missing)s missing",
                amount=format_amount(self.env, promise.amount, promise.currency_id),
                date=format_date(self.env, promise.date_promised),
                paid=format_amount(self.env, promise.amount_paid, promise.currency_id),
                missing=format_amount(
                    self.env, promise.amount_missing, promise.currency_id
                ),
            )
            for promise in self
        ]
        if self.case_id.amount_credit:
            lines.append(
                self.env._(
                    "There are unmatched credits: see first whether one of them is "
                    "the payment"
                )
            )
        return summary, "; ".join(lines)

    def _close_broken_tasks(self):
        """Nothing is left to be asked where a payment was only entered late."""
        if not self:
            return
        still_failed = self.search(
            [
                ("case_id", "in", self.case_id.ids),
                ("state", "in", FAILED),
                ("date_last", ">=", min(self.mapped("date_last"))),
            ]
        )
        cases = (self.case_id - still_failed.case_id).ids
        if cases:
            self.env["mail.activity"].search(
                [
                    ("res_model", "=", "collection.case"),
                    ("res_id", "in", cases),
                    ("activity_type_id", "=", self.env.ref(TASK).id),
                    ("automated", "=", True),
                ]
            ).unlink()
