from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("submitted", "To Approve"),
    ("approved", "Approved"),
    ("signed", "Signed"),
    ("active", "Active"),
    ("completed", "Completed"),
    ("defaulted", "Defaulted"),
    ("cancelled", "Cancelled"),
    ("replaced", "Replaced"),
]
# What is agreed upon or being agreed upon: no item may be in two of these.
LIVE = ("proposed", "submitted", "approved", "signed", "active")
# What a new version is until it takes the place of the old one.
IN_PREPARATION = ("draft", "proposed", "submitted", "approved", "signed")


class CollectionPlan(models.Model):
    """Instalments over open items of one debtor in one currency.

    A plan lies over the ledger: invoices and their due dates stay as they are. Made
    and changed as a draft only; what was agreed upon is changed by a new version
    (collection_plan_version.py), and its state by the methods of
    collection_plan_life.py.
    """

    _name = "collection.plan"
    _description = "Payment Plan"
    _inherit = [
        "portal.mixin",
        "collection.own.thread",
        "mail.activity.mixin",
        "collection.notice.source",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    case_id = fields.Many2one(
        "collection.case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="case_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="case_id.partner_id",
        store=True,
        index=True,
        precompute=True,
        string="Debtor",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        help="Of all items of the plan; items in another currency need their own.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Made By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
        tracking=True,
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    item_ids = fields.One2many("collection.plan.item", "plan_id", copy=False)
    line_ids = fields.One2many("collection.plan.line", "plan_id", copy=False)
    date_start = fields.Date(
        string="Agreed On",
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
        help="Interest counts from that day.",
    )
    date_proposed = fields.Date(readonly=True, copy=False)
    date_signed = fields.Date(readonly=True, copy=False, string="Signed On")
    signed_by = fields.Char(readonly=True, copy=False)
    date_active = fields.Date(readonly=True, copy=False, string="Active Since")
    date_ended = fields.Date(
        readonly=True, copy=False, help="Completed, in default, cancelled or replaced."
    )
    end_reason = fields.Char(readonly=True, copy=False, string="Ended Because")
    note = fields.Text(string="Terms Agreed", help="Stands in the agreement.")

    _live_idx = models.Index("(company_id, case_id) WHERE state = 'active'")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("name"):
                sequence = self.env["ir.sequence"]
                vals["name"] = sequence.next_by_code("collection.plan")
        return super().create(vals_list)

    def _compute_access_url(self):
        for plan in self:
            plan.access_url = f"/my/collections/plan/{plan.id}"
