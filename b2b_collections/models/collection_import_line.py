from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionImportLine(models.Model):
    """A good row of an open-items file; kept afterwards.

    The line is also what prevents a second import: see the unique index.
    """

    _name = "collection.import.line"
    _description = "Collection Import Row"
    _order = "import_id, first_row, row"
    _rec_name = "invoice_number"

    import_id = fields.Many2one(
        "collection.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    row = fields.Integer(readonly=True, help="Row number in the file.")
    first_row = fields.Integer(
        readonly=True, help="Row of the first instalment of the same invoice."
    )
    instalment = fields.Integer(readonly=True)
    state = fields.Selection(
        [
            ("todo", "New"),
            ("known", "Already there"),
            ("done", "Imported"),
            ("undone", "Undone"),
        ],
        required=True,
        readonly=True,
    )
    company_code = fields.Char(readonly=True)
    customer_number = fields.Char(readonly=True)
    customer_name = fields.Char(readonly=True)
    invoice_number = fields.Char(readonly=True)
    invoice_date = fields.Date(readonly=True)
    posting_date = fields.Date(readonly=True)
    due_date = fields.Date(readonly=True)
    terms = fields.Char(string="Payment Terms", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="Below zero: a credit note.")
    paid = fields.Monetary(string="Paid Amount", readonly=True)
    email = fields.Char(readonly=True)
    language = fields.Char(readonly=True)
    country = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="restrict"
    )
    is_new_partner = fields.Boolean(readonly=True)
    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    payment_move_id = fields.Many2one(
        "account.move",
        string="Payment Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    note = fields.Char(readonly=True)

    _imported_once = models.UniqueIndex(
        "(company_id, customer_number, invoice_number, COALESCE(company_code, ''), "
        "instalment) WHERE move_id IS NOT NULL AND state = 'done'",
        "This invoice has been imported before.",
    )
    _todo_idx = models.Index("(import_id, first_row) WHERE state = 'todo'")

    def action_open_invoice(self):
        self.ensure_one()
        if not self.move_id:
            return False
        return self.move_id._get_records_action()

    def _get_key(self):
        """What makes an invoice the same one in another file."""
        return (
            self.company_id.id,
            self.company_code or "",
            self.customer_number,
            self.invoice_number,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if any(line.move_id for line in self):
            raise UserError(
                self.env._(
                    "Rows are kept as long as their invoices are there, so that the "
                    "same file is not imported twice. Undo the import first."
                )
            )
