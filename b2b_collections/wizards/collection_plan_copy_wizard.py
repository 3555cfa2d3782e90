import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

ACCEPTED = ("application/pdf", "image/png", "image/jpeg")
LARGEST = 20 * 1024 * 1024


class CollectionPlanCopyWizard(models.TransientModel):
    """File the copy of an agreement that the debtor signed on paper."""

    _name = "collection.plan.copy.wizard"
    _description = "File a Signed Copy"

    plan_id = fields.Many2one(
        "collection.plan",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    file = fields.Binary(string="Signed Copy", required=True, attachment=False)
    file_name = fields.Char()
    signed_by = fields.Char(required=True, help="Name and function, as on the copy.")
    signed_on = fields.Date(
        required=True,
        default=lambda self: self.env["collection.action"]._get_today(),
    )

    @api.constrains("signed_on")
    def _check_signed_on(self):
        today = self.env["collection.action"]._get_today()
        for wizard in self:
            if wizard.signed_on > today:
                raise UserError(
                    self.env._("Signed On: choose today or the day of the signature.")
                )

    def action_file(self):
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file)
        mimetype = guess_mimetype(content)
        if mimetype not in ACCEPTED or len(content) > LARGEST:
            raise UserError(
                self.env._(
                    "Signed Copy: choose a PDF, PNG or JPEG file of at most "
                    "%(size)s MB.",
                    size=LARGEST // 1024 // 1024,
                )
            )
        self.plan_id._file_copy(
            content,
            self.file_name or self.plan_id._get_agreement_name(),
            mimetype,
            self.signed_by.strip(),
            self.signed_on,
        )
        return {"type": "ir.actions.act_window_close"}
