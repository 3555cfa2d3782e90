from odoo import fields, models
from odoo.exceptions import ValidationError

NATURES = [
    ("court", "Court claim"),
    ("insolvency", "Insolvency"),
    ("mediation", "Mediation"),
    ("other", "Other"),
]


class CollectionMatterKind(models.Model):
    """A kind of legal matter, with its usual steps: a template, not legal advice."""

    _name = "collection.matter.kind"
    _description = "Kind of Legal Matter"
    _order = "sequence, id"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: all companies.")
    country_id = fields.Many2one(
        "res.country", help="Where it is known; empty: anywhere. For information."
    )
    nature = fields.Selection(
        NATURES,
        required=True,
        default="court",
        help="Opening an insolvency stops all contact with the debtor.",
    )
    needs_manager = fields.Boolean(
        string="Managers File",
        default=True,
        help="It costs money: only a collections manager files it, with its estimated "
        "costs.",
    )
    rests_dunning = fields.Boolean(
        string="Our Dunning Rests",
        default=True,
        help="From filing until it is closed, our own messages about its items rest, "
        "where the company's settings say so.",
    )
    limit_currency_id = fields.Many2one("res.currency", string="Currency of the Limit")
    limit_amount = fields.Monetary(
        string="Highest Claim",
        currency_field="limit_currency_id",
        help="Claims above it cannot be filed as this kind; 0: no limit.",
    )
    source = fields.Char(help="Statute or rule that limit and steps were taken from.")
    note = fields.Text(translate=True, string="Good to Know")
    step_ids = fields.One2many(
        "collection.matter.kind.step", "kind_id", string="Usual Deadlines", copy=True
    )

    def _check_limit(self, amounts):
        """Refuse a claim that is too high for this kind.

        :param amounts: ``{currency: claimed}``; other currencies than that of the
            limit are for the lawyer to judge
        """
        self.ensure_one()
        currency = self.limit_currency_id
        claimed = amounts.get(currency, 0.0)
        if (
            currency
            and self.limit_amount
            and currency.compare_amounts(claimed, self.limit_amount) > 0
        ):
            raise ValidationError(
                self.env._(
                    "Claim: %(claimed)s is more than the %(limit)s that %(kind)s is "
                    "for. Choose another kind, or claim less.",
                    claimed=currency.format(claimed),
                    limit=currency.format(self.limit_amount),
                    kind=self.name,
                )
            )


class CollectionMatterKindStep(models.Model):
    _name = "collection.matter.kind.step"
    _description = "Usual Deadline of a Legal Matter"
    _order = "sequence, id"

    kind_id = fields.Many2one(
        "collection.matter.kind", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, string="What Is to Be Done")
    after = fields.Selection(
        [
            ("opened", "Proceedings opened"),
            ("filed", "Filed"),
            ("judgement", "Judgement"),
        ],
        required=True,
        default="filed",
        string="Counted From",
    )
    days = fields.Integer(required=True)
    reminder_days = fields.Integer(
        default=7, required=True, string="Remind", help="Days before."
    )
    source = fields.Char(help="Where the number of days comes from.")

    _days_positive = models.Constraint(
        "CHECK (days >= 0 AND reminder_days >= 0)",
        "Days of a step cannot be negative.",
    )
