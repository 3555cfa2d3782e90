from odoo import api, fields, models
from odoo.exceptions import UserError


class CollectionTracingLine(models.Model):
    """A step of one tracing, with what came of it."""

    _name = "collection.tracing.line"
    _description = "Step of a Tracing"
    _order = "sequence, id"

    tracing_id = fields.Many2one(
        "collection.tracing", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Step", required=True)
    is_done = fields.Boolean(string="Done")
    result = fields.Char()
    date_done = fields.Date(readonly=True, string="Done On")
    user_id = fields.Many2one("res.users", string="By", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._complete(vals) for vals in vals_list])
        lines._check_open()
        return lines

    def write(self, vals):
        self._check_open()
        return super().write(self._complete(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _complete(self, vals):
        """What has a result is done; by whom and when is not for people to say."""
        if "is_done" not in vals and not vals.get("result"):
            return vals
        is_done = vals.get("is_done", True)
        return {
            **vals,
            "is_done": is_done,
            "date_done": is_done and self.env["collection.action"]._get_today(),
            "user_id": is_done and self.env.uid,
        }

    def _check_open(self):
        """Results of a closed tracing are kept as they are."""
        if not self.env.su and any(line.tracing_id.state != "open" for line in self):
            raise UserError(
                self.env._("This tracing is closed: its results are kept as they are.")
            )
