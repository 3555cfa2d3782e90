from odoo import fields, models

EVENTS = [
    ("receipt_reported", "Agency reported a receipt"),
    ("receipt_accepted", "Agency receipt accepted"),
    ("receipt_rejected", "Agency receipt rejected"),
    ("receipt_undone", "Acceptance of agency receipt undone"),
    ("remittance_registered", "Agency passed money on"),
    ("remittance_undone", "Agency remittance undone"),
    ("commission_drafted", "Agency commission drafted"),
    ("commission_netted", "Agency commission set off"),
    ("agency_report", "Agency reported"),
    ("agency_complaint", "Complaint about an agency"),
]


class CollectionJournalEntry(models.Model):
    """What agencies report, receive and pass on."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
