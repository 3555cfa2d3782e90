from odoo import fields, models


class CollectionJournalEntry(models.Model):
    _inherit = "collection.journal.entry"

    event = fields.Selection(
        selection_add=[
            ("promise_made", "Promise made"),
            ("promise_postponed", "Promise postponed"),
            ("promise_kept", "Promise kept"),
            ("promise_partly_kept", "Promise partly kept"),
            ("promise_broken", "Promise broken"),
            ("promise_overtaken", "Promise overtaken"),
            ("promise_withdrawn", "Promise withdrawn"),
            ("promise_open", "Promise open again"),
        ],
        ondelete={
            "promise_made": "cascade",
            "promise_postponed": "cascade",
            "promise_kept": "cascade",
            "promise_partly_kept": "cascade",
            "promise_broken": "cascade",
            "promise_overtaken": "cascade",
            "promise_withdrawn": "cascade",
            "promise_open": "cascade",
        },
    )
