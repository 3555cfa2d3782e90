from odoo import fields, models


class CollectionImportCode(models.Model):
    """A company code of an open-items file and the company it stands for."""

    _name = "collection.import.code"
    _description = "Collection Import Company Code"
    _order = "import_id, code"
    _rec_name = "code"

    import_id = fields.Many2one(
        "collection.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    code = fields.Char(string="Company Code", readonly=True)
    company_id = fields.Many2one(
        "res.company",
        string="Goes To",
        domain=lambda self: [("id", "in", self.env.companies.ids)],
        help="Empty: rows with this code are refused.",
    )
