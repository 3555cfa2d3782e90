from odoo import fields, models

from .collection_action_notice import Notice

TASK_UNSAID = "b2b_collections.mail_act_placement_unsaid"


class CollectionPlacement(models.Model):
    """What debtors are told about a placement: that it begins, and that it is over."""

    _inherit = "collection.placement"

    step = fields.Selection(
        [("started", "Who acts for us"), ("ended", "That we act ourselves again")],
        string="Debtor Still to Be Told",
        readonly=True,
        copy=False,
        help="It is tried again with each run.",
    )

    def _tell(self):
        """Write to the debtors; what the gate refuses is tried again by night."""
        notices = [placement._prepare_step_notice() for placement in self]
        # The law wants them to know; no limit to our own messages stands against it.
        sent = self.env["collection.action"]._send_notices(notices, asked_for=True)
        for placement, result in zip(self, sent, strict=True):
            placement._note_said(result)

    def _prepare_step_notice(self):
        code = f"placement_{self.step}"
        if self.step == "started" and self.agency_id.payment_to == "agency":
            code = "placement_started_agency"
        open_items = self.line_ids.item_id.filtered(lambda item: item.state == "open")
        return Notice(self.case_id, code, self, open_items)

    def _note_said(self, sent):
        if not sent.refusal:
            self.step = False
            return
        is_over = self.case_id.state != "open"
        if is_over or self.partner_id.collection_insolvent_since:
            self.step = False
            return
        if sent.day is None:
            self._note_unsaid(sent.refusal)

    def _note_unsaid(self, refusal):
        """Nothing can be sent to the debtor: a person has to find another way."""
        task = self.env.ref(TASK_UNSAID)
        if task in self.case_id.activity_ids.activity_type_id:
            return
        summary = self.env._(
            "%(placement)s: the debtor could not be told", placement=self.name
        )
        today = self.env["collection.action"]._get_today()
        tasks = {self.case_id: (summary, refusal)}
        self.case_id._plan_quietly(TASK_UNSAID, tasks, today)

    def _get_notice_placeholders(self):
        _ = self.env._
        return {
            "placement": _("Number of the placement"),
            "agency": _("Name of the agency"),
            "agency_address": _("Address of the agency"),
            "agency_reach": _("How to reach the agency"),
            "placed_on": _("Date of the placement"),
            "placement_open": _("What is open of the placement"),
        }

    def _get_notice_values(self, formatter, notice):
        self.ensure_one()
        # The debtor has to know who it is; a collector may not read all contacts.
        agency = self.agency_id.sudo().partner_id
        address = agency._display_address(without_company=True).split("\n")
        reach = [agency.phone, agency.email, agency.website]
        return {
            "placement": self.name,
            "agency": agency.name or "",
            "agency_address": ", ".join(line for line in address if line.strip()),
            "agency_reach": ", ".join(one for one in reach if one),
            "placed_on": formatter.date(self.date_placed),
            "placement_open": formatter.money(self.amount_open, self.currency_id),
        }

    def _get_notice_amount(self, notice):
        self.ensure_one()
        return self._to_company(self.amount_open)

    def _is_notice_obsolete(self, action):
        """It has begun or ended since the message was made."""
        self.ensure_one()
        if action.notice_id.code == "placement_ended":
            return self.state not in ("recalled", "returned", "closed")
        return self.state in ("draft", "recalled", "returned", "settled", "closed")
