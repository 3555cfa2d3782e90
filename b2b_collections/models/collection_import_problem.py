from odoo import api, fields, models


class CollectionImportProblem(models.Model):
    """What is wrong with a cell, a row or the whole of an open-items file."""

    _name = "collection.import.problem"
    _description = "Collection Import Problem"
    _order = "import_id, is_error desc, row, id"
    _rec_name = "column"

    import_id = fields.Many2one(
        "collection.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="import_id.company_id", store=True)
    row = fields.Integer(
        readonly=True, help="Row number in the file; 0: the whole file."
    )
    column = fields.Char(readonly=True, help="Header of the column in the file.")
    value = fields.Char(readonly=True)
    code = fields.Char(required=True, readonly=True)
    params = fields.Json(readonly=True)
    is_error = fields.Boolean(readonly=True)
    message = fields.Text(string="What is Wrong", compute="_compute_words")
    accepted = fields.Text(string="What is Accepted", compute="_compute_words")

    @api.depends("code", "params")
    @api.depends_context("lang")
    def _compute_words(self):
        wrong, accepted = self._get_wrong_words(), self._get_accepted_words()
        for problem in self:
            params = problem.params or {}
            problem.message = wrong[problem.code] % params
            problem.accepted = accepted.get(problem.code, "") % params
