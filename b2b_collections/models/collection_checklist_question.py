from odoo import fields, models


class CollectionChecklistQuestion(models.Model):
    """What has to be known or at hand before a hard level; checklists copy it."""

    _name = "collection.checklist.question"
    _description = "Question of the Validation Checklist"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    help_text = fields.Char(
        string="How to Answer", translate=True, help="Shown below the question."
    )
    code = fields.Char(
        copy=False,
        help="Short and stable. Those that come with Collections are answered from "
        "the ledger and the journal where that is possible.",
    )
    kind = fields.Selection(
        [("evidence", "Evidence"), ("question", "Question")],
        required=True,
        default="evidence",
    )
    is_required = fields.Boolean(
        string="Required",
        default=True,
        help="Without it no hard level is given, unless a manager accepts that.",
    )
    is_per_invoice = fields.Boolean(
        string="For Each Invoice",
        help="Every overdue invoice of the case needs its own; otherwise one file is "
        "enough for all of them.",
    )
    keywords = fields.Char(
        help="Separated by commas. A file attached to an invoice, its order, the "
        "contact or the case whose name contains one of them counts as this evidence.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL",
        "Another question has this code. Choose a different one.",
    )
