from odoo import fields, models


class CollectionCreditRelease(models.Model):
    _inherit = "collection.credit.release"

    order_id = fields.Many2one(
        "sale.order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Released for this order only. Empty: for all orders of the debtor.",
    )
    is_single = fields.Boolean(
        string="One Order",
        readonly=True,
        help="Stays when the order is deleted, so that it never covers others.",
    )
