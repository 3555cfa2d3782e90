from odoo import fields, models


class CollectionWriteoffReason(models.Model):
    """Why debts are given up, and what has to prove it."""

    _name = "collection.writeoff.reason"
    _description = "Write-Off Reason"
    _order = "sequence, id"
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Stable name, for data exchange and reports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    evidence = fields.Text(
        string="What Is Needed",
        translate=True,
        help="Shown to whoever proposes a write-off for this reason.",
    )
    needs_note = fields.Boolean(
        string="Explanation Needed",
        default=True,
        help="Refused without a few words on why nothing more is to be expected.",
    )
    needs_document = fields.Boolean(
        string="Document Needed", help="Refused without a file that proves it."
    )
    is_small = fields.Boolean(
        string="Small Balances", help="Used by “Write Off Small Balances”."
    )

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "This code is taken. Choose another one.",
    )
