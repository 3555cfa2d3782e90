from odoo import fields, models

EVENTS = [
    ("writeoff_submitted", "Write-off proposed"),
    ("writeoff_approved", "Write-off approved"),
    ("writeoff_refused", "Write-off refused"),
    ("writeoff_cancelled", "Write-off cancelled"),
    ("writeoff_posted", "Written off"),
    ("writeoff_relief", "Tax relief claimed"),
    ("writeoff_reversed", "Write-off reversed"),
    ("writeoff_recovered", "Recovered after write-off"),
    ("writeoff_unrecovered", "Recovery reversed"),
]


class CollectionJournalEntry(models.Model):
    """What happens to write-offs."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
