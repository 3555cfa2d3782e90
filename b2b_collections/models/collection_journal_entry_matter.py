from odoo import fields, models

EVENTS = [
    ("matter_opened", "Insolvency opened"),
    ("matter_filed", "Claim filed"),
    ("matter_pending", "Matter pending"),
    ("matter_judgement", "Judgement"),
    ("matter_enforcement", "Enforcement"),
    ("matter_closed", "Matter closed"),
    ("matter_cancelled", "Matter cancelled"),
    ("matter_undone", "Step of a matter undone"),
    ("matter_deadline_missed", "Legal deadline missed"),
    ("decision_made", "Decision on the way to go"),
]


class CollectionJournalEntry(models.Model):
    """What happens to legal matters, and what was decided about cases."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
