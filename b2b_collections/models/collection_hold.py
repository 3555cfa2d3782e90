from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class CollectionHold(models.Model):
    """Dunning of a case, an item or an amount of an item pauses for some days.

    One hold per item: each is paid, released and counted for itself. Set by
    ``collection.case._hold`` and changed by the methods of collection_hold_set.py
    alone, which check who may do so and write the journal; nobody has write access.
    """

    _name = "collection.hold"
    _description = "Collection Hold"
    _inherit = ["collection.own.thread"]
    _order = "date_until, id"
    _check_company_auto = True
    _mail_post_access = "read"

    case_id = fields.Many2one(
        "collection.case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    collector_id = fields.Many2one(related="case_id.user_id", string="Collector")
    item_id = fields.Many2one(
        "collection.item",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the whole case, with the items that are still to come.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        readonly=True,
        help="Of the item. Of a whole case: empty if it has items in several.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        string="Part of the Item",
        tracking=True,
        aggregator=None,
        help="In the currency of the item; 0: all of it.",
    )
    amount_open = fields.Monetary(
        string="Open When Set",
        aggregator=None,
        help="Open amount of the item when the hold was set, or when a payment was "
        "last reported to its author.",
    )
    amount_held = fields.Monetary(
        string="On Hold",
        help="What this hold keeps back as of the last decision. Where holds overlap, "
        "the longest counts, so that nothing is counted twice.",
    )
    amount_held_company = fields.Monetary(
        string="On Hold (Company)", currency_field="company_currency_id"
    )
    reason_id = fields.Many2one(
        "collection.hold.reason", required=True, ondelete="restrict", tracking=True
    )
    note = fields.Text()
    date_from = fields.Date(string="From", required=True)
    date_until = fields.Date(
        string="Review Date",
        tracking=True,
        index=True,
        help="Last day of the hold; on the day after it dunning goes on.",
    )
    user_id = fields.Many2one(
        "res.users", string="Set By", required=True, ondelete="restrict"
    )
    source = fields.Selection(
        [("manual", "By hand"), ("system", "By the system")],
        default="manual",
        required=True,
    )
    ended_on = fields.Date(
        help="First day without the hold, once it was released or settled."
    )
    end_kind = fields.Selection(
        [
            ("released", "Released"),
            ("settled", "Paid or credited"),
            ("expired", "Review date passed"),
        ],
        string="Ended Because",
        tracking=True,
    )
    released_by_id = fields.Many2one("res.users", ondelete="restrict")
    release_reason = fields.Char(tracking=True)
    activity_id = fields.Many2one(
        "mail.activity", ondelete="set null", help="Task to look again."
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("active", "Active"),
            ("ended", "Ended"),
            ("released", "Released"),
        ],
        compute="_compute_state",
        search="_search_state",
    )

    _running_idx = models.Index("(company_id, date_until) WHERE end_kind IS NULL")

    @api.depends("date_from", "date_until", "end_kind")
    @api.depends_context("collection_date", "tz")
    def _compute_state(self):
        today = self.env["collection.action"]._get_today()
        for hold in self:
            if hold.end_kind:
                hold.state = "released" if hold.end_kind == "released" else "ended"
            elif hold.date_until and hold.date_until < today:
                hold.state = "ended"
            else:
                is_ahead = hold.date_from and hold.date_from > today
                hold.state = "planned" if is_ahead else "active"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["collection.action"]._get_today()
        running = Domain("end_kind", "=", False) & (
            Domain("date_until", "=", False) | Domain("date_until", ">=", today)
        )
        released = Domain("end_kind", "=", "released")
        domains = {
            "planned": running & Domain("date_from", ">", today),
            "active": running & Domain("date_from", "<=", today),
            "ended": ~running & ~released,
            "released": released,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("item_id", "case_id", "reason_id")
    def _compute_display_name(self):
        for hold in self:
            hold.display_name = self.env._(
                "%(what)s: %(reason)s",
                what=hold._get_scope_name(),
                reason=hold.reason_id.name or "",
            )

    def _get_scope_name(self):
        self.ensure_one()
        return self.item_id.name or self.env._(
            "All of %(debtor)s", debtor=self.partner_id.name or ""
        )

    @api.constrains("date_from", "date_until", "source")
    def _check_dates(self):
        for hold in self:
            if hold.source == "manual" and not hold.date_until:
                raise ValidationError(
                    self.env._(
                        "Review date: a hold set by hand needs one. Choose the day on "
                        "which you want to look again."
                    )
                )
            if hold.date_until and hold.date_until < hold.date_from:
                raise ValidationError(
                    self.env._(
                        "Review date: the hold would end on %(until)s, before it "
                        "begins on %(start)s. Choose a review date on or after the "
                        "first day.",
                        until=format_date(self.env, hold.date_until),
                        start=format_date(self.env, hold.date_from),
                    )
                )

    @api.constrains("case_id", "item_id")
    def _check_item(self):
        for hold in self.filtered("item_id"):
            if hold.item_id.company_id != hold.company_id:
                raise ValidationError(
                    self.env._(
                        "Item: %(item)s belongs to another company than the case. Set "
                        "the hold on the case of that company.",
                        item=hold.item_id.name,
                    )
                )
            if hold.item_id.case_id != hold.case_id:
                raise ValidationError(
                    self.env._(
                        "Item: %(item)s belongs to another case. Set the hold on the "
                        "case of %(debtor)s.",
                        item=hold.item_id.name,
                        debtor=hold.item_id.partner_id.name,
                    )
                )

    @api.constrains("amount", "item_id")
    def _check_amount(self):
        for hold in self:
            if hold.amount and not hold.item_id:
                raise ValidationError(
                    self.env._(
                        "Amount: only a part of one item can be held. Choose that "
                        "item, or leave the amount empty to hold all of the case."
                    )
                )
            if hold.amount < 0:
                raise hold._get_amount_error()

    def _get_amount_error(self):
        return ValidationError(
            self.env._(
                "Amount: what is held must be more than 0. Enter the part of the item "
                "to hold, or leave the amount empty to hold all of it."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if any(hold.state != "planned" for hold in self):
            raise UserError(
                self.env._(
                    "A hold that was in force is part of the history: release it "
                    "instead. Only one that has not begun can be deleted."
                )
            )

    def unlink(self):
        self._check_may_change()
        cases = self.case_id
        self._record_holds("hold_released", self.env._("Deleted before it began"))
        # Who may delete a hold may settle its task.
        self.sudo()._close_review()
        result = super().unlink()
        cases._after_hold_change(self.env._("A hold was changed."))
        return result
