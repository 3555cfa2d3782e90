from odoo import fields, models

EVENTS = [
    ("charge_drafted", "Interest or fees drafted"),
    ("charge_waived", "Interest or fees waived"),
    ("charge_reinstated", "Interest or fees claimed again"),
    ("charge_reversed", "Interest or fees reversed"),
]


class CollectionJournalEntry(models.Model):
    """What happens to interest and fees."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
