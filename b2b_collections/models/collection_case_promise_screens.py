from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.decide import exact
from ..core.promise import BROKEN, OPEN, get_score

SCORES = """
    SELECT held.id, held.promise_score, held.promise_ended_count,
           held.promise_broken_count, COUNT(promise.kept_rate),
           COALESCE(SUM(promise.kept_rate), 0),
           COUNT(promise.id) FILTER (WHERE promise.state = %(broken)s)
      FROM collection_case held
      LEFT JOIN collection_promise promise
             ON promise.partner_id = held.partner_id
            AND promise.company_id = held.company_id
            AND promise.kept_rate IS NOT NULL
     WHERE held.state = 'open' AND %(condition)s
     GROUP BY held.id
    HAVING COUNT(promise.kept_rate) > 0 OR held.promise_ended_count > 0
"""


class CollectionCase(models.Model):
    """What a case shows of the promises of its debtor."""

    _inherit = "collection.case"

    promise_ids = fields.One2many("collection.promise", "case_id", readonly=True)
    promise_count = fields.Integer(
        compute="_compute_promise_count", string="Open Promises"
    )
    promise_date = fields.Date(
        compute="_compute_promise_count",
        search="_search_promise_date",
        string="Promised For",
        help="Next day for which the debtor has promised something.",
    )
    promise_ended_count = fields.Integer(
        string="Promises That Ended",
        readonly=True,
        help="Kept, partly kept or broken, of this debtor in this company.",
    )
    promise_broken_count = fields.Integer(string="Broken Promises", readonly=True)
    promise_score = fields.Float(
        readonly=True,
        digits=(5, 1),
        aggregator="avg",
        help="What the word of the debtor is worth, 0 to 100: the share of promises "
        "that were kept, as if one more had been kept and one more broken. One kept: "
        "67, one broken: 33, nine of ten kept: 83.",
    )

    @api.depends("promise_ids.state", "promise_ids.date_promised")
    def _compute_promise_count(self):
        found = {
            case: (count, first)
            for case, count, first in self.env["collection.promise"]._read_group(
                Domain("case_id", "in", self.ids) & Domain("state", "=", OPEN),
                ["case_id"],
                ["__count", "date_promised:min"],
            )
        }
        for case in self:
            case.promise_count, case.promise_date = found.get(case, (0, False))

    def _search_promise_date(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        return Domain(
            "promise_ids",
            "any",
            Domain("state", "=", OPEN) & Domain("date_promised", operator, value),
        )

    @api.model
    def _update_promise_scores(self, condition):
        """Counters and score of open cases, written where they changed.

        :param condition: SQL on collection_case ``held``
        """
        self.env.flush_all()
        rows = self.env.execute_query(SQL(SCORES, condition=condition, broken=BROKEN))
        changes = []
        for case_id, *known, count, kept, broken in rows:
            score = round(float(get_score(exact(kept), count)), 1) if count else None
            if [score, count, broken] != known:
                changes.append((case_id, score, count, broken))
        if not changes:
            return
        self.env.cr.execute_values(
            """
            UPDATE collection_case held
               SET promise_score = new.score,
                   promise_ended_count = new.count,
                   promise_broken_count = new.broken
              FROM (VALUES %s) AS new (id, score, count, broken)
             WHERE held.id = new.id
            """,
            changes,
            "(%s, %s::float, %s, %s)",
            page_size=len(changes),
        )
        self.invalidate_model(
            ["promise_score", "promise_ended_count", "promise_broken_count"],
            flush=False,
        )

    def _get_agreement_stages(self):
        stages = super()._get_agreement_stages()
        running = self.env["collection.promise"]._read_group(
            Domain("case_id", "in", self.ids) & Domain("state", "=", OPEN), ["case_id"]
        )
        for (case,) in running:
            stages.setdefault(case.id, set()).add("promised")
        return stages

    def _get_promise_proposal(self):
        """Items that a promise is likely to be about: what is overdue, or else all
        that is open, of the currency in which most is owed.
        """
        self.ensure_one()
        items = self.item_ids.filtered(lambda item: item.state == "open")
        today = self.env["collection.action"]._get_today()
        items = items.filtered(lambda item: item.date_due < today) or items
        return max(
            items.grouped("currency_id").values(),
            key=lambda same: sum(same.mapped("amount_residual_company")),
            default=items,
        )

    def action_view_promises(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "b2b_collections.collection_promise_action"
        )
        action["domain"] = [("case_id", "in", self.ids)]
        action["context"] = {}
        return action
