from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

NO_WISH = {"refused": frozenset(), "granted": frozenset()}


class CollectionConsent(models.Model):
    """What a contact said about a channel, when and how. The latest word counts."""

    _name = "collection.consent"
    _description = "Consent to a Channel"
    _order = "date desc, id desc"
    _rec_name = "channel"

    partner_id = fields.Many2one(
        "res.partner", string="Contact", required=True, index=True, ondelete="cascade"
    )
    channel = fields.Selection(selection="_get_channels", required=True)
    state = fields.Selection(
        [("granted", "Agreed"), ("refused", "Declined")], required=True
    )
    source = fields.Selection(
        [
            ("call", "Said on the phone"),
            ("mail", "Wrote it"),
            ("link", "Unsubscribe link"),
            ("portal", "Portal"),
            ("contract", "Contract or order"),
            ("other", "Other"),
        ],
        required=True,
        default="call",
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    note = fields.Char()
    user_id = fields.Many2one(
        "res.users", string="Entered by", default=lambda self: self.env.user
    )

    @api.model
    def _get_channels(self):
        channel = self.env["collection.action"]._fields["channel"]
        return channel._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        wishes = super().create(vals_list)
        wishes._journal()
        return wishes

    def write(self, vals):
        if set(vals) - {"note"}:
            raise UserError(
                self.env._(
                    "What a contact once said is not changed afterwards. Enter what he "
                    "says now as a new line; the latest counts."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "What a contact said about a channel is evidence and stays. Enter what "
                "he says now as a new line; the latest counts."
            )
        )

    def _journal(self):
        vals_list = []
        for wish in self:
            event = "consent_given" if wish.state == "granted" else "consent_refused"
            vals_list += [
                {
                    "company_id": company.id,
                    "event": event,
                    "contact_id": wish.partner_id.id,
                    "case_id": case.id,
                    "data": {"channel": wish.channel, "source": wish.source},
                }
                for company, case in wish.partner_id._get_collection_companies()
            ]
        self.env["collection.journal.entry"]._record(vals_list)

    @api.model
    def _load_wishes(self, contact_ids):
        """``{contact id: {"refused": channels, "granted": channels}}``.

        A contact's own word counts before that of his firm.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (contact.id, wish.channel)
                       contact.id, wish.channel, wish.state
                  FROM collection_consent wish
                  JOIN res_partner contact
                    ON contact.id = wish.partner_id
                    OR (contact.commercial_partner_id = wish.partner_id
                        AND contact.id != wish.partner_id)
                 WHERE contact.id = ANY(%s)
                 ORDER BY contact.id, wish.channel,
                       contact.id = wish.partner_id DESC, wish.date DESC, wish.id DESC
                """,
                list(contact_ids),
            )
        )
        found = defaultdict(lambda: {"refused": set(), "granted": set()})
        for contact_id, channel, state in rows:
            found[contact_id][state].add(channel)
        wishes = defaultdict(lambda: NO_WISH)
        for contact_id, sets in found.items():
            wishes[contact_id] = {
                state: frozenset(channels) for state, channels in sets.items()
            }
        return wishes
