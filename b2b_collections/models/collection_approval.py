from odoo import api, fields, models
from odoo.fields import Domain

from ..core.approvals import RISKS

PENDING, APPROVED = "pending", "approved"
COLLECTOR = "b2b_collections.group_collections_user"
MANAGER = "b2b_collections.group_collections_manager"


class CollectionApproval(models.Model):
    """A request to approve something, with its facts as they were, and what became
    of it. Made by ``_request_approval`` of collection.approval.mixin and decided by
    the methods of collection_approval_decide.py alone, which check who may do so.
    """

    _name = "collection.approval"
    _description = "Approval"
    _inherit = ["collection.own.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="What", required=True, readonly=True)
    subject = fields.Selection(
        [
            ("plan", "Payment plan"),
            ("placement", "Placement with an agency"),
            ("writeoff", "Write-off"),
        ],
        string="Kind",
        required=True,
        readonly=True,
    )
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    case_id = fields.Many2one(
        "collection.case",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    rule_id = fields.Many2one(
        "collection.approval.rule", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            (PENDING, "Waiting"),
            (APPROVED, "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("void", "Void"),
        ],
        default=PENDING,
        required=True,
        readonly=True,
        tracking=True,
        help="Void: what was asked for or approved has been changed since.",
    )
    amount = fields.Monetary(readonly=True, help="In company currency.")
    days = fields.Integer(
        readonly=True, aggregator="max", help="From the request to the last payment."
    )
    discount = fields.Float(readonly=True, aggregator="max", help="As a fraction.")
    risk = fields.Selection("_get_risks", readonly=True)
    needed = fields.Integer(string="Approvals Needed", readonly=True, aggregator=None)
    causes = fields.Text(string="Why", readonly=True)
    note = fields.Text(string="Remark", readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Requested By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    maker_ids = fields.Many2many(
        "res.users",
        string="Made By",
        readonly=True,
        help="Who made it or asks for it, and so may not approve it.",
    )
    requested_on = fields.Datetime(string="Requested", readonly=True)
    settled_on = fields.Datetime(string="Decided", readonly=True)
    outcome = fields.Text(string="Reason", readonly=True, help="Why not, in words.")
    terms = fields.Text(readonly=True, help="What exactly was asked for, as JSON.")
    terms_digest = fields.Char(readonly=True)
    decision_ids = fields.One2many(
        "collection.approval.decision", "approval_id", readonly=True
    )
    missing = fields.Integer(
        string="Still Needed", compute="_compute_missing", help="Approvals."
    )
    waits_for_me = fields.Boolean(
        compute="_compute_waits_for_me", search="_search_waits_for_me"
    )
    who = fields.Char(compute="_compute_who", string="Waits For")

    _pending_unique = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'",
        "This waits for approval already.",
    )
    _record_idx = models.Index("(res_model, res_id)")

    def _get_risks(self):
        labels = {
            "low": self.env._("Low"),
            "medium": self.env._("Medium"),
            "high": self.env._("High"),
        }
        return [(risk, labels[risk]) for risk in RISKS]

    @api.depends("needed", "decision_ids.verdict", "state")
    def _compute_missing(self):
        for approval in self:
            given = approval.decision_ids.filtered(lambda d: d.verdict == APPROVED)
            is_open = approval.state == PENDING
            approval.missing = max(0, approval.needed - len(given)) if is_open else 0

    @api.depends("state", "decision_ids")
    @api.depends_context("uid")
    def _compute_waits_for_me(self):
        answers = self._get_answers(self.env.user)
        for approval in self:
            approval.waits_for_me = (
                approval.state == PENDING and answers[approval].seat is not None
            )

    def _search_waits_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        # What waits is little: the rest is history.
        waiting = self.search([("state", "=", PENDING)])
        return Domain("id", "in", waiting.filtered("waits_for_me").ids)

    @api.depends("state", "decision_ids")
    def _compute_who(self):
        for approval in self:
            people = approval._get_candidates() if approval.state == PENDING else ()
            approval.who = ", ".join(people.mapped("name")) if people else False

    def _get_record(self):
        """What is to be approved."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def action_open_record(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()
