from odoo import fields, models

EVENTS = [
    ("placement_submitted", "Placement submitted"),
    ("placement_approved", "Placement approved"),
    ("placement_refused", "Placement refused"),
    ("placement_placed", "Placed with an agency"),
    ("placement_acknowledged", "Agency has acknowledged"),
    ("placement_working", "Agency at work"),
    ("placement_promised", "Promised to the agency"),
    ("placement_plan", "Plan with the agency"),
    ("placement_disputed", "Placed item in dispute"),
    ("placement_recalled", "Placement recalled"),
    ("placement_returned", "Placement returned"),
    ("placement_settled", "Placement settled"),
    ("placement_reopened", "Placement reopened"),
    ("placement_closed", "Placement closed"),
    ("placement_given_up", "Placement given up"),
]


class CollectionJournalEntry(models.Model):
    """What happens to placements with agencies."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
