from odoo import fields, models


class CollectionImportColumn(models.Model):
    """A column of an open-items file and what it holds."""

    _name = "collection.import.column"
    _description = "Collection Import Column"
    _order = "import_id, position"
    _rec_name = "header"

    import_id = fields.Many2one(
        "collection.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True)
    position = fields.Integer(readonly=True)
    header = fields.Char(readonly=True)
    sample = fields.Char(readonly=True, help="First values of the column.")
    field = fields.Selection(
        [
            ("company_code", "Company code"),
            ("customer_number", "Customer number"),
            ("customer_name", "Customer name"),
            ("invoice_number", "Invoice number"),
            ("invoice_date", "Invoice date"),
            ("posting_date", "Posting date"),
            ("due_date", "Due date"),
            ("terms", "Payment terms"),
            ("currency", "Currency"),
            ("amount", "Amount"),
            ("paid", "Paid amount"),
            ("email", "E-mail"),
            ("language", "Language"),
            ("country", "Country"),
        ],
        help="Empty: the column is not used.",
    )
