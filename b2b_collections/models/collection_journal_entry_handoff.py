from odoo import fields, models

EVENTS = [
    ("handoff_queued", "Hand-off file asked for"),
    ("handoff_made", "Hand-off file made"),
    ("handoff_failed", "Hand-off file failed"),
    ("handoff_downloaded", "Hand-off file given out"),
    ("visit_reported", "Visit reported"),
]


class CollectionJournalEntry(models.Model):
    """What happens to the files that agencies get, and on visits."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
