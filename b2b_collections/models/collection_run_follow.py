from odoo import models
from odoo.tools import SQL

from .collection_run_write import CONTACT_PROBLEMS

# Tracings that one run opens, the most pressing debtors first: what people can do
# before the next run. The others keep their turn.
TRACINGS_A_RUN = 100
# Days for which a debtor who was not found is left in peace.
TRACE_AGAIN_DAYS = 90


class CollectionRun(models.Model):
    """Last step of the run: whom no message reaches is searched for."""

    _inherit = "collection.run"

    def _follow_up(self):
        self._mark_unanswered()
        self._close_tracings()
        self._open_tracings()

    def _open_tracings(self):
        """Search for debtors of whom a due level reaches no contact at all.

        Notices before the due date open none: the reminder after it may go by post.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT held.id, MIN(item.id)
                  FROM collection_item item
                  JOIN collection_level level ON level.id = item.next_level_id
                  JOIN collection_case held ON held.id = item.case_id
                 WHERE item.company_id = %(company)s
                   AND item.state = 'open'
                   AND item.verdict = 'hold'
                   AND item.reason_code IN %(problems)s
                   AND level.days >= 0
                   AND NOT EXISTS (
                       SELECT 1 FROM collection_item other
                        WHERE other.case_id = item.case_id
                          AND other.state = 'open'
                          AND (other.verdict = 'chase'
                               OR other.pending_action_id IS NOT NULL))
                   AND NOT EXISTS (
                       SELECT 1 FROM collection_tracing tracing
                        WHERE tracing.case_id = item.case_id
                          AND (tracing.state = 'open'
                               OR tracing.state = 'not_found'
                              AND tracing.date_closed > %(date)s::date - %(rest)s))
                 GROUP BY held.id
                 ORDER BY held.priority DESC, held.id
                 LIMIT %(limit)s
                """,
                company=self.company_id.id,
                problems=CONTACT_PROBLEMS,
                date=self.date,
                rest=TRACE_AGAIN_DAYS,
                limit=TRACINGS_A_RUN,
            )
        )
        if not rows:
            return
        cases = self.env["collection.case"].browse(row[0] for row in rows)
        items = self.env["collection.item"].browse(row[1] for row in rows)
        words = dict(zip(cases, items.mapped(lambda item: item.reason), strict=True))
        cases._start_tracings(words, day=self.date)

    def _close_tracings(self):
        """End what nobody needs to search for any more."""
        open_ones = self.env["collection.tracing"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "open")]
        )
        settled = open_ones.filtered(lambda tracing: tracing.case_id.state == "closed")
        settled._close("dropped", self.env._("Everything is paid."), day=self.date)
        rest = (open_ones - settled).filtered(lambda tracing: not tracing.is_manual)
        problems = self.env["collection.item"]._read_group(
            [
                ("case_id", "in", rest.case_id.ids),
                ("state", "=", "open"),
                ("reason_code", "in", CONTACT_PROBLEMS),
            ],
            ["case_id"],
        )
        missed = {case.id for (case,) in problems}
        reached = rest.filtered(lambda tracing: tracing.case_id.id not in missed)
        words = self.env._("The contact data were corrected.")
        reached._close("found", words, day=self.date)
