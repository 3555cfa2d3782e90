from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CollectionOffer(models.Model):
    """What was offered to a debtor, or by him, and what came of it.

    Entered by hand, and for payment plans by themselves. For our own people only.
    """

    _name = "collection.offer"
    _description = "Offer"
    _order = "date desc, id desc"
    _check_company_auto = True

    case_id = fields.Many2one(
        "collection.case",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        related="case_id.partner_id", store=True, string="Debtor"
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )
    made_by = fields.Selection(
        [("us", "By us"), ("debtor", "By the debtor")], default="us", required=True
    )
    kind = fields.Selection(
        [
            ("lump_sum", "One payment"),
            ("discount", "Settlement with discount"),
            ("plan", "Payment plan"),
            ("other", "Something else"),
        ],
        required=True,
        default="lump_sum",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount = fields.Monetary(help="To be paid in all.", aggregator=None)
    instalments = fields.Integer(aggregator=None)
    discount = fields.Float(help="Part of the debt that is given up.", aggregator=None)
    terms = fields.Char(help="E.g. half at once, the rest at the end of March.")
    answer = fields.Selection(
        [
            ("waiting", "No answer yet"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("countered", "Counter-offer"),
            ("dropped", "Dropped"),
        ],
        default="waiting",
        required=True,
    )
    answer_note = fields.Char(string="What Was Said")
    answered_on = fields.Date(compute="_compute_answered_on", store=True)
    user_id = fields.Many2one(
        "res.users",
        string="Noted By",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    plan_id = fields.Many2one(
        "collection.plan",
        string="Payment Plan",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    _discount_sane = models.Constraint(
        "CHECK (discount BETWEEN 0 AND 1)", "Discount: from 0 to 100 %."
    )
    _numbers_positive = models.Constraint(
        "CHECK (amount >= 0 AND instalments >= 0)",
        "Amount and instalments cannot be negative.",
    )

    @api.depends("case_id")
    def _compute_currency_id(self):
        for offer in self:
            offer.currency_id = offer.currency_id or offer.company_id.currency_id

    @api.depends("answer")
    def _compute_answered_on(self):
        today = self.env["collection.action"]._get_today()
        for offer in self:
            offer.answered_on = offer.answer != "waiting" and today

    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for offer in self:
            offer.display_name = kinds.get(offer.kind, "")

    @api.constrains("date")
    def _check_date(self):
        today = self.env["collection.action"]._get_today()
        for offer in self:
            if offer.date > today:
                raise ValidationError(
                    self.env._(
                        "Date: an offer is noted when it has been made. Choose today "
                        "or an earlier day."
                    )
                )
