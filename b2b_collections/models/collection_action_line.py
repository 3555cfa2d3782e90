from odoo import fields, models


class CollectionActionLine(models.Model):
    """What an action said about one item: a frozen copy, never refreshed."""

    _name = "collection.action.line"
    _description = "Item of a Collection Action"
    _order = "currency_id, date_due, id"

    action_id = fields.Many2one(
        "collection.action", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one("collection.item", index=True, ondelete="set null")
    move_id = fields.Many2one(
        "account.move", index="btree_not_null", ondelete="set null", string="Document"
    )
    kind = fields.Selection(
        [("item", "Open item"), ("credit", "Credit")], default="item", required=True
    )
    climbs = fields.Boolean(help="The action takes this item to a new level.")
    channel = fields.Selection(related="action_id.channel", store=True)
    level_id = fields.Many2one("collection.level", ondelete="restrict")
    cycle = fields.Integer()
    name = fields.Char()
    date_invoice = fields.Date()
    date_due = fields.Date()
    days_overdue = fields.Integer(help="On the date of the action.")
    currency_id = fields.Many2one("res.currency", required=True)
    amount_original = fields.Monetary()
    amount_residual = fields.Monetary(
        help="Open at the date of the action, document currency; credits negative."
    )
    amount_held = fields.Monetary(
        string="On Hold", help="Part of the open amount that was not asked for."
    )

    _once = models.UniqueIndex(
        "(item_id, level_id, cycle, channel) WHERE climbs",
        "This item already has a message of this level.",
    )
