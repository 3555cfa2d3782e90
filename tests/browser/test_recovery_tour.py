"""The way of a case through an agency to a write-off, and back, in a real browser."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..odoo.common import MANAGER, CollectionsCommon

CASES = "/odoo/collection-cases"
APPROVALS = "/odoo/collection-my-approvals"
ACTION = "/odoo/action-b2b_collections."


@tagged("post_install", "-at_install")
class TestRecoveryTour(CollectionsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.company.collection_validation = False
        cls.agency = cls.make_agency()
        cls.portal_user = new_test_user(
            cls.env,
            "agency_user",
            groups="base.group_portal",
            email="cases@agency.example",
            partner_id=cls.agency.partner_id.id,
        )
        # Who proposes has the rights of a manager: it is not for lack of rights that
        # he cannot approve.
        cls.maker = cls.make_user("col_maker", MANAGER)
        cls.make_user("col_accountant", MANAGER, "account.group_account_manager")
        cls.company._ensure_agency_accounts()
        data = cls.company_data
        cls.bad_debt = data["default_account_expense"].copy({"code": "600777"})
        cls.income = data["default_account_revenue"].copy({"code": "400777"})
        cls.company.write(
            {
                "collection_writeoff_account_id": cls.bad_debt.id,
                "collection_recovery_account_id": cls.income.id,
                "collection_writeoff_relief": "none",
            }
        )

    @classmethod
    def make_user(cls, login, *groups):
        return new_test_user(
            cls.env,
            login,
            groups=",".join(("base.group_user", *groups)),
            company_id=cls.company.id,
        )

    @classmethod
    def make_agency(cls):
        partner = cls.env["res.partner"].create(
            {
                "name": "Contoh Collections",
                "is_company": True,
                "email": "cases@agency.example",
                "street": "Jalan Agensi 5",
                "city": "Jakarta",
            }
        )
        agency = cls.env["collection.agency"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "expected_rate": 40,
                "fee_ids": [Command.create({"rate": 18})],
            }
        )
        agency.vetting_ids.write(
            {
                "is_done": True,
                "date": cls.today,
                "expires_on": cls.today + timedelta(365),
            }
        )
        return agency

    def tour(self, name, url, login):
        self.start_tour(url, f"b2b_collections_recovery_{name}", login=login)
        self.env.invalidate_all()

    def balance(self, account, partner):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("partner_id", "=", partner.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def assert_books(self, **expected):
        """Balances of the debtor's receivable, the agency's clearing and payable, the
        bad debts, and what came back of them.
        """
        agency, debtor = self.agency.partner_id, self.debtor
        found = {
            "receivable": self.balance(debtor.property_account_receivable_id, debtor),
            "clearing": self.balance(self.company.collection_agency_account_id, agency),
            "payable": self.balance(agency.property_account_payable_id, agency),
            "bad_debt": self.balance(self.bad_debt, debtor),
            "recovered": self.balance(self.income, debtor),
        }
        zero = dict.fromkeys(found, 0.0)
        self.assertEqual(found, {**zero, **expected})

    def test_through_an_agency_to_a_write_off_and_back(self):
        invoice = self.post_invoice(1000.0, due=self.today - timedelta(120))
        for days in (117, 107, 77):
            self.run_day(self.today - timedelta(days))
        placement = self.hand_over(invoice)
        self.report_and_settle(placement)
        self.give_up_the_rest(placement)
        writeoff = self.write_off(invoice)
        self.recover_later(writeoff)

    def hand_over(self, invoice):
        self.tour("propose", CASES, "col_maker")
        placement = self.env["collection.placement"].search([])
        self.assertEqual(
            (placement.state, placement.amount_placed), ("submitted", 1000)
        )
        self.tour("approve", APPROVALS, "col_manager")
        with self.mock_mail_gateway():
            self.tour("place", f"{ACTION}collection_placement_action", "col_maker")
        self.assertEqual(placement.state, "placed")
        self.assertEqual(self.item(invoice).case_id.stage_id.code, "agency")
        self.assertEqual(self.item(invoice).reason_code, "on_hold")
        self.assertIn(
            "placement_started", self.actions(kind="notice").mapped("notice_id.code")
        )
        return placement

    def report_and_settle(self, placement):
        portal = "/my/collections/placements"
        self.tour("acknowledge", portal, "agency_user")
        self.assertEqual(
            (placement.state, placement.agency_reference),
            ("acknowledged", "CC-2026-17"),
        )
        self.tour("report", f"/my/collections/placement/{placement.id}", "agency_user")
        self.assertEqual(placement.receipt_ids.source, "portal")
        receipts = f"{ACTION}collection_placement_receipt_action"
        self.tour("accept", receipts, "col_maker")
        self.assert_books(receivable=400.0, clearing=600.0)
        self.tour("remit", receipts, "col_accountant")
        self.assert_books(receivable=400.0, clearing=108.0)
        bill = placement.with_user(self.maker)._draft_commission_bill()
        self.assertEqual((bill.state, bill.amount_untaxed), ("draft", 108.0))
        accountant = self.env["res.users"].search([("login", "=", "col_accountant")])
        bill = bill.with_user(accountant)
        bill.write(
            {
                "ref": "INV-7",
                "invoice_date": self.today,
                "collection_commission_stated": bill.amount_total,
            }
        )
        bill.action_post()
        self.env.invalidate_all()
        self.assert_books(receivable=400.0)

    def give_up_the_rest(self, placement):
        self.tour("recall", f"{ACTION}collection_placement_action", "col_maker")
        self.assertEqual(placement.state, "recalled")
        self.assertEqual((placement.amount_agency, placement.amount_open), (600, 400))

    def write_off(self, invoice):
        self.tour("writeoff", CASES, "col_maker")
        self.tour("approve", APPROVALS, "col_manager")
        self.tour("post", f"{ACTION}collection_writeoff_action", "col_accountant")
        writeoff = self.env["collection.writeoff"].search([])
        self.assertEqual((writeoff.state, writeoff.amount), ("posted", 400))
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assert_books(bad_debt=400.0)
        return writeoff

    def recover_later(self, writeoff):
        self.pay_on_account(100.0, date=self.today)
        self.assert_books(receivable=-100.0, bad_debt=400.0)
        self.tour("later", f"{ACTION}collection_writeoff_action", "col_accountant")
        self.assertEqual((writeoff.amount_recovered, writeoff.amount_lost), (100, 300))
        self.assert_books(bad_debt=400.0, recovered=-100.0)
        self.run_day(self.today, send=False)
        case = writeoff.case_id
        self.assertEqual(case.state, "closed")
        said = self.env["collection.journal.entry"].search(
            [("case_id", "=", case.id)], order="id"
        )
        events = [
            "placement_placed",
            "placement_acknowledged",
            "receipt_accepted",
            "commission_netted",
            "placement_recalled",
            "writeoff_posted",
        ]
        self.assertLessEqual(set(events), set(said.mapped("event")))
        check = self.env["collection.journal.check"].sudo()._verify(self.company)
        self.assertEqual(check.state, "right")
