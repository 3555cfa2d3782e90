from odoo import fields, models

from ..core.chain import digest


class CollectionPlanDocument(models.Model):
    """A document of a payment plan as it was offered or signed, kept for good.

    A record of its own, because attachments can be changed by whoever may write what
    they are attached to, and nobody may write these.
    """

    _name = "collection.plan.document"
    _description = "Document of a Payment Plan"
    _order = "id desc"

    plan_id = fields.Many2one(
        "collection.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("offered", "Offered"),
            ("signed", "Signed online"),
            ("copy", "Signed copy"),
        ],
        required=True,
        readonly=True,
    )
    name = fields.Char(required=True, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", string="File", readonly=True, ondelete="set null"
    )
    digest = fields.Char(
        string="SHA-256",
        readonly=True,
        help="Of the file. It stands in the journal as well, so that a file that was "
        "changed is found out.",
    )
    content_digest = fields.Char(
        readonly=True,
        help="Of the words and figures of the agreement, without its signature. What "
        "is signed has to be what was sent.",
    )
    moment = fields.Datetime(string="On", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="restrict"
    )
    is_intact = fields.Boolean(
        string="Unchanged",
        compute="_compute_is_intact",
        help="The file is what it was when it was kept.",
    )

    def _compute_is_intact(self):
        for document in self:
            content = document.attachment_id.raw or b""
            document.is_intact = digest(content) == document.digest

    def _keep(self, plan, kind, name, content, mimetype="application/pdf", **vals):
        """Keep a file. Whoever calls has checked what the user may do with the plan.

        :param content: bytes
        :param vals: further values of the record
        :return: the new record, as superuser
        """
        # Nobody may write documents, so that none can be exchanged.
        document_sudo = self.sudo().create(
            {
                "plan_id": plan.id,
                "kind": kind,
                "name": name,
                "digest": digest(content),
                "moment": self.env["collection.action"]._get_now(),
                "user_id": self.env.uid,
                **vals,
            }
        )
        document_sudo.attachment_id = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": name,
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": document_sudo.id,
                }
            )
        )
        return document_sudo

    def action_download(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "new",
        }
