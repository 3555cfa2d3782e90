from odoo import api, fields, models


class CollectionImport(models.Model):
    """What the form of an import leads to."""

    _inherit = "collection.import"

    line_count = fields.Integer(string="Good Rows", compute="_compute_counts")
    invoice_count = fields.Integer(string="Invoices", compute="_compute_counts")

    @api.depends("line_ids", "line_ids.move_id")
    def _compute_counts(self):
        groups = self.env["collection.import.line"]._read_group(
            [("import_id", "in", self.ids)],
            ["import_id"],
            ["__count", "move_id:count_distinct"],
        )
        counts = {record: (rows, moves) for record, rows, moves in groups}
        for record in self:
            record.line_count, record.invoice_count = counts.get(record, (0, 0))

    def action_view_lines(self):
        return self._get_list_action(
            self.env._("Rows of %(file)s", file=self.name), "collection.import.line"
        )

    def action_view_problems(self):
        return self._get_list_action(
            self.env._("Errors and warnings in %(file)s", file=self.name),
            "collection.import.problem",
        )

    def _get_list_action(self, name, model):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list",
            "domain": [("import_id", "=", self.id)],
        }

    def action_view_invoices(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoices of %(file)s", file=self.name),
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", self.line_ids.move_id.ids)],
            # The columns of customers show for this type only.
            "context": {"create": False, "default_move_type": "out_invoice"},
        }
