from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import channels


class CollectionLevel(models.Model):
    _name = "collection.level"
    _description = "Collection Level"
    _order = "policy_id, days, id"

    name = fields.Char(required=True, translate=True)
    short_name = fields.Char(
        required=True, translate=True, help="For lists and reasons, for example SP1."
    )
    policy_id = fields.Many2one(
        "collection.policy", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True)
    active = fields.Boolean(default=True)
    days = fields.Integer(
        required=True,
        help="Days from the due date; negative: before it. The order of the ladder.",
    )
    tone = fields.Selection(
        [
            ("courteous", "Courteous notice"),
            ("friendly", "Friendly reminder"),
            ("firm", "Firm reminder"),
            ("warning", "Warning letter"),
            ("final", "Final demand"),
        ],
        required=True,
        default="friendly",
    )
    stage_id = fields.Many2one("collection.stage", required=True, ondelete="restrict")
    send_mail = fields.Boolean(string="E-mail", default=True)
    send_letter = fields.Boolean(string="Letter")
    send_sms = fields.Boolean(string="SMS")
    plan_call = fields.Boolean(string="Call")
    plan_visit = fields.Boolean(string="Visit")
    is_statutory = fields.Boolean(
        string="Formal Demand",
        help="Its letter is a formal demand: it needs no consent, and neither contact "
        "hours nor limits stop it. Holds, insolvency and 'do not contact' do.",
    )
    requires_approval = fields.Boolean(
        help="A collections manager must approve each message of this level."
    )
    subject = fields.Char(
        required=True,
        translate=True,
        help="Subject of the mail and title of the letter.",
    )
    opening = fields.Html(
        translate=True, help="Text before the table of items, in mail and letter."
    )
    closing = fields.Html(translate=True, help="Text after the table of items.")
    next_step = fields.Html(
        translate=True, help="What happens next, and when; printed in a box."
    )
    sms_body = fields.Text(translate=True)
    call_guide = fields.Html(translate=True, help="Talking guide for call and visit.")
    mail_template_id = fields.Many2one(
        "mail.template",
        ondelete="restrict",
        domain=[("model", "=", "collection.action")],
        help="Layout of the mail. Empty: the standard layout.",
    )
    attach_invoices = fields.Selection(
        [
            ("none", "No"),
            ("link", "Portal links"),
            ("pdf", "PDF of each invoice"),
        ],
        default="link",
        required=True,
    )
    attach_letter = fields.Boolean(
        help="Attach the letter of this level to the mail as well."
    )

    _days_unique = models.UniqueIndex(
        "(policy_id, days) WHERE active",
        "Two levels of one policy cannot fall on the same day.",
    )

    @api.constrains(
        "active", "send_mail", "send_letter", "send_sms", "plan_call", "plan_visit"
    )
    def _check_channels(self):
        for level in self:
            if level.active and not level._get_channels():
                raise ValidationError(
                    self.env._(
                        "Level %(level)s has no channel. Choose at least one of "
                        "e-mail, letter, SMS, call and visit.",
                        level=level.name,
                    )
                )

    def _get_channels(self):
        """Channels of the level, see :mod:`..core.channels`."""
        self.ensure_one()
        return tuple(
            channel
            for channel, wanted in (
                (channels.LETTER, self.send_letter),
                (channels.MAIL, self.send_mail),
                (channels.SMS, self.send_sms),
                (channels.CALL, self.plan_call),
                (channels.VISIT, self.plan_visit),
            )
            if wanted
        )
