"""Cases are chosen for an agency: what fits, what does not, and why."""

from odoo.exceptions import AccessError, UserError, ValidationError

from .placement_common import PlacementCommon


class TestPlacementWizard(PlacementCommon):
    def wizard(self, user=None, **vals):
        return (
            self.env["collection.placement.wizard"]
            .with_user(user or self.collector)
            .with_company(self.company)
            .create({"agency_id": self.agency.id, **vals})
        )

    def rows(self, wizard):
        return {
            (line.case_id.partner_id.name, line.currency_id.name): line
            for line in wizard.line_ids
        }

    def only_row(self, wizard):
        self.assertEqual(len(wizard.line_ids), 1)
        return wizard.line_ids

    def test_from_a_case_to_a_proposal(self):
        with self.on(5):
            action = self.case.with_user(self.collector).action_place()
            wizard = (
                self.env["collection.placement.wizard"]
                .with_user(self.collector)
                .browse(action["res_id"])
            )
            wizard.agency_id = self.agency
            self.assertEqual(wizard.expected_rate, 40)
            self.assertEqual(wizard.expected_source, "Entered for the agency")
            wizard.action_find()
            row = self.only_row(wizard)
            self.assertRecordValues(
                row,
                [
                    {
                        "fits": True,
                        "is_chosen": True,
                        "amount": 900,
                        "item_count": 2,
                        "expected_value": 316.80,
                        "days_overdue": 5,
                    }
                ],
            )
            self.assertEqual(
                (wizard.amount_company, wizard.value_company), (900, 316.8)
            )
            wizard.expected_rate = 50
            action = wizard.action_propose()
        placement = self.env["collection.placement"].browse(action["res_id"])
        self.assertRecordValues(
            placement,
            [
                {
                    "state": "draft",
                    "amount_placed": 900,
                    "expected_rate": 50,
                    "expected_source": "hand",
                }
            ],
        )

    def test_what_is_left_out_is_named_and_the_rest_is_placed(self):
        with self.on(5):
            item = self.item(self.second)
            self.case.with_user(self.collector)._promise(300, self.day(9), item)
            wizard = self.wizard(mode="cases", case_ids=self.case.ids)
            wizard.action_find()
        row = self.only_row(wizard)
        self.assertEqual((row.fits, row.amount), (True, 600))
        self.assertIn(f"{self.second.name}: it is promised for", row.left_out)

    def test_one_placement_for_each_currency(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self.post_invoice(500, currency_id=euro.id)
        self.play(5)
        with self.on(6):
            wizard = self.wizard(mode="cases", case_ids=self.case.ids)
            wizard.action_find()
            wizard.action_propose()
        own = self.env["collection.placement"].search([])
        self.assertEqual(
            sorted((one.currency_id.name, one.amount_placed) for one in own),
            [("EUR", 500), (self.company.currency_id.name, 900)],
        )
        # 500.00 EUR are 250.00, of which 40 % less 12 % of them are expected.
        self.assertEqual(wizard.amount_company, 1150)
        self.assertEqual(wizard.value_company, 404.80)

    def test_the_rule_chooses_by_age_level_and_amount(self):
        with self.on(95):
            wizard = self.wizard(days_from=90)
            wizard.action_find()
            self.assertEqual(self.only_row(wizard).amount, 900)
            wizard.write({"days_from": 96})
            wizard.action_find()
            self.assertFalse(wizard.line_ids)
            wizard.write({"days_from": 90, "amount_from": 901})
            wizard.action_find()
            self.assertIn("less than", self.only_row(wizard).why)
            wizard.write({"amount_from": 0, "amount_to": 899})
            wizard.action_find()
            self.assertIn("more than", self.only_row(wizard).why)
            wizard.write({"amount_to": 0, "level_id": self.levels["R2"].id})
            wizard.action_find()
            self.assertFalse(wizard.line_ids)
            wizard.level_id = self.levels["R1"]
            wizard.action_find()
            self.assertTrue(self.only_row(wizard).fits)

    def test_each_debtor_that_does_not_fit_says_why(self):
        insolvent = self.make_debtor("Pailit", user_id=self.collector.id)
        abroad = self.make_debtor("Abroad", country_id=self.env.ref("base.de").id)
        for partner in (insolvent, abroad):
            self.post_invoice(500, partner=partner)
        self.play(5)
        insolvent.collection_insolvent_since = self.day(4)
        self.agency.country_ids = self.env.ref("base.id")
        with self.on(95):
            wizard = self.wizard(user=self.manager)
            wizard.action_find()
        rows = {name: row for (name, _code), row in self.rows(wizard).items()}
        self.assertIn("insolvent", rows["Pailit"].why)
        self.assertIn("does not collect in Germany", rows["Abroad"].why)
        self.assertTrue(rows["Nusantara Retail"].fits)
        self.assertEqual((wizard.fitting_count, wizard.refused_count), (1, 2))

    def test_without_evidence_a_case_does_not_fit(self):
        self.company.collection_validation = True
        with self.on(95):
            wizard = self.wizard()
            wizard.action_find()
            self.assertIn("validation checklist", self.only_row(wizard).why)
            self.case.sudo()._start_checklists()
            self.case.checklist_ids.with_user(self.manager)._accept("We know it")
            wizard.action_find()
            self.assertTrue(self.only_row(wizard).fits)

    def test_one_that_fails_does_not_stop_the_rest(self):
        other = self.make_debtor("Kedua", user_id=self.manager.id)
        self.post_invoice(500, partner=other)
        self.play(5)
        theirs = self.env["collection.case"].search([("partner_id", "=", other.id)])
        theirs.user_id = self.manager
        with self.on(95):
            wizard = self.wizard()
            wizard.action_find()
            wizard.action_propose()
        rows = {name: row for (name, _code), row in self.rows(wizard).items()}
        self.assertIn("is the case of", rows["Kedua"].why)
        self.assertFalse(rows["Kedua"].placement_id)
        self.assertEqual(rows["Nusantara Retail"].placement_id.amount_placed, 900)

    def test_choices_that_cannot_be(self):
        with self.on(95):
            with self.assertRaisesRegex(UserError, "choose one first"):
                self.wizard(agency_id=False).action_find()
            with self.assertRaisesRegex(UserError, "Nothing is chosen"):
                self.wizard().action_propose()
            with self.assertRaisesRegex(ValidationError, "less than Amount From"):
                self.wizard(amount_from=10, amount_to=5)
            with self.assertRaisesRegex(ValidationError, "cannot be negative"):
                self.wizard(days_from=-1)
            with self.assertRaises(AccessError):
                self.wizard(user=self.reader)
            self.agency.vetting_ids.is_done = False
            with self.assertRaisesRegex(UserError, "Missing: Registered company"):
                self.wizard().action_find()

    def test_many_are_submitted_and_the_failing_ones_are_named(self):
        with self.on(5):
            placements = self.make_placement() | self.make_placement(
                items=self.item(self.first)
            )
            # In the order of the list: the second one finds its item taken.
            result = placements.action_submit()
        self.assertEqual(placements.mapped("state"), ["submitted", "draft"])
        self.assertIn("in placement", result["params"]["message"])

    def test_own_history_takes_the_place_of_the_register(self):
        done = self.env["collection.placement"]
        for number in range(5):
            partner = self.make_debtor(f"Debtor {number}", user_id=self.collector.id)
            invoice = self.post_invoice(100, partner=partner)
            self.play(4)
            done |= self.place(5, items=self.item(invoice))
        for placement in done:
            placement.line_ids.sudo().amount_agency = 25
        with self.on(9), self.mock_mail_gateway():
            done._return("Nothing more to be had")
            for placement in done:
                # What an end reads from the ledger is no concern of this test.
                placement.line_ids.sudo().amount_agency = 25
            wizard = self.wizard()
            self.assertEqual(wizard.expected_rate, 25)
            self.assertEqual(wizard.expected_source, "Own history with the agency")
