from odoo import api, fields, models
from odoo.tools import SQL

from ..reports.formatting import style_paragraphs

# Pieces of a mail, in the order of the standard template. Each is a QWeb view
# b2b_collections.<name>; a template may leave pieces out and put text between them.
PARTS = (
    "mail_header",
    "mail_opening",
    "mail_tables",
    "mail_items",
    "mail_next_step",
    "mail_closing",
    "mail_payment",
    "mail_objection",
    "mail_signature",
)
TEXTS = ("opening", "closing", "next_step", "payment", "objection")


class CollectionAction(models.Model):
    """What mail templates can put into a mail, made for many mails at a time.

    Odoo compiles the body of a template anew for each record, unless it consists of
    plain fields: so these are fields.
    """

    _inherit = "collection.action"

    mail_subject = fields.Char(compute="_compute_mail_parts")
    mail_sender = fields.Char(compute="_compute_mail_sender")
    mail_header = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_opening = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_tables = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_items = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_next_step = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_closing = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_payment = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_objection = fields.Html(compute="_compute_mail_parts", sanitize=False)
    mail_signature = fields.Html(compute="_compute_mail_parts", sanitize=False)

    # The words of the level are not watched: nobody writes them and mails at a time.
    @api.depends("lang", "kind", "name", "level_id", "notice_id", "line_ids")
    def _compute_mail_parts(self):
        documents = self._get_documents()
        for lang, actions in self.grouped("document_lang").items():
            qweb = self.env["ir.qweb"].with_context(lang=lang)
            for action in actions.with_context(lang=lang):
                doc = documents[action.id]
                for text in TEXTS:
                    setattr(doc, text, style_paragraphs(getattr(doc, text)))
                values = {"o": action, "doc": doc, "company": action.company_id}
                action.mail_subject = doc.title.replace("\N{NO-BREAK SPACE}", " ")
                for part in PARTS:
                    action[part] = qweb._render(f"b2b_collections.{part}", values)

    def _compute_mail_sender(self):
        for action in self:
            sender = action._get_collector() or action.company_id
            action.mail_sender = sender.email_formatted or ""

    def mail_allowed_qweb_expressions(self):
        return super().mail_allowed_qweb_expressions() + tuple(
            f"object.{name}"
            for name in (*PARTS, "mail_subject", "mail_sender", "document_lang")
        )

    def _ensure_portal_links(self):
        """Give the listed invoices the token that their portal links need.

        One statement instead of a write per invoice; this is what Odoo itself writes
        when an invoice is sent.
        """
        linked = self.filtered(lambda action: action._links_invoices()).line_ids
        moves = linked.filtered(lambda line: line.kind == "item").move_id
        self.env["account.move"].flush_model(["access_token"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE account_move SET access_token = gen_random_uuid()::text
                 WHERE id = ANY(%s) AND access_token IS NULL
                """,
                moves.ids,
            )
        )
        moves.invalidate_recordset(["access_token"], flush=False)

    def _links_invoices(self):
        """Whether the listed invoices lead to the portal."""
        return bool(self.notice_id) or self.level_id.attach_invoices == "link"

    def _render_sms_bodies(self):
        """Return ``{action id: text}``."""
        return self._fill_text("sms_body")

    def _render_call_guide(self):
        """Talking guide, in the language of who talks."""
        self.ensure_one()
        collector = self._get_collector()
        lang = collector.lang or self.env.lang or "en_US"
        return self._fill_text("call_guide", lang)[self.id]
