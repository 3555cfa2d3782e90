from odoo import fields, models


class CollectionDisputeWizardLine(models.TransientModel):
    """How much of one contested item is accepted."""

    _name = "collection.dispute.wizard.line"
    _description = "Decision on a Contested Item"

    wizard_id = fields.Many2one(
        "collection.dispute.wizard", required=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "collection.dispute.line", required=True, ondelete="cascade"
    )
    item_name = fields.Char(related="line_id.item_name")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(related="line_id.amount", string="Contested")
    amount_accepted = fields.Monetary(string="Accepted")
