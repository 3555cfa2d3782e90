from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..core.ageing import MAX_EDGES

# Buckets are a month each, so that what is not paid rolls one bucket a month.
PERIOD = 30
SEGMENTS = [
    ("currency", "By currency"),
    ("country", "By country of the debtor"),
    ("none", "All together"),
]


class CollectionAllowance(models.Model):
    """Expected losses of the receivables of one company on one day: a kept version.

    core/roll_rates.py has the formula; collection_allowance_compute.py reads the
    ledger. What people set (factor, minimum, rates by hand, single debtors) stays when
    it is computed again, and is copied into the next version.
    """

    _name = "collection.allowance"
    _description = "Loss Allowance"
    _inherit = ["collection.own.thread"]
    _order = "date desc, version desc, id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        string="As Of",
        required=True,
        default=lambda self: self._default_date(),
        tracking=True,
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        [("draft", "Draft"), ("final", "Final")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    periods = fields.Integer(
        string="Months of History",
        default=12,
        required=True,
        help="Of 30 days each, back from the day of the allowance.",
    )
    bucket_count = fields.Integer(
        string="Overdue Buckets",
        default=4,
        required=True,
        help="Of 30 days each, before the last one, which is open: 4 makes 1–30, "
        "31–60, 61–90, 91–120 and over 120 days.",
    )
    segment_by = fields.Selection(
        SEGMENTS,
        string="Segments",
        default="currency",
        required=True,
        help="Each segment has loss rates of its own. By currency, its rates follow "
        "from the amounts in that currency, whatever the exchange rates did.",
    )
    factor = fields.Float(
        string="Forward-Looking Factor",
        default=1.0,
        required=True,
        tracking=True,
        help="1.1 for a tenth more losses than in the past, 1 for as many.",
    )
    factor_reason = fields.Text(
        string="Why This Factor", help="What is expected to differ from the past."
    )
    line_ids = fields.One2many(
        "collection.allowance.line",
        "allowance_id",
        domain=[("kind", "=", "bucket")],
        copy=True,
    )
    debtor_line_ids = fields.One2many(
        "collection.allowance.line",
        "allowance_id",
        string="Single Debtors",
        domain=[("kind", "=", "debtor")],
        copy=True,
    )
    history = fields.Json(readonly=True, copy=False)
    gaps = fields.Text(string="Thin History", readonly=True, copy=False)
    computed_on = fields.Datetime(readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        string="Made By",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    _version_unique = models.UniqueIndex("(company_id, date, version)")
    _limits = models.Constraint(
        f"CHECK (periods BETWEEN 1 AND 60 AND bucket_count BETWEEN 1 AND "
        f"{MAX_EDGES - 1} AND factor >= 0 AND factor <= 10)",
        "Months of History: 1 to 60. Overdue Buckets: 1 to 7. Forward-Looking Factor: "
        "0 to 10.",
    )

    @api.model
    def _default_date(self):
        """End of the last month."""
        today = self.env["collection.action"]._get_today()
        return fields.Date.subtract(today.replace(day=1), days=1)

    @api.depends("date", "version")
    def _compute_name(self):
        for allowance in self:
            allowance.name = self.env._(
                "Loss allowance %(date)s, version %(version)s",
                date=allowance.date,
                version=allowance.version,
            )

    @api.constrains("date")
    def _check_date(self):
        today = self.env["collection.action"]._get_today()
        if self.filtered(lambda one: one.date > today):
            raise ValidationError(
                self.env._("As Of: choose today or a day in the past.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        allowances = super().create(vals_list)
        for allowance in allowances:
            # Numbers follow from what there is, and are not to be entered.
            allowance.sudo().version = allowance._get_next_version()
        return allowances

    def _get_next_version(self):
        last = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date", "=", self.date),
                ("id", "!=", self.id),
            ],
            order="version desc",
            limit=1,
        )
        return last.version + 1

    def write(self, vals):
        if not self.env.su:
            self._check_draft()
        dated = self.filtered(lambda one: "date" in vals or "company_id" in vals)
        result = super().write(vals)
        for allowance in dated:
            allowance.sudo().version = allowance._get_next_version()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def _check_draft(self):
        for allowance in self:
            if allowance.state != "draft":
                raise UserError(
                    self.env._(
                        "%(allowance)s is final and stays as it is. Make a new version "
                        "of it.",
                        allowance=allowance.name,
                    )
                )

    def action_finalise(self):
        """Keep it as it is, for good."""
        self.check_access("write")
        self._check_draft()
        self._check_reasons()
        # The right was checked; states are nobody's to write.
        self.sudo().state = "final"

    def action_new_version(self):
        """A draft with all that people set in this one, computed anew."""
        self.ensure_one()
        new = self.copy()
        new.action_compute()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    def _check_reasons(self):
        """An auditor asks why people know better than the past."""
        for allowance in self:
            if not allowance.computed_on:
                raise UserError(
                    self.env._("%(name)s: compute it first.", name=allowance.name)
                )
            if allowance.factor != 1 and not (allowance.factor_reason or "").strip():
                raise UserError(
                    self.env._("Why This Factor: say what is expected to differ.")
                )
            allowance._check_line_reasons()

    def _check_line_reasons(self):
        lines = self.line_ids | self.debtor_line_ids
        for line in lines.filtered(lambda one: one.minimum or one.is_set):
            if not (line.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Reason: say why the rate of %(what)s is not that of the past.",
                        what=line.label,
                    )
                )
