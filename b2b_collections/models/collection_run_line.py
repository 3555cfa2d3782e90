from odoo import fields, models


class CollectionRunLine(models.Model):
    """One line of a preview: a message that would go, or why none would."""

    _name = "collection.run.line"
    _description = "Line of a Collection Preview"
    _order = "run_id, verdict, partner_id, id"

    run_id = fields.Many2one(
        "collection.run", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    partner_id = fields.Many2one("res.partner", string="Debtor", ondelete="cascade")
    contact_id = fields.Many2one("res.partner", string="Recipient", ondelete="set null")
    verdict = fields.Selection(
        [
            ("chase", "Contact"),
            ("approve", "To approve"),
            ("wait", "Waiting"),
            ("hold", "Held"),
            ("none", "Not chased"),
        ],
        required=True,
    )
    channel = fields.Char()
    level_id = fields.Many2one("collection.level", ondelete="set null")
    reason_code = fields.Char()
    reason = fields.Char(help="In words, in the language of who asked.")
    item_count = fields.Integer(string="Items")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(help="Company currency.")
    amount_held = fields.Monetary(
        string="On Hold",
        help="Company currency. Of a message: what it lists and does not ask for.",
    )
    change = fields.Selection(
        [("new", "New"), ("same", "As last time"), ("gone", "No longer")],
        help="Compared with the last run or preview of this company.",
    )
