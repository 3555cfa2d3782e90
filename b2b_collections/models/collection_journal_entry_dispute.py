from odoo import fields, models


class CollectionJournalEntry(models.Model):
    """What the journal knows of disputes and of the validation checklist."""

    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=[
            ("dispute_opened", "Dispute opened"),
            ("dispute_changed", "Dispute changed"),
            ("dispute_decided", "Dispute decided"),
            ("dispute_withdrawn", "Dispute withdrawn"),
            ("dispute_reopened", "Dispute reopened"),
            ("dispute_credited", "Dispute credited"),
            ("checklist_accepted", "Missing evidence accepted"),
            ("checklist_revoked", "Missing evidence accepted no longer"),
        ],
        ondelete={
            "dispute_opened": "cascade",
            "dispute_changed": "cascade",
            "dispute_decided": "cascade",
            "dispute_withdrawn": "cascade",
            "dispute_reopened": "cascade",
            "dispute_credited": "cascade",
            "checklist_accepted": "cascade",
            "checklist_revoked": "cascade",
        },
    )
