from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .test_credit import CreditCommon


class TestCreditSale(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = new_test_user(
            cls.env,
            "seller",
            groups="sales_team.group_sale_salesman_all_leads",
            company_id=cls.company.id,
        )

    def make_order(self, price=1000.0, user=None):
        order = (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.debtor.id,
                    "company_id": self.company.id,
                    "user_id": self.seller.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": self.product_a.id,
                                "price_unit": price,
                                "tax_ids": [],
                            },
                        )
                    ],
                }
            )
        )
        return order.with_user(user or self.seller)

    def test_free_debtor_is_confirmed(self):
        order = self.make_order()
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.message_ids.filtered(lambda m: "overdue" in m.body))

    def test_warned_order_is_confirmed_with_a_note(self):
        self.make_case("dunning")
        order = self.make_order()
        self.assertEqual(order.collection_credit_state, "warn")
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.message_ids.filtered(lambda m: "overdue" in m.body))

    def test_blocked_order_waits_and_a_release_lets_it_pass(self):
        case = self.make_case()
        order = self.make_order()
        with self.assertRaisesRegex(UserError, "Final demand"):
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        case._release_credit("Agreed", self.in_days(3))
        order.invalidate_recordset()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_release_up_to_an_amount(self):
        case = self.make_case()
        case._release_credit("Small orders", self.in_days(3), 500)
        with self.assertRaisesRegex(UserError, "larger and waits"):
            self.make_order(500.01).action_confirm()
        order = self.make_order(500)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_release_of_one_order_covers_no_other(self):
        case = self.make_case()
        order, other = self.make_order(), self.make_order()
        wizard = (
            self.env["collection.credit.wizard"]
            .with_user(self.manager)
            .with_context(order.action_release_credit()["context"])
            .create({"reason": "This one", "date_until": self.in_days(3)})
        )
        wizard.action_release()
        (order | other).invalidate_recordset()
        self.assertEqual(case.credit_state, "block")
        with self.assertRaises(UserError):
            other.action_confirm()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_what_the_customer_signs_rests_without_an_error(self):
        self.make_case()
        order = self.make_order()
        order.with_user(self.env.ref("base.public_user")).sudo()._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.activity_ids.user_id, self.seller)
        self.assertIn("credit hold", order.activity_ids.summary)

    def test_what_is_paid_in_advance_takes_no_credit(self):
        self.make_case()
        order = self.make_order()
        with patch.object(type(order), "_is_prepaid", lambda self: True):
            order.invalidate_recordset()
            order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_seller_learns_why_but_reads_no_case(self):
        case = self.make_case()
        order = self.make_order()
        self.assertIn("Final demand", order.collection_credit_note)
        with self.assertRaises(AccessError):
            case.with_user(self.seller).read(["amount_overdue"])
        with self.assertRaises(AccessError):
            case.with_user(self.seller)._release_credit("Let me", self.in_days(1))

    def test_other_company_is_not_concerned(self):
        self.make_case()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        standing = self.debtor._get_credit_standings(other)[self.debtor]
        self.assertEqual(standing.state, "free")
