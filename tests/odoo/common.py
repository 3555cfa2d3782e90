from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.mail.tests.common import MailCommon

READER = "b2b_collections.group_collections_reader"
COLLECTOR = "b2b_collections.group_collections_user"
MANAGER = "b2b_collections.group_collections_manager"
LADDER = (
    # short name, days, stage, channels
    ("NOTICE", -7, "upcoming", ("send_mail",)),
    ("R1", 3, "reminder", ("send_mail",)),
    ("R2", 10, "reminder", ("send_mail", "plan_call")),
    ("SP1", 30, "dunning", ("send_letter", "send_mail")),
    ("FINAL", 90, "final_demand", ("send_letter",)),
)
CHANNELS = ("send_mail", "send_letter", "send_sms", "plan_call", "plan_visit")


class CollectionsCommon(AccountTestInvoicingCommon, MailCommon):
    """A company with one policy, one debtor, and helpers that post and run.

    Dates are literal: ``DUE`` is the due date of an invoice unless told otherwise,
    and :meth:`day` counts from it.
    """

    DUE = fields.Date.to_date("2026-03-02")

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref(MANAGER)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.company.collection_mode = "live"
        cls.env["collection.policy"].search([]).action_archive()
        cls.open_all_hours()
        cls.policy = cls.make_policy()
        cls.levels = {level.short_name: level for level in cls.policy.level_ids}
        cls.debtor = cls.make_debtor("Nusantara Retail")
        cls.collector = new_test_user(
            cls.env,
            "col_user",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=cls.company.id,
        )
        cls.manager = new_test_user(
            cls.env,
            "col_manager",
            groups=f"base.group_user,{MANAGER}",
            company_id=cls.company.id,
        )
        cls.reader = new_test_user(
            cls.env,
            "col_reader",
            groups=f"base.group_user,{READER}",
            company_id=cls.company.id,
        )
        cls.company.collection_default_user_id = cls.collector

    @classmethod
    def open_all_hours(cls):
        """No contact rule stands in the way; tests of the rules make their own."""
        Rule = cls.env["collection.contact.rule"]
        Rule.search([]).action_archive()
        cls.contact_rule = Rule.create(
            {
                "name": "Always",
                "sat": True,
                "sun": True,
                "hour_from": 0,
                "hour_to": 24,
                "observe_holidays": False,
                "limit_debtor": False,
                "gap_payment_days": 0,
                "gap_promise_days": 0,
                "gap_reply_days": 0,
            }
        )

    @classmethod
    def make_policy(cls, ladder=LADDER, **vals):
        stage = {s.code: s.id for s in cls.env["collection.stage"].search([])}
        levels = [
            Command.create(
                {
                    "name": f"Level {short}",
                    "short_name": short,
                    "days": days,
                    "stage_id": stage[code],
                    "subject": f"{short} of {{company}}",
                    "opening": "<p>Dear Sir or Madam,</p>",
                    **{name: name in channels for name in CHANNELS},
                }
            )
            for short, days, code, channels in ladder
        ]
        return cls.env["collection.policy"].create(
            {"name": "Test policy", "level_ids": levels, "contact_gap_days": 0, **vals}
        )

    @classmethod
    def make_debtor(cls, name, **vals):
        slug = "".join(filter(str.isalnum, name.lower()))[:40]
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": f"ap@{slug}.example",
                "phone": "+62 21 555 0100",
                "street": "Jalan Contoh 1",
                "city": "Jakarta",
                "zip": "10110",
                "country_id": cls.env.ref("base.id").id,
                "lang": "en_US",
                **vals,
            }
        )

    @classmethod
    def day(cls, offset):
        """Date ``offset`` days after the usual due date."""
        return cls.DUE + timedelta(days=offset)

    @classmethod
    def post_invoice(cls, amount=1000.0, due=None, partner=None, **vals):
        """A posted customer invoice; a credit note with ``move_type``."""
        due = due or cls.DUE
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.debtor).id,
                "invoice_date": due - timedelta(days=30),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Goods", "price_unit": amount, "tax_ids": []}
                    )
                ],
                **vals,
            }
        )
        move.action_post()
        return move

    @classmethod
    def pay(cls, move, amount=None, date=None):
        """Register a payment of the invoice, in full unless ``amount`` is given."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create(
                {
                    "payment_date": date or cls.DUE,
                    **({"amount": amount} if amount else {}),
                }
            )
        )
        return wizard._create_payments()

    @classmethod
    def pay_on_account(cls, amount, partner=None, date=None, currency=None):
        """A posted payment that is not matched with anything."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or cls.debtor).id,
                "amount": amount,
                "date": date or cls.DUE,
                "journal_id": cls.company_data["default_journal_bank"].id,
                **({"currency_id": currency.id} if currency else {}),
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def make_run(cls, date, company=None):
        return cls.env["collection.run"].create(
            {"company_id": (company or cls.company).id, "date": date}
        )

    def run_day(self, date, send=True, company=None):
        """Run for a date and, unless told otherwise, let mails and letters leave."""
        run = self.make_run(date, company)._execute()
        if send:
            self.send_mails()
            self.print_letters(date)
        return run

    def print_letters(self, date):
        letters = self.env["collection.action"].search([("state", "=", "to_print")])
        if letters:
            letters.with_context(collection_date=date).action_print_letters()

    def send_mails(self):
        """Let queued mails leave to the mocked gateway."""
        queued = self.env["mail.mail"].search([("state", "=", "outgoing")])
        with self.mock_mail_gateway():
            queued.send()

    def item(self, move):
        """The items of an invoice, in the order of their due dates."""
        return self.env["collection.item"].search(
            [("move_id", "in", move.ids)], order="date_due, id"
        )

    def actions(self, partner=None, **equals):
        domain = [("partner_id", "=", (partner or self.debtor).id)]
        domain += [(name, "=", value) for name, value in equals.items()]
        return self.env["collection.action"].search(domain, order="id")
