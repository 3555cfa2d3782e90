from odoo import fields, models


class CollectionPersonExport(models.TransientModel):
    """The file for one person, until he has it; then it is swept away."""

    _name = "collection.person.export"
    _description = "Export of Personal Data"
    _transient_max_hours = 1

    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        ondelete="cascade",
        readonly=True,
    )
    # In this row, and not among the files of the database.
    file = fields.Binary(attachment=False, readonly=True)
    file_name = fields.Char(readonly=True)
    summary = fields.Char(string="Holds", readonly=True)
