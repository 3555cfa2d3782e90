"""What follows where reminders do not help: agencies, matters, write-offs, interest."""

from datetime import timedelta

from odoo.fields import Command, Domain

from .ledger import Payment

# Days before the last one on which each step is taken, and the oldest debt for it.
PLACED, ACKNOWLEDGED, REPORTED, RECEIVED = 40, 38, 30, 21
OVERDUE_DAYS = 25
RECOVERED, COMMISSION = 0.4, 0.2
CHARGED_ITEMS = 6
RUNNING_PLANS = ("draft", "proposed", "submitted", "approved", "signed", "active")
OPEN_DISPUTES = ("new", "investigating")
AGENCIES = (
    {
        "name": "Mitra Pulih Mandiri",
        "email": "kasus@mitra-pulih.example",
        "street": "Jl. Agensi Contoh No. 12",
        "city": "Jakarta",
        "country": "base.id",
        "lang": "id_ID",
        "login": "agency",
        "rate": 20,
    },
    {
        "name": "Nordhafen Inkasso",
        "email": "cases@nordhafen.example",
        "street": "Speicherweg 3",
        "city": "Hamburg",
        "country": "base.de",
        "lang": "en_US",
        "login": None,
        "rate": 24,
    },
)
EVIDENCE = "Contract and delivery notes are in the paper file."
WHY_WRITTEN_OFF = "A lawsuit would cost more than what is open here."
WRITEOFF_REASON = "b2b_collections.writeoff_reason_uneconomic"


class Recovery:
    """Plays one case through an agency, and leaves something of each kind to look at.

    :param play: the :class:`.play.Play` whose days are played
    """

    def __init__(self, play):
        self.env = play.env
        self.company = play.company
        self.collector = play.collector
        self.manager = play.manager
        self.books = play.books
        self.events = play.events
        self.placement = self.env["collection.placement"]
        self.agencies = self.env["collection.agency"]
        self.paid_later = self.env["collection.item"]
        self.todo = [
            (PLACED, self._place),
            (ACKNOWLEDGED, self._acknowledge),
            (REPORTED, self._report),
            (RECEIVED, self._receive),
        ]

    def play_day(self, day, end):
        """:param end: last day of the play"""
        left = (end - day).days
        # The first working day from then on; one step a day.
        if self.todo and left <= self.todo[0][0]:
            _left, step = self.todo.pop(0)
            step(day)

    def finish(self, day):
        """On the last day: something that waits for each of the users."""
        cases = self._find_cases(day)
        if cases:
            self._propose(cases[0], self.agencies[1], day)
        if cases[1:]:
            self._sue(cases[1], day)
        if cases[2:]:
            self._write_off(cases[2], day)
        self._charge(day)

    def add_agencies(self, day):
        self.company._ensure_agency_accounts()
        self.agencies = self.env["collection.agency"].union(
            *(self._add_agency(agency, day) for agency in AGENCIES)
        )

    def _add_agency(self, words, day):
        partner = self.env["res.partner"].create(
            {
                "name": words["name"],
                "is_company": True,
                "country_id": self.env.ref(words["country"]).id,
                **{key: words[key] for key in ("email", "street", "city", "lang")},
            }
        )
        agency = self.env["collection.agency"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "expected_rate": 35,
                "fee_ids": [Command.create({"rate": words["rate"]})],
            }
        )
        agency.vetting_ids.write(
            {"is_done": True, "date": day, "expires_on": day + timedelta(days=400)}
        )
        if words["login"]:
            # No invitation: its mail would be none of a debtor's.
            self.env["res.users"].with_context(no_reset_password=True).create(
                {
                    "login": words["login"],
                    "password": words["login"],
                    "partner_id": partner.id,
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            )
        return agency

    def _find_cases(self, day):
        """Old cases with items that nobody is going to pay."""
        self.paid_later = self._get_paid_later(day)
        cases = (
            self.env["collection.case"]
            .with_context(collection_date=day)
            .search(
                Domain("company_id", "=", self.company.id)
                & Domain("state", "=", "open")
                & Domain("oldest_due_date", "<=", day - timedelta(days=OVERDUE_DAYS))
                & Domain("plan_ids", "not any", [("state", "in", RUNNING_PLANS)])
                & Domain("dispute_ids", "not any", [("state", "in", OPEN_DISPUTES)])
                & Domain("promise_ids", "not any", [("state", "=", "open")])
                & Domain("placement_ids", "=", False),
                order="oldest_due_date, id",
            )
        )
        return cases.filtered(self._get_items).with_user(self.collector)

    def _get_paid_later(self, day):
        """Items that the made-up ledger has payments for on later days."""
        keys = {
            key
            for moment, events in self.events.items()
            if moment > day
            for event in events
            if isinstance(event, Payment)
            for key in event.keys
        }
        moves = self.env["account.move"].union(
            *(self.books.moves[key] for key in keys if key in self.books.moves)
        )
        return self.env["collection.item"].search([("move_id", "in", moves.ids)])

    def _get_items(self, case):
        """Overdue items in one currency on which nothing is held."""
        items = case.open_item_ids.filtered(
            lambda item: item.days_overdue > 0 and not item.amount_held
        ).sorted(lambda item: (item.date_due, item.id))
        items -= self.paid_later
        return items.filtered(lambda item: item.currency_id == items[0].currency_id)

    def _propose(self, case, agency, day):
        items = self._get_items(case)
        checklist = case.sudo()._start_checklists()
        if not checklist._is_ready():
            checklist.with_user(self.manager)._accept(EVIDENCE)
        placements = self.env["collection.placement"].with_user(self.collector)
        placement = placements.with_context(collection_date=day).create(
            {
                "case_id": case.id,
                "agency_id": agency.id,
                "currency_id": items[0].currency_id.id,
                "expected_rate": 35,
                "line_ids": [Command.create({"item_id": item.id}) for item in items],
            }
        )
        placement._submit()
        return placement

    def _place(self, day):
        self.add_agencies(day)
        cases = self._find_cases(day)
        if not cases:
            self.todo.clear()
            return
        self.placement = self._propose(cases[0], self.agencies[0], day)
        self.placement.with_user(self.manager)._approve()
        self.placement._place()

    def _acknowledge(self, day):
        self._on(day)._acknowledge("MP-1043", day)

    def _report(self, day):
        self._on(day)._report_promise(
            day + timedelta(days=12),
            self._round(RECOVERED),
            "The managing director answered and will pay in two parts.",
        )

    def _receive(self, day):
        """A part came to the agency, which passes it on less its commission."""
        placement = self._on(day)
        gross = self._round(RECOVERED)
        kept = placement.currency_id.round(gross * COMMISSION)
        receipt = (
            self.env["collection.placement.receipt"]
            .with_user(self.collector)
            .with_context(collection_date=day)
            .create(
                {
                    "placement_id": placement.id,
                    "date": day,
                    "gross": gross,
                    "commission": kept,
                    "reference": "MP-R-77",
                }
            )
        )
        receipt._accept()
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.agencies[0]._register_remittance(
            receipt.with_env(self.env), gross - kept, day, bank, reference="MP-R-77"
        )
        placement._draft_commission_bill()

    def _on(self, day):
        return self.placement.with_user(self.collector).with_context(
            collection_date=day
        )

    def _round(self, part):
        return self.placement.currency_id.round(self.placement.amount_placed * part)

    def _sue(self, case, day):
        """A small claim, filed by the manager."""
        items = self._get_items(case)
        matters = self.env["collection.matter"].with_user(self.manager)
        matter = matters.with_context(collection_date=day).create(
            {
                "case_id": case.id,
                "kind_id": self.env.ref("b2b_collections.matter_kind_small_id").id,
                "currency_id": items[0].currency_id.id,
                "cost_estimate": 7_500_000,
                "item_ids": [Command.create({"item_id": item.id}) for item in items],
            }
        )
        matter.action_file()

    def _write_off(self, case, day):
        """Approved and posted by the manager, whom the collector asked."""
        self._choose_accounts()
        item = self._get_items(case).sorted("amount_residual_company")[:1]
        writeoffs = self.env["collection.writeoff"].with_user(self.collector)
        writeoff = writeoffs.with_context(collection_date=day).create(
            {
                "case_id": case.id,
                "currency_id": item.currency_id.id,
                "reason_id": self.env.ref(WRITEOFF_REASON).id,
                "note": WHY_WRITTEN_OFF,
                "line_ids": [Command.create({"item_id": item.id})],
            }
        )
        writeoff.action_submit()
        writeoff = writeoff.with_user(self.manager)
        writeoff._approve()
        writeoff._post()

    def _charge(self, day):
        """Interest on some old invoices, drafted for the accountant to look at.

        Of debtors in our own country: its rate is known for good, while others are to
        be entered each half-year.
        """
        self.company.collection_charge_interest = "debit"
        items = self.env["collection.item"].search(
            Domain("company_id", "=", self.company.id)
            & Domain("state", "=", "open")
            & Domain("partner_id.country_id", "=", self.company.country_id.id),
            order="date_due, id",
            limit=CHARGED_ITEMS,
        )
        self.env["collection.charge"].with_context(collection_date=day)._charge(
            items, day
        )

    def _choose_accounts(self):
        accounts = self.env["account.account"]
        own = Domain("company_ids", "in", self.company.ids)
        self.company.collection_writeoff_account_id = accounts.search(
            own & Domain("account_type", "=", "expense"), limit=1
        )
        self.company.collection_recovery_account_id = accounts.search(
            own & Domain("account_type", "=", "income_other"), limit=1
        )
