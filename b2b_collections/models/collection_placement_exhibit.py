from odoo import fields, models

PROBLEMS = [
    ("encrypted", "Protected by a password"),
    ("broken", "Cannot be read: the file is damaged"),
    ("empty", "The file is empty"),
    ("too_large", "Too large to be shown as pages"),
    ("kind", "Cannot be shown as pages"),
    ("missing", "The file is gone"),
    ("denied", "May not be read by the one who asked for the file"),
    ("failed", "Could not be made"),
]
GROUPS = [
    ("statement", "Statement"),
    ("invoice", "Invoices"),
    ("evidence", "Evidence"),
    ("letter", "Letters"),
    ("journal", "Journal"),
]


class CollectionPlacementExhibit(models.Model):
    """An exhibit of a hand-off file: what it is, how many pages, what is wrong."""

    _name = "collection.placement.exhibit"
    _description = "Exhibit of a Hand-Off File"
    _order = "file_id, number"
    _rec_name = "title"

    file_id = fields.Many2one(
        "collection.placement.file",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)
    case_id = fields.Many2one(related="file_id.case_id", store=True, index=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    group = fields.Selection(GROUPS, required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    date = fields.Date(readonly=True)
    move_id = fields.Many2one("account.move", readonly=True, ondelete="set null")
    attachment_id = fields.Many2one(
        "ir.attachment", string="Source", readonly=True, ondelete="set null"
    )
    is_made = fields.Boolean(
        readonly=True,
        help="Made for this file, such as the copy of an invoice of which no PDF is "
        "kept.",
    )
    state = fields.Selection(
        [("todo", "To Do"), ("done", "Done")],
        default="todo",
        required=True,
        readonly=True,
    )
    page_count = fields.Integer(string="Pages", readonly=True)
    first_page = fields.Integer(string="On Page", readonly=True, aggregator=None)
    problem = fields.Selection(PROBLEMS, readonly=True)
    problem_note = fields.Char(readonly=True)
    enclosed_as = fields.Char(
        readonly=True, help="Name of the file in the ZIP, as it is no part of the PDF."
    )
