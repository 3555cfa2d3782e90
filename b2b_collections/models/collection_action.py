from odoo import fields, models


class CollectionAction(models.Model):
    """One thing done towards a debtor: the journal."""

    _name = "collection.action"
    _description = "Collection Action"
    _inherit = ["mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(readonly=True, help="Number of the letter or message.")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    case_id = fields.Many2one(
        "collection.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Debtor", required=True, readonly=True, index=True
    )
    contact_id = fields.Many2one(
        "res.partner", string="Recipient", readonly=True, ondelete="restrict"
    )
    address = fields.Char(readonly=True, help="E-mail address or phone number used.")
    lang = fields.Char(readonly=True)
    date = fields.Date(
        required=True, readonly=True, help="Date of the run or of the conversation."
    )
    kind = fields.Selection(
        [
            ("level", "Level"),
            ("thanks", "Thank-you"),
            ("statement", "Statement of account"),
            ("manual", "By hand"),
            ("notice", "Notice"),
        ],
        default="level",
        required=True,
        readonly=True,
    )
    channel = fields.Selection(
        [
            ("mail", "E-mail"),
            ("letter", "Letter"),
            ("sms", "SMS"),
            ("call", "Call"),
            ("visit", "Visit"),
            ("whatsapp", "WhatsApp"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("to_approve", "To approve"),
            ("queued", "Queued"),
            ("planned", "Planned"),
            ("to_print", "To print"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    state_detail = fields.Char(readonly=True, help="Why it failed or was cancelled.")
    level_id = fields.Many2one("collection.level", readonly=True, ondelete="restrict")
    run_id = fields.Many2one(
        "collection.run", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users", string="By", readonly=True, ondelete="restrict"
    )
    line_ids = fields.One2many("collection.action.line", "action_id", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        readonly=True,
        help="What it asks for in company currency: the listed items, less the "
        "credits if the policy nets them.",
    )
    subject = fields.Char(readonly=True)
    mail_id = fields.Many2one(
        "mail.mail", readonly=True, index="btree_not_null", ondelete="set null"
    )
    mail_message_id = fields.Many2one(
        "mail.message", readonly=True, index="btree_not_null", ondelete="set null"
    )
    sms_id = fields.Many2one(
        "sms.sms", readonly=True, index="btree_not_null", ondelete="set null"
    )
    attachment_id = fields.Many2one(
        "ir.attachment", string="Document", readonly=True, ondelete="restrict"
    )
    document_digest = fields.Char(
        readonly=True, help="SHA-256 of the document, as any program can compute it."
    )
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("not_reached", "Not reached"),
            ("promised", "Promised to pay"),
            ("disputed", "Disputes"),
            ("wrong_number", "Wrong number"),
        ],
        readonly=True,
        help="Of a call or visit.",
    )
    note = fields.Html(help="What was said.")

    def _as_journal(self):
        """The actions with the rights to write them.

        Nobody has write access to the journal: it is written by what happens. Whoever
        calls this has checked that the user may do what then happens.
        """
        return self.sudo()
