from odoo import api, fields, models

from ..core import roll_rates
from ..core.decide import exact


class CollectionAllowanceLine(models.Model):
    """A bucket of a segment, or a single debtor: its rates and its allowance.

    Rates are fractions, amounts in company currency unless they say otherwise.
    """

    _name = "collection.allowance.line"
    _description = "Line of a Loss Allowance"
    _order = "allowance_id, kind, segment, bucket, id"
    _rec_name = "label"

    allowance_id = fields.Many2one(
        "collection.allowance",
        string="Version",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="allowance_id.company_id", store=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    date = fields.Date(related="allowance_id.date", store=True)
    kind = fields.Selection(
        [("bucket", "Bucket"), ("debtor", "Single debtor")],
        default="bucket",
        required=True,
    )
    segment = fields.Char(readonly=True)
    segment_key = fields.Integer(readonly=True)
    bucket = fields.Integer(readonly=True, aggregator=None)
    partner_id = fields.Many2one("res.partner", string="Debtor", ondelete="restrict")
    label = fields.Char(compute="_compute_label")
    bucket_label = fields.Char(readonly=True, string="Days Overdue")
    currency_id = fields.Many2one("res.currency", readonly=True)
    balance = fields.Monetary(
        string="Open", readonly=True, help="In the currency of the segment."
    )
    balance_company = fields.Monetary(
        string="Open (Company Currency)",
        currency_field="company_currency_id",
        readonly=True,
    )
    roll_rate = fields.Float(
        readonly=True,
        aggregator=None,
        digits=(9, 6),
        help="Part of it that is still open a month later, one bucket further.",
    )
    loss_rate = fields.Float(
        readonly=True,
        aggregator=None,
        digits=(9, 6),
        help="Product of the roll rates up to the last bucket and the loss there.",
    )
    minimum = fields.Float(
        digits=(9, 6),
        aggregator=None,
        help="At least this rate, whatever the past says.",
    )
    is_set = fields.Boolean(string="By Hand", help="The rate is set by a person.")
    rate_set = fields.Float(string="Rate by Hand", digits=(9, 6), aggregator=None)
    reason = fields.Char(help="Why the rate is not that of the past.")
    rate = fields.Float(
        string="Rate Applied",
        compute="_compute_rate",
        store=True,
        digits=(9, 6),
        aggregator=None,
    )
    amount = fields.Monetary(
        string="Allowance",
        currency_field="company_currency_id",
        compute="_compute_rate",
        store=True,
    )

    _bucket_unique = models.UniqueIndex(
        "(allowance_id, segment_key, bucket) WHERE kind = 'bucket'"
    )
    _debtor_unique = models.UniqueIndex(
        "(allowance_id, partner_id) WHERE kind = 'debtor'",
        "This debtor is in the list already.",
    )
    _rates_are_fractions = models.Constraint(
        "CHECK (minimum BETWEEN 0 AND 1 AND rate_set BETWEEN 0 AND 1)",
        "Rates: enter 0 to 100 %.",
    )

    @api.depends("kind", "segment", "bucket_label", "partner_id")
    def _compute_label(self):
        for line in self:
            is_debtor = line.kind == "debtor"
            parts = (line.segment, line.bucket_label)
            words = ", ".join(filter(None, parts))
            line.label = line.partner_id.display_name if is_debtor else words

    @api.depends(
        "loss_rate", "minimum", "is_set", "rate_set", "balance_company", "kind"
    )
    @api.depends("allowance_id.factor")
    def _compute_rate(self):
        for line in self:
            by_hand = line.is_set or line.kind == "debtor"
            rate = roll_rates.final_rate(
                exact(line.loss_rate),
                exact(line.allowance_id.factor),
                exact(line.minimum),
                exact(line.rate_set) if by_hand else None,
            )
            step = exact(line.company_currency_id.rounding or 0.01)
            amount = roll_rates.allowance(exact(line.balance_company), rate, step)
            line.rate, line.amount = float(rate), float(amount)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_may_change()
        return lines

    def write(self, vals):
        self._check_may_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_may_change()

    def _check_may_change(self):
        if not self.env.su:
            self.allowance_id._check_draft()
