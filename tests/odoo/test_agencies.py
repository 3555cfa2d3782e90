"""The register of agencies: vetting, price, and who may see and change it."""

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from .common import MANAGER
from .placement_common import PlacementCommon


class TestAgencies(PlacementCommon):
    def vetting(self, name):
        return self.agency.vetting_ids.filtered(
            lambda one: one.question_id == self.env.ref(f"b2b_collections.{name}")
        )

    def state(self, offset):
        with self.on(offset):
            return self.agency.vetting_state

    def test_a_new_agency_is_asked_everything_and_gets_nothing(self):
        agency = self.env["collection.agency"].create(
            {"partner_id": self.make_debtor("Baru Collections").id}
        )
        self.assertEqual(agency.name, "Baru Collections")
        self.assertEqual(len(agency.vetting_ids), 8)
        self.assertEqual(agency.vetting_state, "missing")
        with self.assertRaisesRegex(UserError, "Missing: Registered company, Office"):
            agency._check_vetted(self.day(5))

    def test_what_is_not_required_may_be_missing(self):
        self.vetting("agency_question_references").is_done = False
        self.assertEqual(self.state(5), "vetted")

    def test_state_goes_from_vetted_over_soon_to_expired(self):
        licence = self.vetting("agency_question_licence")
        licence.expires_on = self.day(100)
        self.assertEqual(self.state(39), "vetted")
        # The licence is asked about 60 days ahead.
        self.assertEqual(self.state(40), "soon")
        self.assertEqual(self.state(100), "soon")
        self.assertEqual(self.state(101), "expired")
        with self.on(101):
            with self.assertRaisesRegex(UserError, "Expired: Licence to collect debts"):
                self.agency._check_vetted(self.day(101))
            found = self.env["collection.agency"].search(
                [("vetting_state", "=", "expired")]
            )
            self.assertIn(self.agency, found)

    def test_nothing_is_handed_over_once_vetting_has_expired(self):
        with self.on(5):
            placement = self.approve(self.make_placement())
            self.vetting("agency_question_insurance").expires_on = self.day(4)
            with self.assertRaisesRegex(UserError, "Expired: Insurance"):
                placement._place()
        self.assertEqual(placement.state, "approved")
        self.assertFalse(self.notices())

    def test_a_new_question_is_missing_until_it_is_answered(self):
        self.env["collection.agency.question"].create({"name": "Tax number"})
        self.assertEqual(self.state(5), "missing")
        self.agency.action_add_questions()
        self.assertEqual(len(self.agency.vetting_ids), 9)
        self.agency.vetting_ids[-1].is_done = True
        self.vet(self.agency)
        self.assertEqual(self.state(5), "vetted")

    def test_done_without_its_date_or_document_is_refused(self):
        licence = self.vetting("agency_question_licence")
        with self.assertRaisesRegex(ValidationError, "until when it is valid"):
            licence.expires_on = False
        licence.expires_on = self.day(400)
        licence.question_id.needs_document = True
        with self.assertRaisesRegex(ValidationError, "attach its document"):
            licence.write({"is_done": True, "document": False})
        with self.assertRaisesRegex(ValidationError, "expired before it was checked"):
            self.vetting("agency_question_insurance").expires_on = self.day(-1)

    def test_the_person_responsible_hears_of_it_once_and_again_after_renewal(self):
        licence = self.vetting("agency_question_licence")
        licence.expires_on = self.day(100)

        def tasks():
            self.env.invalidate_all()
            return self.agency.activity_ids

        self.play(39)
        self.assertFalse(tasks())
        self.play(41, 42)
        self.assertEqual(len(tasks()), 1)
        self.assertEqual(tasks().user_id, self.manager)
        self.assertIn("Licence to collect debts", tasks().summary)
        self.assertEqual(tasks().date_deadline, self.day(100))
        licence.expires_on = self.day(200)
        self.play(150)
        self.assertEqual(len(tasks()), 2)

    def test_the_example_says_what_it_costs(self):
        self.assertIn("120 days overdue", self.agency.example)
        self.assertIn("180.00", self.agency.example)
        with Form(self.agency) as form:
            form.example_days = 30
            self.assertIn("120.00", form.example)

    def test_two_lines_for_the_same_claims_are_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.agency.fee_ids = [Command.create({"days_from": 90, "rate": 5})]

    def test_fees_are_converted_into_the_currency_of_the_placement(self):
        euro = self.setup_other_currency("EUR", rates=[("2020-01-01", 2.0)])
        self.agency.write({"fee_fixed": 10, "fee_minimum": 50})
        invoice = self.post_invoice(1000, currency_id=euro.id)
        self.play(5)
        with self.on(6):
            placement = self.make_placement(items=self.item(invoice))
            fees = placement._get_fees()
            self.assertEqual((fees["fixed"], fees["minimum"]), ("20.0", "100.0"))
            # At least the minimum, never more than what came.
            earned = self.agency._compute_commission(placement, [300, 300, 300])
            self.assertEqual(earned, [100.0, 0.0, 28.0])
            self.assertEqual(self.agency._compute_commission(placement, [30]), [30.0])

    def test_what_named_items_earn(self):
        with self.on(120):
            placement = self.make_placement()
            placement.line_ids.sudo()._refresh()
            placement.line_ids[1].sudo().days_overdue = 10
            one, two = placement.line_ids
            earned = self.agency._compute_commission(
                placement, [{two: 100.0}, {one: 100.0}]
            )
        self.assertEqual(earned, [12.0, 18.0])

    def test_only_its_own_people_are_found_as_users_of_an_agency(self):
        contact = self.env["res.partner"].create(
            {"name": "Rina", "parent_id": self.agency.partner_id.id}
        )
        user = new_test_user(
            self.env, "rina", groups="base.group_portal", partner_id=contact.id
        )
        stranger = new_test_user(self.env, "stranger", groups="base.group_portal")
        find = self.env["collection.agency"]._find_for_user
        self.assertEqual(find(user), self.agency)
        self.assertFalse(find(stranger))
        self.assertFalse(find(self.collector))
        for model in ("collection.agency", "collection.placement"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(user).search([])

    def test_managers_keep_the_register_others_read_it(self):
        for user in (self.reader, self.collector):
            agency = self.agency.with_user(user)
            self.assertEqual(agency.name, "Contoh Collections")
            self.assertTrue(agency.vetting_ids and agency.fee_ids)
            with self.assertRaises(AccessError):
                agency.name = "Other"
            with self.assertRaises(AccessError):
                agency.vetting_ids[0].is_done = False
            with self.assertRaises(AccessError):
                agency.fee_ids[0].rate = 1
            with self.assertRaises(AccessError):
                agency.action_add_questions()
        self.agency.with_user(self.manager).fee_ids[0].rate = 11

    def test_agencies_of_another_company_are_not_seen(self):
        other = self.setup_other_company(name="Other Company")["company"]
        agency = self.make_agency("Sebelah", company_id=other.id, user_id=False)
        manager = new_test_user(
            self.env, "far", groups=f"base.group_user,{MANAGER}", company_id=other.id
        )
        seen = self.env["collection.agency"].with_user(manager).search([])
        self.assertIn(agency, seen)
        self.assertNotIn(self.agency, seen)
        self.assertFalse(
            self.env["collection.agency.fee"]
            .with_user(manager)
            .search([("agency_id", "=", self.agency.id)])
        )
        with self.on(5), self.assertRaises(UserError):
            self.make_placement(agency=agency)
