"""The life of a payment plan, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..odoo.common import MANAGER, CollectionsCommon

PLANS = "/odoo/action-b2b_collections.collection_plan_action"


@tagged("post_install", "-at_install")
class TestPlanTour(CollectionsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        # A collector with the rights of a manager: it is not for lack of rights that
        # he cannot approve what he made.
        cls.maker = new_test_user(
            cls.env,
            "col_maker",
            groups=f"base.group_user,{MANAGER}",
            company_id=cls.company.id,
        )
        cls.accountant = new_test_user(
            cls.env,
            "col_accountant",
            groups="base.group_user,account.group_account_manager",
            company_id=cls.company.id,
        )

    def play(self, first, last, is_over=lambda: False):
        """Run the days from ``first`` to ``last`` days after today, mails included.

        :param is_over: ends the play
        :return: the last day that was played
        """
        for offset in range(first, last + 1):
            day = self.today + timedelta(offset)
            played = self.env(context=dict(self.env.context, collection_date=day))
            played["collection.run"].create(
                {"company_id": self.company.id, "date": day}
            )._execute()
            self.send_all_mails(day)
            self.print_letters(day)
            self.env.invalidate_all()
            if is_over():
                break
        return day

    def send_all_mails(self, day):
        """As Odoo's job does: also what is for our own people."""
        with self.mock_mail_gateway():
            self.env["mail.mail"].sudo().with_context(collection_date=day).search(
                [("state", "=", "outgoing")]
            ).send()

    def tour(self, name, url, login):
        self.start_tour(url, f"b2b_collections_plan_{name}", login=login)
        self.env.invalidate_all()

    def test_life_of_a_plan(self):
        due = self.today - timedelta(12)
        invoice = self.post_invoice(1200.0, due=due)
        self.run_day(self.today - timedelta(9))
        self.run_day(self.today - timedelta(2))
        self.assertEqual(self.item(invoice).level_id, self.levels["R2"])

        self.tour("propose", "/odoo/collection-cases", "col_maker")
        plan = self.env["collection.plan"].search([("partner_id", "=", self.debtor.id)])
        self.assertEqual((plan.state, plan.line_count), ("submitted", 12))
        self.tour("refuse", "/odoo/collection-my-approvals", "col_manager")
        self.assertEqual(plan.state, "draft")
        self.tour("change", PLANS, "col_maker")
        self.tour("approve", "/odoo/collection-my-approvals", "col_manager")
        self.assertEqual((plan.state, plan.line_count), ("approved", 4))
        self.tour("send", PLANS, "col_maker")
        self.tour("sign", plan.sudo().get_portal_url(), None)
        self.assertEqual((plan.state, plan.signed_by), ("active", "Budi Santoso"))
        self.assertEqual(self.item(invoice).case_id.stage_id.code, "plan")

        pay = f"/odoo/action-account.action_move_out_invoice_type/{invoice.id}"
        for _instalment in range(2):
            self.tour("pay", pay, "col_accountant")
        self.assertEqual(invoice.amount_residual, 600.0)
        third = plan.line_ids[2].date
        offset = (third - self.today).days
        self.play(1, 1)
        self.assertEqual(
            plan.line_ids.mapped("state"), ["paid", "paid", "open", "open"]
        )
        self.assertEqual(self.item(invoice).reason_code, "on_hold")
        item = self.item(invoice)
        day = self.play(offset, offset + 40, lambda: plan.state == "defaulted")
        self.assertEqual(plan.state, "defaulted")
        # Days of grace, the warning, and the days after it.
        self.assertGreater((day - third).days, 7)
        self.tour("default", f"{PLANS}/{plan.id}", "col_maker")
        self.assertEqual(item.level_id, self.levels["SP1"])
        said = self.actions(kind="notice").mapped("notice_id.code")
        self.assertIn("plan_offer", said)
        self.assertIn("plan_confirmed", said)
