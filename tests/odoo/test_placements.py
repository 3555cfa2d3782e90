from .placement_common import PlacementCommon


class TestPlacements(PlacementCommon):
    """From the case to the agency and back."""

    def test_placed_after_approval(self):
        with self.on(5), self.mock_mail_gateway():
            placement = self.make_placement()
            self.assertEqual(placement.state, "draft")
            placement._submit()
            self.assertEqual(placement.state, "submitted")
            placement.with_user(self.manager)._approve()
            self.assertEqual(placement.state, "approved")
            placement._place()
        self.assertRecordValues(
            placement,
            [
                {
                    "state": "placed",
                    "date_placed": self.day(5),
                    "amount_placed": 900,
                    "amount_open": 900,
                    "amount_agency": 0,
                    "step": False,
                }
            ],
        )
        self.assertEqual(
            self.events(
                "placement_submitted",
                "placement_approved",
                "placement_placed",
            ),
            ["placement_submitted", "placement_approved", "placement_placed"],
        )

    def test_expected_value_is_what_comes_back_less_commission(self):
        with self.on(5):
            placement = self.make_placement()
        # 40 % of 900.00 are 360.00; 12 % of that are 43.20.
        self.assertEqual(placement.expected_value, 316.80)
        self.assertEqual(placement.expected_source, "register")
        placement.expected_rate = 50
        self.assertEqual(placement.expected_value, 396.00)
        self.assertEqual(placement.expected_source, "hand")

    def test_the_debtor_is_told_in_writing(self):
        self.place()
        self.assertIn("placement_started", self.notices())
        action = self.actions(kind="notice", channel="mail")[-1:]
        body = str(action._get_documents()[action.id].opening)
        self.assertIn("Contoh Collections", body)
        self.assertIn("Jalan Agensi 5", body)

    def test_an_agency_that_takes_the_money_is_named_as_payee(self):
        self.agency.payment_to = "agency"
        self.place()
        self.assertIn("placement_started_agency", self.notices())

    def test_own_dunning_rests_and_says_with_whom(self):
        self.place()
        item = self.item(self.first)
        self.assertEqual(item.verdict, "hold")
        self.assertIn("with the agency Contoh Collections since", item.reason)
        self.assertEqual(item.case_id.stage_id.code, "agency")
        self.play(12, 40)
        self.assertEqual(self.given(self.first), [(4, "R1")])

    def test_a_long_list_says_of_each_item_which_agency(self):
        other = self.make_agency("Kedua Collections")
        self.place(items=self.item(self.first))
        self.place(items=self.item(self.second), agency=other)
        items = self.item(self.first | self.second)
        reasons = items._read_reasons({})
        for item, name in zip(items, ("Contoh", "Kedua"), strict=True):
            self.assertIn(f"with the agency {name} Collections", reasons[item.id])

    def test_the_policy_may_let_dunning_go_on(self):
        self.policy.placement_holds = False
        self.place()
        self.assertNotEqual(self.item(self.first).verdict, "hold")

    def test_recalled_items_go_on_where_they_were(self):
        placement = self.place()
        with self.on(20), self.mock_mail_gateway():
            placement.with_user(self.collector)._recall("The debtor wants to pay us")
        self.assertRecordValues(
            placement,
            [
                {
                    "state": "recalled",
                    "date_ended": self.day(20),
                    "end_reason": "The debtor wants to pay us",
                }
            ],
        )
        self.assertIn("placement_ended", self.notices())
        self.assertNotEqual(self.case.stage_id.code, "agency")
        self.play(40)
        self.assertIn("R2", [level for _day, level in self.given(self.first)])

    def test_reports_of_the_agency(self):
        placement = self.place()
        with self.on(6):
            placement._acknowledge("C-77")
            self.assertRecordValues(
                placement,
                [
                    {
                        "state": "acknowledged",
                        "date_acknowledged": self.day(6),
                        "agency_reference": "C-77",
                    }
                ],
            )
            placement._set_working("Called them")
            self.assertEqual(placement.state, "working")
            placement._report_promise(self.day(20), 500, "Director promised")
            self.assertEqual(placement.state, "promised")
            placement._report_plan(self.day(90), 900, "Three instalments")
            self.assertEqual(placement.state, "plan")
        self.assertEqual(
            self.events(
                "placement_acknowledged",
                "placement_working",
                "placement_promised",
                "placement_plan",
            ),
            [
                "placement_acknowledged",
                "placement_working",
                "placement_promised",
                "placement_plan",
            ],
        )

    def test_a_broken_promise_to_the_agency_lets_it_work_again(self):
        placement = self.place()
        with self.on(6):
            placement._report_promise(self.day(10), 500)
        self.follow(12)
        self.assertEqual(placement.state, "promised")
        self.follow(14)
        self.assertEqual(placement.state, "working")

    def test_money_paid_to_us_is_direct(self):
        placement = self.place()
        self.pay(self.first, 200, self.day(8))
        self.follow(9)
        self.assertRecordValues(
            placement,
            [
                {
                    "state": "placed",
                    "amount_placed": 900,
                    "amount_direct": 200,
                    "amount_credited": 0,
                    "amount_open": 700,
                }
            ],
        )

    def test_credit_notes_are_no_recovery(self):
        placement = self.place()
        wizard = self.env["account.move.reversal"].create(
            {
                "move_ids": self.second.ids,
                "date": self.day(7),
                "journal_id": self.second.journal_id.id,
            }
        )
        wizard.with_context(
            active_model="account.move", active_ids=self.second.ids
        ).refund_moves()
        wizard.new_move_ids.action_post()
        self.follow(9)
        self.assertRecordValues(
            placement,
            [{"amount_direct": 0, "amount_credited": 300, "amount_open": 600}],
        )

    def test_a_cancelled_invoice_is_followed(self):
        placement = self.place()
        self.second.button_draft()
        self.second.button_cancel()
        self.follow(9)
        self.assertRecordValues(
            placement,
            [{"amount_direct": 0, "amount_credited": 300, "amount_open": 600}],
        )

    def test_paid_in_full_it_is_settled_and_reopened_when_the_payment_bounces(self):
        placement = self.place()
        payments = self.pay(self.first, date=self.day(8))
        payments |= self.pay(self.second, date=self.day(8))
        self.follow(9)
        self.assertRecordValues(
            placement,
            [{"state": "settled", "amount_direct": 900, "amount_open": 0}],
        )
        self.assertFalse(any(placement.line_ids.mapped("is_live")))
        payments[0].move_id.line_ids.remove_move_reconcile()
        self.follow(10)
        self.assertRecordValues(
            placement,
            [{"state": "working", "amount_direct": 300, "amount_open": 600}],
        )
        self.assertTrue(all(placement.line_ids.mapped("is_live")))
        with self.on(10):
            self.assertEqual(self.item(self.first).verdict, "hold")

    def test_closing_ends_it_for_good(self):
        placement = self.place()
        with self.on(20), self.mock_mail_gateway():
            placement._return("Cannot be found")
            self.assertEqual(placement.state, "returned")
            placement._close()
        self.assertEqual(placement.state, "closed")

    def test_placed_again_it_knows_the_first_placement_and_its_own_fee(self):
        first = self.place()
        with self.on(20), self.mock_mail_gateway():
            first._recall("Nothing came")
        other = self.make_agency("Kedua Collections", bands=())
        other.fee_ids = [
            (0, 0, {"rate": 12}),
            (0, 0, {"rate": 30, "is_again": True}),
        ]
        second = self.place(25, agency=other)
        self.assertEqual(second.previous_id, first)
        # 12 % for a first one, 30 % for what was placed before.
        self.assertEqual(other._compute_commission(second, [100, 100]), [30, 30])
        self.assertEqual(self.agency._compute_commission(first, [100]), [12])

    def test_what_was_approved_is_what_is_paid(self):
        placement = self.place()
        self.agency.fee_ids.rate = 50
        self.assertEqual(self.agency._compute_commission(placement, [100]), [12])

    def test_an_agency_that_does_not_acknowledge_is_asked_about_once(self):
        self.company.collection_placement_ack_days = 5
        placement = self.place()
        task = self.env.ref("b2b_collections.mail_act_placement_ack")

        def count():
            types = self.case.activity_ids.mapped("activity_type_id.id")
            return types.count(task.id)

        self.follow(10)
        self.assertEqual(count(), 0)
        self.follow(11)
        self.follow(12)
        self.assertEqual(count(), 1)
        self.assertEqual(placement.ack_asked_on, self.day(11))
        with self.on(13):
            placement._acknowledge()
        self.env.invalidate_all()
        self.assertEqual(count(), 0)

    def test_new_items_of_the_debtor_are_shown_as_not_placed(self):
        placement = self.place()
        self.assertEqual(placement.unplaced_count, 0)
        self.post_invoice(50)
        self.follow(6)
        self.assertEqual(placement.unplaced_count, 1)
        self.assertEqual(self.case.unplaced_count, 1)

    def test_a_dispute_flags_the_placement_and_the_agency_has_to_know(self):
        placement = self.place()
        with self.on(7):
            item = self.item(self.first)
            reason = self.env.ref("b2b_collections.dispute_reason_price")
            self.case.with_user(self.collector)._dispute(reason, {item: 100})
        self.env.invalidate_all()
        self.assertTrue(placement.is_disputed)
        self.assertEqual(
            self.env["collection.placement"].search([("is_disputed", "=", True)]),
            placement,
        )
        tasks = self.case.activity_ids.mapped("summary")
        self.assertTrue(
            any("Tell Contoh Collections" in text for text in tasks if text)
        )
