from odoo import models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template(self, res_ids, render_fields, **kwargs):
        if self.model == "collection.action" and "body_html" in render_fields:
            self.env[self.model].browse(res_ids)._ensure_portal_links()
        return super()._generate_template(res_ids, render_fields, **kwargs)
