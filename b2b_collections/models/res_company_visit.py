from odoo import fields, models


class ResCompany(models.Model):
    """Whether anybody visits a debtor alone."""

    _inherit = "res.company"

    collection_visit_pairs = fields.Selection(
        [
            ("always", "Always in pairs"),
            ("above", "In pairs above an amount"),
            ("never", "Alone, if need be"),
        ],
        string="Field Visits",
        default="always",
        required=True,
    )
    collection_visit_pair_amount = fields.Monetary(
        string="In Pairs Above",
        currency_field="currency_id",
        help="Overdue amount of the debtor above which two people go.",
    )
