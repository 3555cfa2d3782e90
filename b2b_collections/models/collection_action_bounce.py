import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core import dsn, reasons

MEDIA = {
    "mail": "email",
    "letter": "postal",
    "visit": "postal",
    "sms": "phone",
    "call": "phone",
    "whatsapp": "phone",
}
MESSAGE_ID = re.compile(r"<collection-action-(\d+)-")
# Actions that reached somebody: a call that nobody answered is done as well.
REACHED = SQL(
    """given.state = 'done' AND (given.channel NOT IN ('call', 'visit')
       OR given.outcome IN ('reached', 'promised', 'disputed'))"""
)
# The level of an item was given by one of its channels. Where that came back, and no
# other channel of the same level got through, the item returns to where it stood.
TAKE_BACK = """
    UPDATE collection_item item
       SET level_id = before.level_id,
           level_date = before.date,
           stage_id = COALESCE(before.stage_id, %(first_stage)s),
           cycle = item.cycle + 1,
           verdict = 'wait',
           reason_code = %(failed)s,
           reason_detail = NULL,
           next_level_id = line.level_id,
           next_date = NULL,
           decided_on = %(day)s,
           decision_run = NULL
      FROM collection_action_line line
      LEFT JOIN LATERAL (
           SELECT earlier.level_id, given.date, level.stage_id
             FROM collection_action_line earlier
             JOIN collection_action given ON given.id = earlier.action_id
             JOIN collection_level level ON level.id = earlier.level_id
            WHERE earlier.item_id = line.item_id
              AND earlier.climbs
              AND earlier.level_id != line.level_id
              AND %(reached)s
            ORDER BY level.days DESC, given.date DESC
            LIMIT 1) before ON TRUE
     WHERE line.action_id = ANY(%(ids)s)
       AND line.climbs
       AND item.id = line.item_id
       AND item.state = 'open'
       AND item.level_id = line.level_id
       AND item.pending_action_id IS NULL
       AND NOT EXISTS (
           SELECT 1
             FROM collection_action_line other
             JOIN collection_action given ON given.id = other.action_id
            WHERE other.item_id = line.item_id
              AND other.level_id = line.level_id
              AND other.cycle = line.cycle
              AND other.climbs
              AND %(reached)s)
 RETURNING item.case_id
"""


class CollectionAction(models.Model):
    """Messages that come back after they had left, and addresses that are wrong."""

    _inherit = "collection.action"

    @api.model
    def _receive_bounce(self, message, parsed):
        """A mail server reports a mail that may be one of ours.

        Only what answers a mail that this database has sent is believed.

        :param message: the report, ``email.message.EmailMessage``
        :param parsed: what Odoo made of it, see ``mail.thread.message_parse``
        """
        action = self._find_bounced(parsed)
        if not (action or parsed.get("bounced_message")):
            return
        for report in dsn.read_reports(message):
            address = report.recipient or action.address
            own = not report.recipient or report.recipient == action.address
            kind = "bounced" if report.is_bad else "delayed"
            action._mark_email(address, kind, report.detail)
            if report.is_lost and action and own:
                action._bounce(report.detail)
            elif report.is_lost and action:
                action._record_event("bounced", data={"copy": True})

    def _find_bounced(self, parsed):
        found = self.search(
            [
                ("channel", "=", "mail"),
                ("mail_message_id", "in", parsed["bounced_message"].ids),
            ],
            limit=1,
        )
        if found:
            return found
        numbers = MESSAGE_ID.findall(" ".join(parsed.get("bounced_msg_ids") or []))
        candidates = self.browse(map(int, numbers)).exists()
        return candidates.filtered(
            lambda action: action._get_message_id() in parsed["bounced_msg_ids"]
        )[:1]

    def _bounce(self, detail):
        """It counted as delivered, and came back: it reached nobody."""
        lost = self.filtered(lambda action: action.state in ("queued", "done"))
        if not lost:
            return
        lost._release_items()
        lost.write({"state": "failed", "state_detail": detail})
        lost._record_event("bounced", detail)
        lost._take_back_levels()
        lost.case_id._recount_messages()
        lost._report_failure(detail)

    def _take_back_levels(self):
        """Items go back to the level before, which is then due again."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                TAKE_BACK,
                ids=self.ids,
                failed=reasons.FAILED,
                day=self._get_today(),
                first_stage=self.env["collection.run"]._get_first_stage_id(),
                reached=REACHED,
            )
        )
        self.env["collection.item"].invalidate_model(flush=False)
        cases = self.env["collection.case"].browse({row[0] for row in rows})
        cases._publish_levels()

    def action_returned(self):
        """The post brought the letter back."""
        self.case_id.check_access("write")
        letters = self._as_journal().filtered(lambda action: action.channel == "letter")
        if letters.filtered(lambda action: action.state != "done") or not letters:
            raise UserError(
                self.env._("Only a letter that was printed can have come back.")
            )
        letters._mark_address("returned")
        letters._bounce(self.env._("The letter came back."))

    def _mark_address(self, kind, detail=False):
        """The address or number of these actions does not lead to the contact."""
        for action in self:
            medium = MEDIA[action.channel]
            if medium == "email":
                action._mark_email(action.address, kind, detail)
                continue
            place = action._find_place(medium)
            address = place._get_collection_addresses()[medium]
            action._note_problem(place, medium, kind, address, detail)

    def _find_place(self, medium):
        """Whose number or postal address was used: the contact's or the debtor's."""
        self.ensure_one()
        places = (self.contact_id | self.partner_id).filtered(
            lambda place: place._get_collection_addresses()[medium]
        )
        called = places.filtered(lambda place: place.phone == self.address)
        return (called or places)[:1] or self.contact_id

    def _mark_email(self, address, kind, detail):
        """Mark who has the address: contact or debtor, or who got a copy there.

        What is on its way to the address is withdrawn: it would come back as well.
        """
        if not address:
            return
        owners = self.contact_id | self.partner_id | self.copy_ids
        holders = owners.filtered(lambda owner: owner.email_normalized == address)
        if not holders:
            holders = self.env["res.partner"].search(
                [
                    ("email_normalized", "=", address),
                    ("commercial_partner_id.collection_case_ids.state", "=", "open"),
                ]
            )
        self._note_problem(holders or self.contact_id, "email", kind, address, detail)
        if kind != "delayed":
            self._withdraw_mails(address)

    def _withdraw_mails(self, address):
        self.search(
            [
                ("channel", "=", "mail"),
                ("state", "in", ("queued", "to_approve")),
                ("address", "=", address),
                ("id", "not in", self.ids),
            ]
        )._cancel(self.env._("A mail to this address came back."))

    def _note_problem(self, partners, medium, kind, address, detail):
        # Nobody may write problems: what happens does, here as system or after the
        # rights on the case were checked.
        problems_sudo = self.env["collection.address.problem"].sudo()
        problems_sudo._note(
            partners,
            medium,
            kind,
            address,
            detail=detail or False,
            action_id=self.id,
        )
