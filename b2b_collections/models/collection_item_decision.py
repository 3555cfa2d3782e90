from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import reasons

# Ids of decisions that hold today begin here; those of former ones stay below.
PRESENT = 1 << 30


class CollectionItemDecision(models.Model):
    """What was decided about items and when, the decision of today included.

    A query over former decisions (collection.item.past) and what stands on the items.
    """

    _name = "collection.item.decision"
    _description = "Decision about an Item"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "reason"
    _depends = {
        "collection.item": [
            *("company_id", "name", "verdict", "reason_code", "reason_detail"),
            *("next_level_id", "next_date", "level_id", "decided_on", "decision_run"),
            *("decision_date", "date_entry", "date_due"),
        ],
        "collection.item.past": [
            *("item_id", "name", "company", "next_level", "level", "run", "day"),
            *("day_end", "verdict", "reason_code", "reason_detail", "next_date"),
        ],
    }

    item_id = fields.Many2one("collection.item", readonly=True)
    name = fields.Char(string="Invoice", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one(related="item_id.partner_id", string="Debtor")
    day = fields.Date(string="From", readonly=True)
    day_end = fields.Date(
        string="Until", readonly=True, help="Empty: it is what is decided now."
    )
    verdict = fields.Selection(
        [
            ("chase", "To contact"),
            ("wait", "Waiting"),
            ("hold", "Held"),
            ("none", "Not chased"),
        ],
        string="Decision",
        readonly=True,
    )
    code = fields.Selection(
        selection=lambda self: self.env["collection.item"]._get_reason_labels(),
        string="Reason Group",
        readonly=True,
    )
    detail = fields.Char(readonly=True)
    level_id = fields.Many2one("collection.level", string="Next Level", readonly=True)
    until = fields.Date(string="Next Date", readonly=True)
    last_level_id = fields.Many2one(
        "collection.level", string="Level Reached", readonly=True
    )
    run_id = fields.Many2one(
        "collection.run", readonly=True, help="Empty: it was not a run that decided."
    )
    reason = fields.Char(compute="_compute_reason", help="In words.")
    as_of = fields.Date(
        store=False, search="_search_as_of", help="What was decided on that day."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT past.id, past.item_id, past.name, past.company AS company_id,
                   past.day, past.day_end, past.verdict, past.reason_code AS code,
                   past.reason_detail AS detail, next.id AS level_id,
                   past.next_date AS until, reached.id AS last_level_id,
                   run.id AS run_id
              FROM collection_item_past past
              LEFT JOIN collection_level next ON next.id = past.next_level
              LEFT JOIN collection_level reached ON reached.id = past.level
              LEFT JOIN collection_run run ON run.id = past.run
             UNION ALL
            SELECT item.id + %s, item.id, item.name, item.company_id,
                   COALESCE(item.decided_on, item.decision_date, item.date_entry,
                            item.date_due),
                   NULL, item.verdict, item.reason_code, item.reason_detail,
                   item.next_level_id, item.next_date, item.level_id, run.id
              FROM collection_item item
              LEFT JOIN collection_run run ON run.id = item.decision_run
             WHERE item.verdict IS NOT NULL
            """,
            PRESENT,
        )

    def _compute_reason(self):
        written = self._get_last_messages()
        for decision in self:
            item = decision.item_id
            decision.reason = self.env["collection.item"]._describe_reason(
                decision.code,
                level=decision.level_id,
                until=decision.until,
                detail=decision.detail,
                contact=item.contact_id,
                last_level=decision.last_level_id,
                gap=item.case_id.policy_id.min_gap_days,
                last_message=written.get(decision),
            )

    def _get_last_messages(self):
        """``{decision: day}`` of the last message before, where the words name it."""
        waiting = self.filtered(lambda own: own.code == reasons.WAIT_CONTACT)
        groups = self.env["collection.action"]._read_group(
            Domain("case_id", "in", waiting.item_id.case_id.ids)
            & Domain("channel", "in", ("mail", "letter", "sms"))
            & Domain("state", "in", ("queued", "to_print", "done")),
            ["case_id", "date:day"],
        )
        days = {}
        for case, day in groups:
            days.setdefault(case, []).append(day)
        return {
            decision: max(
                (day for day in days.get(decision.item_id.case_id, ())
                 if day <= decision.day),
                default=None,
            )
            for decision in waiting
        }  # fmt: skip

    @api.model
    def _search_as_of(self, operator, value):
        if operator != "in" or len(value) != 1:
            return NotImplemented
        (day,) = value
        return Domain("day", "<=", day) & (
            Domain("day_end", "=", False) | Domain("day_end", ">", day)
        )
