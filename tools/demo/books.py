"""Enters a made-up ledger into Odoo: debtors, documents, money, matching."""

from collections import defaultdict

from odoo import Command

from .ledger import Flag, Offset, Payment


class Books:
    """The ledger of ``seller`` in Odoo; documents and money are entered in one go,
    because that is several times faster than day by day. What a day brings to light
    (a payment is matched, an invoice is disputed) happens on that day, see ``play``.
    """

    def __init__(self, seller, ledger):
        self.env = seller.env
        self.company = seller.company
        self.journal = seller.bank_journal
        self.ledger = ledger
        self.partners = {}
        self.moves = {}
        self.payment_lines = {}

    def enter_debtors(self):
        countries = {c.code: c.id for c in self.env["res.country"].search([])}
        terms = self._make_terms()
        partners = self.env["res.partner"].create(
            [
                {
                    "name": debtor.name,
                    "ref": debtor.ref,
                    "is_company": True,
                    "customer_rank": 1,
                    "email": debtor.email,
                    "phone": debtor.phone,
                    "lang": debtor.lang,
                    "street": debtor.street,
                    "city": debtor.city,
                    "zip": debtor.zip,
                    "country_id": countries[debtor.country],
                    "property_payment_term_id": terms[debtor.terms],
                    "child_ids": [
                        Command.create(
                            {
                                "name": contact.name,
                                "type": "invoice",
                                "email": contact.email,
                            }
                        )
                        for contact in debtor.contacts
                    ],
                }
                for debtor in self.ledger.debtors
            ]
        )
        for debtor, partner in zip(self.ledger.debtors, partners, strict=True):
            self.partners[debtor.ref] = partner
            self._enter_people(debtor, partner)
        self.terms = terms

    def _enter_people(self, debtor, partner):
        for role, name, position in debtor.people:
            domain = (debtor.email or "customers.example").rpartition("@")[2]
            self.env["res.partner"].create(
                {
                    "name": name,
                    "function": position,
                    "parent_id": partner.id,
                    "lang": debtor.lang,
                    "email": f"{name.split()[0].lower()}@{domain}",
                    "collection_role_ids": [
                        Command.link(self.env.ref(f"b2b_collections.role_{role}").id)
                    ],
                }
            )

    def _make_terms(self):
        every = {document.terms for document in self.ledger.documents if document.terms}
        every |= {debtor.terms for debtor in self.ledger.debtors}
        return {
            terms: self.env["account.payment.term"]
            .create(
                {
                    "name": terms.name,
                    "note": terms.name,
                    "line_ids": [
                        Command.create(
                            {
                                "value": "percent",
                                "value_amount": percent,
                                "nb_days": days,
                            }
                        )
                        for percent, days in terms.parts
                    ],
                }
            )
            .id
            for terms in sorted(every, key=lambda terms: terms.name)
        }

    def enter_documents(self):
        moves = self.env["account.move"].create(
            [self._document_vals(document) for document in self.ledger.documents]
        )
        moves._post(soft=False)

    def _document_vals(self, document):
        debtor = document.debtor
        partner = self.partners[debtor.ref]
        if document.contact is not None:
            partner = partner.child_ids.sorted("id")[document.contact]
        tax_ids = self.company.account_sale_tax_id.ids if debtor.taxed else []
        return {
            "move_type": "out_refund" if document.is_credit else "out_invoice",
            "partner_id": partner.id,
            "invoice_date": document.date,
            "date": document.date,
            "currency_id": self.env.ref(f"base.{debtor.currency}").id,
            "invoice_payment_term_id": document.terms and self.terms[document.terms],
            "ref": document.key,
            # The collector is the contact, not the robot that enters the books.
            "invoice_user_id": False,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": line.label,
                        "quantity": line.quantity,
                        "price_unit": float(line.price),
                        "tax_ids": [Command.set(tax_ids)],
                    }
                )
                for line in document.lines
            ],
        }

    def enter_payments(self):
        """One entry per day's bank statement, as a bookkeeper takes it over."""
        days = defaultdict(list)
        for event in self.ledger.events:
            if isinstance(event, Payment):
                days[event.date].append(event)
        statements = self.env["account.move"].create(
            [self._statement_vals(day, events) for day, events in days.items()]
        )
        statements._post(soft=False)
        return sum(map(len, days.values()))

    def _statement_vals(self, day, events):
        lines = []
        for event in events:
            lines += self._transfer_vals(event, 2 * len(lines))
        return {
            "move_type": "entry",
            "journal_id": self.journal.id,
            "date": day,
            "ref": f"Bank statement of {day:%d %B %Y}",
            "line_ids": [Command.create(line) for line in lines],
        }

    def _transfer_vals(self, event, sequence):
        partner = self.partners[event.debtor.ref]
        currency = self.env.ref(f"base.{event.debtor.currency}")
        amount = float(event.amount)
        balance = currency._convert(
            amount, self.company.currency_id, self.company, event.date
        )
        receivable = partner.property_account_receivable_id
        return [
            {
                "sequence": sequence + place,
                "account_id": account.id,
                "partner_id": partner.id,
                "name": event.memo,
                "currency_id": currency.id,
                "amount_currency": sign * amount,
                "balance": sign * balance,
            }
            for place, account, sign in (
                (0, self.journal.default_account_id, 1),
                (1, receivable, -1),
            )
        ]

    def load(self):
        """Find again what was entered."""
        own = [("company_id", "=", self.company.id)]
        moves = self.env["account.move"].search([*own, ("move_type", "!=", "entry")])
        self.moves = {move.ref: move for move in moves}
        lines = self.env["account.move.line"].search(
            [
                *own,
                ("journal_id", "=", self.journal.id),
                ("account_type", "=", "asset_receivable"),
            ]
        )
        self.payment_lines = {
            (line.date, line.partner_id.ref, line.name): line for line in lines
        }

    def play_before(self, start):
        """What happened before the first day that is played."""
        days = self.ledger.events_by_day()
        for day in sorted(day for day in days if day < start):
            self.play(days[day])

    def play(self, events):
        """One day: match the money that came in, set what was flagged."""
        self._fetch_lines(events)
        plan = [self._matched_lines(event) for event in events]
        plan = [lines for lines in plan if lines]
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)
        for event in events:
            if isinstance(event, Flag):
                self._set_flag(event)

    def _matched_lines(self, event):
        if isinstance(event, Offset):
            return self._open_lines(
                self.moves[event.credit] | self.moves[event.invoice]
            )
        if isinstance(event, Payment) and event.keys:
            invoices = [self.moves[key] for key in event.keys]
            lines = [self._open_lines(invoice) for invoice in invoices]
            key = (event.date, event.debtor.ref, event.memo)
            return self.payment_lines[key].union(*lines)
        return None

    def _fetch_lines(self, events):
        """Read the lines of all that is matched on a day at a time."""
        keys = set()
        for event in events:
            if isinstance(event, Offset):
                keys |= {event.credit, event.invoice}
            elif isinstance(event, Payment):
                keys |= set(event.keys)
        moves = self.env["account.move"].union(*(self.moves[key] for key in keys))
        moves.line_ids.fetch(["account_type", "reconciled"])

    @staticmethod
    def _open_lines(moves):
        return moves.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )

    def _set_flag(self, event):
        move = self.moves[event.key]
        if event.kind == "block":
            move.action_toggle_block_payment()
            return
        move.no_followup = True
        move.message_post(body="The customer disputes the quantity delivered.")
