from odoo import api, fields, models


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

    lang_name = fields.Char(compute="_compute_lang_name", string="Language")

    @api.depends("name", "channel", "level_id", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Its number; what has none is told by channel, level and debtor."""
        channels = dict(self._fields["channel"]._description_selection(self.env))
        for action in self:
            action.display_name = action.name or ", ".join(
                filter(
                    None,
                    (
                        channels.get(action.channel),
                        action.level_id.short_name,
                        action.partner_id.display_name,
                    ),
                )
            )

    @api.depends("lang")
    def _compute_lang_name(self):
        for action in self:
            action.lang_name = self.env["res.lang"]._get_data(code=action.lang).name

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
