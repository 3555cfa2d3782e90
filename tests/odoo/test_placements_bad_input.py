"""What cannot be placed, who must not place it, and what a user is told."""

from contextlib import contextmanager

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import COLLECTOR, MANAGER
from .placement_common import PlacementCommon


class TestPlacementsBadInput(PlacementCommon):
    def refused(self, words, error=UserError):
        return self.assertRaisesRegex(error, words)

    @contextmanager
    def taken_by_database(self, words):
        """Odoo shows the message of the index instead of this error."""
        with (
            self.refused(words, UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            yield
            self.env.flush_all()

    def test_paid_after_it_was_drafted(self):
        with self.on(5):
            placement = self.make_placement()
            self.pay(self.first, date=self.day(5))
            with self.refused("cannot be placed: it is paid. Leave it out"):
                placement._submit()
        self.assertEqual(placement.state, "draft")

    def test_paid_after_it_was_approved(self):
        with self.on(5):
            placement = self.approve(self.make_placement())
            self.pay(self.first, date=self.day(5))
            with self.refused("it is paid"):
                placement._place()
        self.assertEqual(placement.state, "approved")
        self.assertFalse(self.notices())

    def test_paid_in_part_after_approval_less_is_placed(self):
        with self.on(5), self.mock_mail_gateway():
            placement = self.approve(self.make_placement())
            self.pay(self.first, 100, self.day(5))
            placement._place()
        self.assertEqual(placement.amount_placed, 800)
        self.assertEqual(placement.amount_direct, 0)

    def test_more_than_was_approved(self):
        with self.on(5):
            payment = self.pay(self.first, 100, self.day(5))
            placement = self.approve(self.make_placement())
            payment.move_id.line_ids.remove_move_reconcile()
            with self.refused("only .*500.00 was approved"):
                placement._place()

    def test_an_item_in_dispute(self):
        reason = self.env.ref("b2b_collections.dispute_reason_price")
        with self.on(5):
            item = self.item(self.first)
            self.case.with_user(self.collector)._dispute(reason, {item: 100})
            with self.refused("it is in dispute; settle the dispute first"):
                self.make_placement()._submit()

    def test_an_item_that_is_promised(self):
        with self.on(5):
            item = self.item(self.first)
            self.case.with_user(self.collector)._promise(100, self.day(9), item)
            with self.refused("it is promised for"):
                self.make_placement()._submit()

    def test_an_item_in_a_plan(self):
        plan = self.make_active()
        with self.on(6), self.refused(f"in payment plan {plan.name}"):
            self.make_placement()._submit()

    def test_an_item_in_court(self):
        with self.on(5):
            matter = self.env["collection.matter"].create(
                {
                    "case_id": self.case.id,
                    "kind_id": self.env.ref("b2b_collections.matter_kind_court").id,
                    "cost_estimate": 150,
                    "currency_id": self.case.currency_id.id,
                    "item_ids": [Command.create({"item_id": self.item(self.first).id})],
                }
            )
            matter.action_file()
            with self.refused(f"in legal matter {matter.name}"):
                self.make_placement()._submit()

    def test_an_item_that_is_being_written_off(self):
        with self.on(5):
            writeoff = self.env["collection.writeoff"].create(
                {
                    "case_id": self.case.id,
                    "currency_id": self.case.currency_id.id,
                    "reason_id": self.env.ref(
                        "b2b_collections.writeoff_reason_uneconomic"
                    ).id,
                    "line_ids": [
                        Command.create(
                            {"item_id": self.item(self.first).id, "amount": 10}
                        )
                    ],
                }
            )
            writeoff.sudo().line_ids.is_live = True
            with self.refused(f"its write-off {writeoff.name} is being decided"):
                self.make_placement()._submit()

    def test_an_item_on_hold_by_hand(self):
        with self.on(5):
            self.case.with_user(self.collector)._hold(self.reason, self.day(9))
            with self.refused("it is on hold \\(Customer asked for time\\)"):
                self.make_placement()._submit()

    def test_an_insolvent_debtor(self):
        with self.on(5):
            placement = self.approve(self.make_placement())
            self.debtor.collection_insolvent_since = self.day(4)
            with self.refused("insolvent; the claim is filed instead"):
                placement._place()

    def test_without_evidence(self):
        self.company.collection_validation = True
        with self.on(5), self.refused("validation checklist is not complete"):
            self.make_placement()._submit()

    def test_two_placements_of_one_item(self):
        with self.on(5):
            self.approve(self.make_placement())
            with self.refused("in placement AP-.* with Contoh Collections"):
                self.make_placement()._submit()

    def test_two_transactions_that_place_the_same_item(self):
        with self.on(5):
            self.approve(self.make_placement())
            second = self.make_placement()
            with self.taken_by_database("_live_unique"):
                second.sudo()._set_state("submitted")

    def test_the_same_item_twice(self):
        with self.on(5), self.taken_by_database("_item_unique"):
            self.make_placement(items=self.item(self.first)).line_ids.create(
                {
                    "placement_id": self.env["collection.placement"]
                    .search([], limit=1)
                    .id,
                    "item_id": self.item(self.first).id,
                }
            )

    def test_items_of_another_debtor_or_currency(self):
        other = self.post_invoice(70, partner=self.make_debtor("Other"))
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        foreign = self.post_invoice(70, currency_id=euro.id)
        self.play(5)
        for invoice, words in (
            (other, "does not belong to the case"),
            (foreign, "is in EUR, the placement in"),
        ):
            with self.on(5), self.refused(words, ValidationError):
                self.make_placement(items=self.item(self.first) | self.item(invoice))

    def test_where_the_agency_does_not_collect(self):
        self.agency.country_ids = self.env.ref("base.de")
        with self.on(5), self.refused("does not collect in Indonesia"):
            self.make_placement()._submit()
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self.agency.country_ids = False
        self.agency.currency_ids = euro
        with self.on(5), self.refused("does not collect in"):
            self.make_placement()._submit()

    def test_nothing_to_place_and_archived_agencies(self):
        with self.on(5):
            placement = self.make_placement()
            self.agency.active = False
            with self.refused("archived"):
                placement._submit()
            placement.line_ids.unlink()
            with self.refused("has none"):
                placement._submit()

    def test_recalled_after_settlement(self):
        placement = self.place()
        for invoice in (self.first, self.second):
            self.pay(invoice, date=self.day(8))
        self.follow(9)
        with self.on(9), self.refused("is settled: everything was paid or credited"):
            placement._recall("Too late")

    def test_recalled_without_reason_or_twice(self):
        placement = self.place()
        with self.on(9), self.mock_mail_gateway():
            with self.refused("say why"):
                placement._recall(" ")
            placement._recall("Talks")
            with self.refused("“Recalled”"):
                placement._recall("Again")

    def test_recalled_before_it_was_placed_it_is_given_up(self):
        with self.on(5):
            placement = self.make_placement()
            placement._submit()
            placement._recall("The debtor is insolvent")
        self.assertEqual(placement.state, "closed")
        self.assertEqual(placement.approval_state, "withdrawn")
        self.assertFalse(placement.line_ids.filtered("is_live"))

    def test_reports_that_cannot_be(self):
        placement = self.place()
        with self.on(6):
            for day, amount, words in (
                (self.day(5), 100, "today or a later day"),
                (self.day(9), 0, "more than 0"),
                (self.day(9), 901, "at most .*900.00"),
            ):
                with self.refused(words, ValidationError):
                    placement._report_promise(day, amount)
                with self.refused(words, ValidationError):
                    placement._report_plan(day, amount)
            placement._acknowledge()
            with self.refused("“Acknowledged”"):
                placement._acknowledge()

    def test_a_plan_or_promise_over_what_is_placed(self):
        self.place()
        with self.on(6):
            plan = self.make_plan()
            with self.refused("Recall it first, or have the agency agree"):
                plan.action_submit()
            with self.refused("Recall it first, or enter on the placement"):
                self.case.with_user(self.collector)._promise(100, self.day(9))

    def test_nobody_writes_what_follows_from_what_happens(self):
        with self.on(5):
            placement = self.make_placement()
            for vals in (
                {"state": "placed"},
                {"date_placed": self.day(1)},
                {"name": "AP-1"},
                {"fee_terms": {}},
                {"amount_open": 1},
            ):
                with self.refused("cannot be entered", AccessError):
                    placement.write(vals)
            for vals in ({"amount_placed": 1}, {"is_live": True}):
                with self.refused("cannot be entered", AccessError):
                    placement.line_ids.write(vals)
            placement._submit()
            with self.refused("not a draft any more"):
                placement.note = "Changed"
            with self.refused("not a draft any more"):
                placement.line_ids[0].unlink()
            placement.action_draft()
            placement.note = "Changed"

    def test_placed_only_after_approval_of_what_it_is(self):
        with self.on(5):
            placement = self.make_placement()
            with self.refused("“Draft”"):
                placement._place()
            placement._submit()
            with self.refused("“To Approve”"):
                placement._place()
            with self.refused("not among those who may decide", AccessError):
                placement.with_user(self.collector)._approve()
            placement.with_user(self.manager)._approve()
            placement.sudo().note = "Another price was agreed"
            self.assertEqual(placement.state, "draft")

    def test_readers_and_collectors_of_other_cases(self):
        other = new_test_user(
            self.env,
            "col_other",
            groups=f"base.group_user,{COLLECTOR}",
            company_id=self.company.id,
        )
        self.case.user_id = self.collector
        with self.on(5):
            placement = self.make_placement()
            self.assertEqual(placement.with_user(self.reader).amount_placed, 900)
            with self.assertRaises(AccessError):
                self.make_placement(user=self.reader)
            with self.assertRaises(AccessError):
                placement.with_user(self.reader).note = "x"
            with self.assertRaises(AccessError):
                placement.with_user(self.reader)._submit()
            with self.refused("is the case of", AccessError):
                self.make_placement(user=other)
            with self.refused("is the case of", AccessError):
                placement.with_user(other)._submit()
        placed = self.place(6, items=self.item(self.second))
        with self.on(7):
            for call in ("_acknowledge", "_set_working", "_close", "action_update"):
                with self.refused("is the case of", AccessError):
                    getattr(placed.with_user(other), call)()
            with self.refused("is the case of", AccessError):
                placed.with_user(other)._recall("x")

    def test_other_companies_do_not_see_it(self):
        placement = self.place()
        company = self.env["res.company"].create({"name": "Other Company"})
        far = new_test_user(
            self.env,
            "far",
            groups=f"base.group_user,{MANAGER}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for model in ("collection.placement", "collection.placement.line"):
            self.assertFalse(self.env[model].with_user(far).search([]))
        with self.assertRaises(AccessError):
            placement.with_user(far)._recall("x")

    def test_deleted_as_a_draft_only(self):
        with self.on(5):
            placement = self.make_placement()
            placement._submit()
            with self.refused("not a draft any more|approval was asked for"):
                placement.unlink()
            self.make_placement(items=self.item(self.first)).unlink()
