from odoo import api, fields, models
from odoo.tools import format_amount

from odoo.addons.b2b_collections.models.collection_case_credit import (
    BLOCK,
    FREE,
    RELEASED,
    WARN,
)


class SaleOrder(models.Model):
    """Orders of debtors in collections are warned of, or wait for a release."""

    _inherit = "sale.order"

    collection_credit_state = fields.Selection(
        [
            (FREE, "Free"),
            (WARN, "Warned"),
            (BLOCK, "Blocked"),
            (RELEASED, "Released"),
        ],
        string="Credit Hold",
        compute="_compute_collection_credit",
    )
    collection_credit_note = fields.Char(compute="_compute_collection_credit")

    @api.depends(
        "partner_id",
        "company_id",
        "state",
        "amount_total",
        "currency_id",
        "amount_paid",
    )
    @api.depends_context("collection_date", "tz", "lang")
    def _compute_collection_credit(self):
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        others = self - quotations
        others.collection_credit_state = FREE
        others.collection_credit_note = False
        for company, orders in quotations.grouped("company_id").items():
            standings = orders.partner_id._get_credit_standings(company)
            single = orders._get_single_releases()
            for order in orders:
                standing = standings.get(order.partner_id)
                order._set_credit(standing, single.get(order._origin))

    def _get_single_releases(self):
        """``{order: releases}`` in force for one order each."""
        # Salespeople read no releases; theirs are told by the note alone.
        releases_sudo = self.env["collection.credit.release"].sudo()
        return releases_sudo.search(
            [("order_id", "in", self._origin.ids), ("state", "=", "active")]
        ).grouped("order_id")

    def _set_credit(self, standing, single):
        self.collection_credit_state = FREE
        self.collection_credit_note = False
        # Who pays all of it in advance takes no credit.
        if not standing or standing.state == FREE or self._is_prepaid():
            return
        releases = standing.releases
        if standing.state == BLOCK and single:
            standing = standing._replace(state=RELEASED, releases=single)
        elif standing.state == RELEASED and not releases._lets_pass(
            self._get_credit_amount()
        ):
            self.collection_credit_state = BLOCK
            self.collection_credit_note = self._word_too_large(releases)
            return
        self.collection_credit_state = standing.state
        self.collection_credit_note = self.partner_id._word_credit(standing)

    def _is_prepaid(self):
        return (
            self.amount_total > 0
            and self.currency_id.compare_amounts(self.amount_paid, self.amount_total)
            >= 0
        )

    def _get_credit_amount(self):
        """Total of the order in company currency, at today's rate."""
        company = self.company_id
        return self.currency_id._convert(
            self.amount_total,
            company.currency_id,
            company,
            self.env["collection.action"]._get_today(),
        )

    def _word_too_large(self, releases):
        largest = max(releases.mapped("amount_max"))
        return self.env._(
            "New business with %(debtor)s was released for orders up to %(limit)s. "
            "This one is larger and waits; ask %(user)s.",
            debtor=self.partner_id.commercial_partner_id.name,
            limit=format_amount(self.env, largest, releases[0].currency_id),
            user=releases[0].user_id.name,
        )

    def _confirmation_error_message(self):
        message = super()._confirmation_error_message()
        if not message and self.collection_credit_state == BLOCK:
            return self.env._(
                "%(order)s cannot be confirmed. %(why)s A collections manager can "
                "release it.",
                order=self.display_name,
                why=self.collection_credit_note,
            )
        return message

    def action_confirm(self):
        resting = self._rest_on_credit_hold()
        going = self - resting
        warned = going.filtered(
            lambda order: order.collection_credit_state in (WARN, RELEASED)
        )
        notes = {order: order.collection_credit_note for order in warned}
        result = super(SaleOrder, going).action_confirm() if going or not self else True
        for order, note in notes.items():
            # A note of the order, which notifies nobody: its customer may follow it.
            order._message_log(body=note)
        return result

    def _rest_on_credit_hold(self):
        """Leave unconfirmed what the customer himself confirms, by signing or paying.

        An error would be shown to him, or would lose his payment. The salesperson is
        asked to see to it.
        """
        if not self.env.su and self.env.user._is_internal():
            return self.browse()
        blocked = self.filtered(
            lambda order: (
                order.state in ("draft", "sent")
                and order.collection_credit_state == BLOCK
            )
        )
        for order in blocked:
            order.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=(order.user_id or order.create_uid).id,
                summary=self.env._("Accepted by the customer, but on credit hold"),
                note=order.collection_credit_note,
            )
        return blocked

    def action_release_credit(self):
        self.ensure_one()
        # The wizard checks the right to release; salespeople may not read the case.
        case_sudo = self.partner_id._get_credit_standings(self.company_id)[
            self.partner_id
        ].case
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release This Order"),
            "res_model": "collection.credit.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_case_id": case_sudo.id,
                "default_order_id": self.id,
            },
        }
