from base64 import b64decode

from odoo import api, fields, models

from ..core.chain import digest


class CollectionMatterDocument(models.Model):
    """A document of a matter. Its file can be read by whoever may read the record.

    So nobody outside of collections can, whatever links he has.
    """

    _name = "collection.matter.document"
    _description = "Document of a Legal Matter"
    _inherit = ["collection.matter.part"]
    _order = "date desc, id desc"
    _results = frozenset({"digest", "company_id"})

    name = fields.Char(required=True, string="Title")
    date = fields.Date(
        required=True, default=lambda self: self.env["collection.action"]._get_today()
    )
    content = fields.Binary(attachment=True, required=True, string="File")
    filename = fields.Char()
    digest = fields.Char(
        string="SHA-256",
        compute="_compute_digest",
        store=True,
        help="Of the file, so that a copy can be compared with it.",
    )

    @api.depends("content")
    def _compute_digest(self):
        for document in self.with_context(bin_size=False):
            content = document.content
            document.digest = content and digest(b64decode(content))

    @api.onchange("filename")
    def _onchange_filename(self):
        if self.filename and not self.name:
            self.name = self.filename.rsplit(".", 1)[0]
