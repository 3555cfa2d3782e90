from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from odoo import api, models
from odoo.fields import Command
from odoo.tools import format_date, formatLang

from ..core.charges import FEE, FIXED, INTEREST, Evidence

ORDER = (INTEREST, FIXED, FEE)
# Parts of a period that its description names; of more only the rates.
PARTS = 3
# What the reference of a debit note can hold of the numbers of invoices.
REFERENCES = 3


class NotePlan(NamedTuple):
    """What would stand on a debit note.

    :ivar partner: the debtor
    :ivar new: values of charges that are new, ``known``: charges that wait already
    :ivar total: of both, in ``currency``, without taxes
    :ivar is_enough: whether it reaches the smallest debit note
    """

    partner: Any
    currency: Any
    new: list
    known: Any
    total: float
    is_enough: bool


class CollectionCharge(models.Model):
    """Debit notes: one for each debtor and currency, a line for each claim."""

    _inherit = "collection.charge"

    @api.model
    def _charge(self, items, until, minimum=None):
        """Claim what was not charged yet, and draft debit notes over it.

        Whoever calls has checked that the user may.

        :param items: collection.item of one company
        :param until: last day for which interest is charged
        :param minimum: in company currency; what comes to less for a debtor and a
            currency is left. Default: as the company says
        :return: the debit notes
        :raises UserError: a rate is missing; then nothing is charged at all
        """
        moves = self.env["account.move"]
        for plan in self._plan_notes(items, until, minimum):
            if plan.is_enough:
                # Charges and drafts follow from settings; posting takes an accountant.
                known_sudo = plan.known.sudo()
                charges_sudo = known_sudo | known_sudo.create(plan.new)
                moves |= charges_sudo._draft_note()
        return moves.with_env(self.env)

    @api.model
    def _plan_notes(self, items, until, minimum=None):
        """List of :class:`NotePlan`, see :meth:`_charge`; writes nothing."""
        vals_list = self._prepare_claims(items, until)
        waiting = self.search(
            [("item_id", "in", items.ids), ("state", "=", "computed")]
        )
        company, today = items.company_id, self._get_today()
        own = company.currency_id
        if minimum is None:
            minimum = company.collection_charge_minimum
        plans = []
        for (partner_id, currency_id), found in self._group(vals_list, waiting).items():
            new, known = found
            currency = self.env["res.currency"].browse(currency_id)
            total = sum(vals["amount"] for vals in new)
            total = currency.round(total + sum(known.mapped("amount_net")))
            worth = currency._convert(total, own, company, today)
            is_enough = worth > 0 and own.compare_amounts(worth, minimum) >= 0
            partner = self.env["res.partner"].browse(partner_id)
            plans.append(NotePlan(partner, currency, new, known, total, is_enough))
        return plans

    @api.model
    def _group(self, vals_list, waiting):
        """``{(debtor, currency): ([values], charges that wait)}``, by ids."""
        groups = {}
        for vals in vals_list:
            key = vals["partner_id"], vals["currency_id"]
            groups.setdefault(key, ([], self))[0].append(vals)
        for (partner, currency), charges in waiting.grouped(
            lambda charge: (charge.partner_id, charge.currency_id)
        ).items():
            new, _known = groups.get((partner.id, currency.id), ([], self))
            groups[partner.id, currency.id] = new, charges
        return groups

    def _draft_note(self):
        """The debit note over these charges of one debtor in one currency."""
        company, partner = self.company_id, self.partner_id
        contact = partner.browse(partner.address_get(["invoice"])["invoice"])
        lang = contact.lang or partner.lang or company.partner_id.lang
        charges = self.with_company(company).with_context(lang=lang)
        charges = charges.sorted(
            lambda charge: (charge.name or "", ORDER.index(charge.kind), charge.id)
        )
        today = self._get_today()
        move = charges.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "journal_id": company._get_charge_journal().id,
                "partner_id": contact.id,
                "currency_id": self.currency_id.id,
                "invoice_date": today,
                "invoice_payment_term_id": self.env.ref(
                    "account.account_payment_term_immediate"
                ).id,
                "ref": charges._get_reference(),
                "collection_is_charge": True,
                "invoice_line_ids": [
                    Command.create(charge._prepare_note_line(contact))
                    for charge in charges
                ],
            }
        )
        self.debit_move_id = move
        self._record("charge_drafted")
        if company.collection_charge_post:
            move._post()
        return move

    @api.model
    def _get_today(self):
        return self.env["collection.action"]._get_today()

    def _get_reference(self):
        names = list(dict.fromkeys(filter(None, self.mapped("name"))))
        more = len(names) - REFERENCES
        shown = ", ".join(names[:REFERENCES])
        if more <= 0:
            return shown
        return self.env._("%(documents)s and %(more)s more", documents=shown, more=more)

    def _prepare_note_line(self, contact):
        company = self.company_id
        position = self.env["account.fiscal.position"]._get_fiscal_position(contact)
        account = company._get_charge_account(self.kind)
        taxes = position.map_tax(company._get_charge_taxes(self.kind))
        return {
            "name": self._describe(),
            "quantity": 1,
            "price_unit": self.amount_net,
            "tax_ids": [Command.set(taxes.ids)],
            "collection_charge_id": self.id,
            **({"account_id": account.id} if account else {}),
        }

    def _describe(self):
        """What the line says, in the language of the context."""
        if self.kind == FIXED:
            return self.env._(
                "Fixed compensation for late payment of %(document)s",
                document=self.name,
            )
        if self.kind == FEE:
            return self.env._(
                "Cost of the reminder of %(day)s, %(document)s",
                day=format_date(self.env, self.date_from),
                document=self.name,
            )
        return self.env._(
            "Late interest on %(document)s, %(start)s to %(end)s: %(parts)s",
            document=self.name,
            start=format_date(self.env, self.date_from),
            end=format_date(self.env, self.date_until),
            parts=self._describe_parts(),
        )

    def _describe_parts(self):
        parts = self._get_evidence()
        if len(parts) > PARTS:
            rates = sorted({part.rate for part in parts})
            return self.env._(
                "%(days)s days at %(rates)s %% a year",
                days=sum(part.days for part in parts),
                rates=" / ".join(map(self._format_rate, rates)),
            )
        return "; ".join(map(self._describe_part, parts))

    def _describe_part(self, part):
        names = {
            "days": part.days,
            "rate": self._format_rate(part.rate),
            "balance": formatLang(
                self.env, float(part.balance), currency_obj=self.currency_id
            ),
        }
        if part.days == 1:
            return self.env._("1 day at %(rate)s %% a year on %(balance)s", **names)
        return self.env._("%(days)s days at %(rate)s %% a year on %(balance)s", **names)

    def _format_rate(self, rate):
        places = max(2, -rate.normalize().as_tuple().exponent)
        return formatLang(self.env, float(rate), digits=places)

    def _get_evidence(self):
        """The slices as they were computed, see :class:`..core.charges.Evidence`."""
        return [
            Evidence(
                date.fromisoformat(start),
                date.fromisoformat(end),
                int(days),
                *map(Decimal, amounts),
            )
            for start, end, days, *amounts in self.evidence or ()
        ]
