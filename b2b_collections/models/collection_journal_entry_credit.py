from odoo import fields, models

EVENTS = [
    ("credit_released", "Credit hold released"),
    ("credit_release_revoked", "Release revoked"),
]


class CollectionJournalEntry(models.Model):
    """Who let new business pass."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
