from odoo import fields, models

EVENTS = [
    ("plan_proposed", "Plan proposed"),
    ("plan_submitted", "Plan submitted"),
    ("plan_approved", "Plan approved"),
    ("plan_refused", "Plan refused"),
    ("plan_signed", "Plan signed"),
    ("plan_active", "Plan active"),
    ("instalment_missed", "Instalment missed"),
    ("plan_changed", "Plan changed by the ledger"),
    ("plan_completed", "Plan completed"),
    ("plan_reopened", "Plan reopened"),
    ("plan_defaulted", "Plan in default"),
    ("plan_cancelled", "Plan cancelled"),
    ("plan_replaced", "Plan replaced"),
]


class CollectionJournalEntry(models.Model):
    """What happens to payment plans."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=EVENTS,
        ondelete={code: "cascade" for code, _label in EVENTS},
    )
