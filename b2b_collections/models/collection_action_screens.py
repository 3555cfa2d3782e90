from odoo import fields, models


class CollectionActionLine(models.Model):
    """Facts of the action, so that the history of an item can be read in one list."""

    _inherit = "collection.action.line"

    action_date = fields.Date(related="action_id.date")
    action_state = fields.Selection(related="action_id.state")


class CollectionAction(models.Model):
    """What the screens of the journal show beside its own fields."""

    _inherit = "collection.action"

    line_count = fields.Integer(compute="_compute_line_count", string="Items")
    has_document = fields.Boolean(compute="_compute_has_document")
    document_pdf = fields.Binary(related="attachment_id.datas", string="PDF")
    message_body = fields.Html(related="mail_message_id.body", string="Message")

    def _compute_line_count(self):
        counts = dict(
            self.env["collection.action.line"]._read_group(
                [("action_id", "in", self.ids), ("kind", "=", "item")],
                ["action_id"],
                ["__count"],
            )
        )
        for action in self:
            action.line_count = counts.get(action, 0)

    def _compute_has_document(self):
        for action in self:
            action.has_document = bool(action.attachment_id)

    def action_open_collection_case(self):
        self.ensure_one()
        return self.case_id._action_open()

    def action_download_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}",
            "target": "new",
        }
