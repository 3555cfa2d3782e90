from odoo import fields, models


class CollectionPromiseLine(models.Model):
    """What was promised of one item, and the hold that keeps it from being chased."""

    _name = "collection.promise.line"
    _description = "Item of a Promise"
    _order = "promise_id, id"
    _check_company_auto = True
    _log_access = False

    promise_id = fields.Many2one(
        "collection.promise", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="promise_id.company_id", store=True, precompute=True
    )
    currency_id = fields.Many2one(related="promise_id.currency_id")
    item_id = fields.Many2one(
        "collection.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date_due = fields.Date(related="item_id.date_due")
    amount_open = fields.Monetary(
        string="Open When Made", help="Open amount of the item at that time."
    )
    amount = fields.Monetary(
        string="Promised",
        help="0: the rest was promised of other items; what is paid of this one "
        "counts all the same.",
    )
    amount_left = fields.Monetary(
        string="Missing", help="Where what is missing of the promise is open."
    )
    hold_id = fields.Many2one(
        "collection.hold", index="btree_not_null", ondelete="set null"
    )

    _item_unique = models.UniqueIndex("(promise_id, item_id)")

    def _hold(self):
        """Let dunning of what is missing rest until the last day of its promise."""
        reason = self.env.ref("b2b_collections.hold_reason_promise")
        for line in self:
            # Decided anew once, by whoever calls this.
            case = line.item_id.case_id.with_context(collection_hold_batch=True)
            line.hold_id = case._hold(
                reason,
                line.promise_id.date_last,
                items=line.item_id,
                amount=line.amount_left,
                source="system",
            )
