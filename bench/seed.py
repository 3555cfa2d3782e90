"""The first debtors of the benchmark's ledger, entered as a bookkeeper would.

Small and varied: currencies, instalments, part payments, credits, payments on account,
flags, contacts without an address. Everything follows from counters, nothing from
chance, so that two machines make the same ledger. All the rest of the ledger is cloned
from here (see cloning.py).
"""

from datetime import timedelta
from itertools import count

from odoo import Command

# Open items of one debtor relative to the others: a few big debtors, many small ones.
WEIGHTS = (1, 1, 2, 2, 3, 4, 4, 5, 6, 6, 7, 8, 9, 10, 12, 14, 18, 22, 28, 38)
DEBTORS = len(WEIGHTS)
FOREIGN = {"EUR": 0.9, "IDR": 16000.0}
FIRST_DAY, LAST_DAY = -10, 170
GOLDEN = 0.6180339887


class Seed:
    """Enters debtors and documents with ``open_items`` open items into ``env``.

    :param env: environment of a company without entries
    :param today: day from which ages count
    """

    def __init__(self, env, today):
        context = {"tracking_disable": True, "mail_create_nosubscribe": True}
        self.env = env(context=dict(env.context, **context))
        self.company = env.company
        self.today = today
        self.counter = count()

    def enter(self, open_items):
        self._set_up_company()
        debtors = list(
            zip(self._enter_debtors(), self._share_out(open_items), strict=True)
        )
        unpaid, paid = [], []
        for place, (partner, share) in enumerate(debtors):
            unpaid += self._prepare_open_invoices(place, partner, share)
            paid += [self._prepare_invoice(place, partner) for _i in range(0, share, 2)]
        self._post(
            [
                self._prepare_credit_note(place, partner)
                for place, (partner, _share) in enumerate(debtors)
                if place % 4 == 3
            ]
        )
        self._enter_payments(self._post(unpaid), self._post(paid), debtors)

    def _set_up_company(self):
        env, company = self.env, self.company
        env["account.chart.template"].try_loading("generic_coa", company)
        company.write(
            {
                "name": "Benchmark Trading",
                "street": "Example Street 1",
                "city": "Springfield",
                "zip": "12345",
                "email": "finance@bench.example",
                "country_id": env.ref("base.us").id,
            }
        )
        env["res.lang"]._activate_lang("id_ID")
        self.currencies = {
            code: self._activate_currency(code, rate) for code, rate in FOREIGN.items()
        }
        self.bank = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )

    def _activate_currency(self, code, rate):
        currency = self.env.ref(f"base.{code}")
        currency.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": self.company.id,
                "name": self.today - timedelta(days=900),
                "rate": rate,
            }
        )
        return currency

    def _enter_debtors(self):
        return self.env["res.partner"].create(
            [self._prepare_debtor(place) for place in range(DEBTORS)]
        )

    def _prepare_debtor(self, place):
        return {
            "name": f"Debtor {place:02d}",
            "ref": f"D{place:02d}",
            "is_company": True,
            "email": f"ap{place:02d}@debtor.example" if place % 10 else False,
            "phone": "+1 555 010 0199" if place % 3 else False,
            "street": "Example Road 1",
            "city": "Springfield" if place % 7 else False,
            "zip": "12345",
            "country_id": self.env.ref("base.us").id,
            "lang": "id_ID" if place % 4 == 1 else "en_US",
            "child_ids": [
                Command.create(
                    {
                        "name": f"Accounts Payable {place:02d}",
                        "type": "invoice",
                        "email": f"invoices{place:02d}@debtor.example",
                    }
                )
            ]
            * (place % 5 == 2),
        }

    def _share_out(self, open_items):
        """Open items per debtor; what rounding leaves over goes to the biggest."""
        shares = [max(1, open_items * weight // sum(WEIGHTS)) for weight in WEIGHTS]
        shares[-1] += open_items - sum(shares)
        return shares

    def _prepare_open_invoices(self, place, partner, items):
        invoices = []
        while items > 0:
            parts = 3 if next(self.counter) % 9 == 0 and items >= 3 else 1
            invoices.append(self._prepare_invoice(place, partner, parts))
            items -= parts
        return invoices

    def _prepare_credit_note(self, place, partner):
        vals = self._prepare_invoice(place, partner)
        return vals | {"move_type": "out_refund", "invoice_payment_term_id": False}

    def _prepare_invoice(self, place, partner, parts=1):
        number = next(self.counter)
        overdue = FIRST_DAY + int(number * GOLDEN % 1 * (LAST_DAY - FIRST_DAY))
        due = self.today - timedelta(days=overdue)
        contact = partner.child_ids[:1] if number % 3 == 0 else partner
        codes = list(FOREIGN) if place % 5 == 4 else []
        code = codes[number % 2] if codes and number % 4 else None
        currency = self.currencies[code] if code else self.company.currency_id
        amount = (50 + number * 7919 % 20000) * FOREIGN.get(code, 1.0)
        return {
            "move_type": "out_invoice",
            "partner_id": (contact or partner).id,
            "invoice_date": due - timedelta(days=30),
            "date": due - timedelta(days=30),
            "invoice_date_due": due,
            "invoice_payment_term_id": self._get_instalments(parts),
            "currency_id": currency.id,
            "ref": f"PO {number}",
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": "Goods",
                        "price_unit": currency.round(amount),
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        }

    def _get_instalments(self, parts):
        if parts == 1:
            return False
        Term = self.env["account.payment.term"]
        name = f"{parts} instalments"
        found = Term.search([("name", "=", name)], limit=1)
        return (found or Term.create(self._prepare_instalments(name, parts))).id

    def _prepare_instalments(self, name, parts):
        share = round(100 / parts, 2)
        shares = [share] * (parts - 1) + [100 - share * (parts - 1)]
        return {
            "name": name,
            "line_ids": [
                Command.create(
                    {
                        "value": "percent",
                        "value_amount": percent,
                        "nb_days": 30 * (place + 1),
                    }
                )
                for place, percent in enumerate(shares)
            ],
        }

    def _post(self, vals_list):
        moves = self.env["account.move"].create(vals_list)
        moves._post(soft=False)
        return moves

    def _enter_payments(self, unpaid, paid, debtors):
        """Pay in full or in part by bank entries; some money stays on account."""
        lines = [(self._get_receivable(invoice), 1.0) for invoice in paid]
        lines += [(self._get_receivable(move)[:1], 0.4) for move in unpaid[4::10]]
        transfers = [self._prepare_transfer(line, share) for line, share in lines]
        money = self._get_receivable(self._post(transfers))
        self.env["account.move.line"]._reconcile_plan(
            [line | match for (line, _s), match in zip(lines, money, strict=True)]
        )
        self._post(
            [
                self._prepare_entry(partner, self.company.currency_id, 500, self.today)
                for partner, _share in debtors[1::3]
            ]
        )
        unpaid[10::25].no_followup = True
        for invoice in unpaid[15::40]:
            invoice.action_toggle_block_payment()

    def _get_receivable(self, moves):
        return moves.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        ).sorted(lambda line: line.move_id.id)

    def _prepare_transfer(self, line, share):
        day = min(self.today, line.date_maturity + timedelta(days=5))
        amount = line.currency_id.round(line.amount_currency * share)
        return self._prepare_entry(line.partner_id, line.currency_id, amount, day)

    def _prepare_entry(self, partner, currency, amount, day):
        """Money of a debtor that arrives at the bank."""
        balance = currency._convert(amount, self.company.currency_id, self.company, day)
        receivable = partner.property_account_receivable_id
        return {
            "move_type": "entry",
            "journal_id": self.bank.id,
            "date": day,
            "line_ids": [
                Command.create(
                    {
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "currency_id": currency.id,
                        "amount_currency": sign * amount,
                        "balance": sign * balance,
                    }
                )
                for account, sign in (
                    (self.bank.default_account_id, 1),
                    (receivable, -1),
                )
            ],
        }
