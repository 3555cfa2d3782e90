from datetime import datetime, time
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.b2b_collections.models import collection_contact_rule_book

from .common import CollectionsCommon

# A Saturday night in Jakarta, 22:00; noon in Berlin is 16:00, in New York 10:00.
SATURDAY_NIGHT = datetime(2026, 3, 7, 15)


class GateCommon(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact_rule.active = False
        cls.rules = {
            name: cls.env.ref(f"b2b_collections.contact_rule_{name}")
            for name in ("id", "europe", "us", "other")
        }
        for rule in cls.rules.values():
            rule.active = True

    def at(self, moment):
        """Let it be that moment, in UTC, for whoever acts."""
        model = type(self.env["collection.action"])
        day = moment.date()
        for name, value in (("_get_now", moment), ("_get_today", day)):
            patcher = patch.object(model, name, lambda _self, value=value: value)
            patcher.start()
            self.addCleanup(patcher.stop)

    def live_in(self, partner, country, state=None, **vals):
        country = self.env.ref(f"base.{country}")
        found = self.env["res.country.state"].search(
            [("country_id", "=", country.id), ("code", "=", state)], limit=1
        )
        partner.write({"country_id": country.id, "state_id": found.id, **vals})
        return partner


class TestHours(GateCommon):
    def test_saturday_night_run(self):
        self.at(SATURDAY_NIGHT)
        places = {
            "Jakarta": ("id", "JK"),
            "Jayapura": ("id", "PA"),
            "Berlin": ("de", "BE"),
            "New York": ("us", "NY"),
        }
        debtors = {}
        for name, place in places.items():
            debtors[name] = self.live_in(self.make_debtor(name), *place)
            self.post_invoice(100, partner=debtors[name])
        # Monday 9 March 2026 is a day off in Zurich, by entry of the company.
        debtors["Zurich"] = self.live_in(self.make_debtor("Zurich"), "ch")
        self.post_invoice(100, partner=debtors["Zurich"])
        self.env["collection.contact.day"].create(
            {
                "name": "Feast",
                "date": "2026-03-09",
                "country_id": self.env.ref("base.ch").id,
            }
        )
        self.run_day(SATURDAY_NIGHT.date(), send=False)
        days = {}
        for name, debtor in debtors.items():
            action = self.actions(debtor)
            self.assertEqual(action.gate, "allowed")
            days[name] = (action.zone, action.moment)
            # The case says it by the debtor's clock.
            case = debtor.collection_case_id
            waits = action.moment > SATURDAY_NIGHT
            said = waits and action._get_short_moment()
            self.assertEqual(case.next_contact, said)
            self.assertEqual(
                action.mail_id.scheduled_date, (waits and action.moment) or False
            )
        jayapura = debtors["Jayapura"].collection_case_id
        self.assertRegex(jayapura.next_contact, r"^Mon 9 Mar, \d\d:\d\d WIT$")
        self.assertEqual(days["New York"], ("America/New_York", SATURDAY_NIGHT))
        for name, zone, first, last in (
            ("Jakarta", "Asia/Jakarta", (9, 1), (9, 5)),
            ("Jayapura", "Asia/Jayapura", (8, 23), (9, 3)),
            ("Berlin", "Europe/Berlin", (9, 7), (9, 11)),
            ("Zurich", "Europe/Zurich", (10, 8), (10, 12)),
        ):
            self.assertEqual(days[name][0], zone)
            self.assertLessEqual(datetime(2026, 3, *first), days[name][1], name)
            self.assertLess(days[name][1], datetime(2026, 3, *last), name)

    def test_messages_are_spread_and_not_all_at_the_first_minute(self):
        self.at(SATURDAY_NIGHT)
        for number in range(12):
            debtor = self.live_in(self.make_debtor(f"Spread {number}"), "id", "JK")
            self.post_invoice(100, partner=debtor)
        self.run_day(SATURDAY_NIGHT.date(), send=False)
        actions = self.env["collection.action"].search(
            [("partner_id.name", "like", "Spread")]
        )
        moments = set(actions.mapped("moment"))
        self.assertGreater(len(moments), 6)

    def test_scheduled_mail_wakes_the_queue(self):
        self.at(SATURDAY_NIGHT)
        self.live_in(self.debtor, "id", "JK")
        self.post_invoice(100)
        self.run_day(SATURDAY_NIGHT.date(), send=False)
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        due = self.env["ir.cron.trigger"].search(
            [("cron_id", "=", cron.id), ("call_at", ">=", self.actions().moment)]
        )
        self.assertTrue(due)

    def test_queue_that_is_late_does_not_send_at_night(self):
        self.at(datetime(2026, 3, 5, 5))
        self.live_in(self.debtor, "id", "JK")
        self.post_invoice(100)
        self.run_day(datetime(2026, 3, 5).date(), send=False)
        action = self.actions()
        self.at(datetime(2026, 3, 5, 16))
        self.send_mails()
        self.assertEqual(action.state, "queued")
        self.assertGreaterEqual(action.moment, datetime(2026, 3, 6, 1))
        self.assertEqual(action.mail_id.scheduled_date, action.moment)
        self.at(action.moment)
        self.send_mails()
        self.assertEqual(action.state, "done")

    def test_forbidden_since_it_was_queued(self):
        self.at(datetime(2026, 3, 5, 5))
        self.live_in(self.debtor, "id", "JK")
        self.post_invoice(100)
        self.run_day(datetime(2026, 3, 5).date(), send=False)
        self.debtor.collection_insolvent_since = "2026-03-05"
        self.send_mails()
        self.assertEqual(self.actions().state, "cancelled")
        self.assertIn("insolvent", self.actions().state_detail)

    def test_text_waits_for_its_hour(self):
        self.levels["R1"].write({"send_mail": False, "send_sms": True})
        self.at(SATURDAY_NIGHT)
        self.live_in(self.debtor, "id", "JK", phone="+62211234567")
        self.post_invoice(100)
        self.run_day(SATURDAY_NIGHT.date(), send=False)
        action = self.actions()
        self.assertFalse(action.sms_id)
        self.env["collection.action"].sudo()._cron_send_texts()
        self.assertFalse(action.sms_id)
        self.at(action.moment)
        self.env["collection.action"].sudo()._cron_send_texts()
        self.assertEqual(action.sms_id.state, "outgoing")

    def test_time_zone_of_whoever_entered_the_record_does_not_mislead(self):
        self.at(datetime(2026, 3, 5, 12))  # 19:00 in Jakarta, 21:00 in Jayapura
        self.live_in(self.debtor, "id", "PA", tz="Asia/Jakarta")
        self.post_invoice(100)
        self.run_day(datetime(2026, 3, 5).date(), send=False)
        self.assertGreater(self.actions().moment, datetime(2026, 3, 5, 22))

    def test_what_leaves_later_counts_from_then(self):
        self.levels["R1"].write({"send_mail": False, "send_letter": True})
        self.at(datetime(2026, 3, 5, 5))
        self.live_in(self.debtor, "id", "JK")
        self.post_invoice(100)
        self.run_day(datetime(2026, 3, 5).date(), send=False)
        letter = self.actions()
        self.assertEqual(letter.moment, datetime(2026, 3, 5, 5))
        self.at(datetime(2026, 3, 9, 5))
        letter.with_user(self.collector).action_print_letters()
        self.assertEqual(letter.moment, datetime(2026, 3, 9, 5))


class TestLimits(GateCommon):
    def setUp(self):
        super().setUp()
        self.live_in(self.debtor, "id", "JK")
        self.rules["other"].active = False
        self.rules["id"].active = False
        self.contact_rule.active = True

    def run_day(self, date, **wishes):
        """On that very day, so that what leaves does so then."""
        self.at(datetime.combine(date, time(5)))
        return super().run_day(date, **wishes)

    def test_limit_per_debtor_over_all_channels(self):
        self.contact_rule.write({"limit_debtor": True, "cap_debtor": 1, "cap_days": 30})
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.run_day(self.day(10))
        item = self.item(invoice)
        self.assertEqual(item.reason_code, "cap")
        self.assertEqual(item.next_date, self.day(33))
        self.assertIn("limit of contacts", item.reason)
        self.run_day(self.day(33))
        self.assertEqual(self.item(invoice).level_id.short_name, "R2")

    def test_formal_demand_by_letter_is_not_stopped_by_limits(self):
        self.contact_rule.write({"limit_debtor": True, "cap_debtor": 1, "cap_days": 90})
        self.levels["SP1"].write({"is_statutory": True, "send_mail": False})
        self.levels["R2"].active = False
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        self.run_day(self.day(30))
        self.print_letters(self.day(30))
        self.assertEqual(self.item(invoice).level_id.short_name, "SP1")

    def test_rest_after_the_first_payment_only(self):
        self.contact_rule.gap_payment_days = 5
        self.policy.contact_gap_days = 0
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        for offset in (8, 9, 10):
            self.pay(invoice, 10, date=self.day(offset))
        self.run_day(self.day(10))
        self.assertEqual(self.item(invoice).reason_code, "wait_payment")
        self.assertEqual(self.item(invoice).next_date, self.day(13))
        self.run_day(self.day(13))
        self.assertEqual(self.item(invoice).level_id.short_name, "R2")

    def test_rest_after_a_promise(self):
        self.contact_rule.gap_promise_days = 4
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id.with_user(self.collector)
        self.at(datetime.combine(self.day(9), time(5)))
        case._log_call(self.debtor, "promised", "Friday")
        self.run_day(self.day(10))
        self.assertEqual(self.item(invoice).reason_code, "wait_promise")
        self.run_day(self.day(13))
        self.assertEqual(self.item(invoice).level_id.short_name, "R2")

    def test_rest_after_an_answer(self):
        self.contact_rule.gap_reply_days = 3
        invoice = self.post_invoice(100)
        self.run_day(self.day(3))
        case = self.debtor.collection_case_id
        self.at(datetime.combine(self.day(9), time(5)))
        self.env["collection.journal.entry"]._record(
            [{"company_id": self.company.id, "event": "replied", "case_id": case.id}]
        )
        self.run_day(self.day(10), send=False)
        self.assertEqual(self.item(invoice).reason_code, "wait_reply")
        self.assertEqual(self.item(invoice).next_date, self.day(12))
        self.run_day(self.day(12), send=False)
        self.assertEqual(self.item(invoice).reason_code, "queued")


class TestBars(GateCommon):
    def setUp(self):
        super().setUp()
        self.at(datetime(2026, 3, 5, 5))
        self.live_in(self.debtor, "id", "JK")
        self.invoice = self.post_invoice(100)

    def run_today(self):
        return self.run_day(datetime(2026, 3, 5).date(), send=False)

    def test_insolvency_and_do_not_contact_stop_everything(self):
        for vals, code in (
            ({"collection_insolvent_since": "2026-03-05"}, "insolvent"),
            (
                {
                    "collection_do_not_contact": True,
                    "collection_do_not_contact_reason": "Court order",
                },
                "do_not_contact",
            ),
        ):
            self.debtor.write(
                {
                    "collection_insolvent_since": False,
                    "collection_do_not_contact": False,
                    **vals,
                }
            )
            self.run_today()
            self.assertEqual(self.item(self.invoice).verdict, "hold")
            self.assertEqual(self.item(self.invoice).reason_code, code)
            case = self.debtor.collection_case_id.with_user(self.manager)
            for channel in ("mail", "letter", "call", "whatsapp"):
                with self.assertRaises(UserError):
                    case._contact(channel, self.levels["R1"], override="I insist")
        self.assertFalse(self.actions())

    def test_only_managers_say_so_and_with_a_reason(self):
        with self.assertRaises(AccessError):
            self.debtor.with_user(self.collector).collection_do_not_contact = True
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.collector).create(
                {"name": "Sly", "collection_insolvent_since": "2026-03-05"}
            )
        with self.assertRaises(ValidationError):
            self.debtor.with_user(self.manager).collection_do_not_contact = True

    def test_it_is_journalled(self):
        self.run_today()
        self.debtor.with_user(self.manager).collection_insolvent_since = "2026-03-05"
        self.debtor.with_user(self.manager).collection_insolvent_since = False
        entries = self.env["collection.journal.entry"].search(
            [("contact_id", "=", self.debtor.id)], order="id"
        )
        events = [entry.event for entry in entries if "contact_" in entry.event]
        self.assertEqual(events, ["contact_blocked", "contact_unblocked"])

    def test_declined_channel_and_consent(self):
        self.policy.mail_fallback = "none"
        Consent = self.env["collection.consent"].with_user(self.collector)
        refusal = Consent.create(
            {"partner_id": self.debtor.id, "channel": "mail", "state": "refused"}
        )
        self.run_today()
        self.assertEqual(self.item(self.invoice).reason_code, "opted_out")
        with self.assertRaises(UserError):
            refusal.state = "granted"
        with self.assertRaises(UserError):
            refusal.sudo().unlink()
        Consent.create(
            {"partner_id": self.debtor.id, "channel": "mail", "state": "granted"}
        )
        self.run_today()
        self.assertEqual(self.actions().state, "queued")

    def test_channel_that_needs_consent(self):
        self.levels["R1"].write({"send_mail": False, "send_sms": True})
        self.policy.mail_fallback = "none"
        self.debtor.phone = "+62211234567"
        self.rules["id"].consent_sms = True
        self.run_today()
        self.assertFalse(self.actions())
        self.assertEqual(self.item(self.invoice).reason_code, "no_consent")


class TestByHand(GateCommon):
    def setUp(self):
        super().setUp()
        self.live_in(self.debtor, "id", "JK", phone="+62211234567")
        self.post_invoice(100)
        self.levels["NOTICE"].active = False
        self.at(datetime(2026, 3, 4, 5))
        self.run_day(datetime(2026, 3, 4).date(), send=False)
        self.case = self.debtor.collection_case_id

    def test_at_night_it_is_scheduled(self):
        self.at(datetime(2026, 3, 5, 16))
        action = self.case.with_user(self.collector)._contact("mail", self.levels["R1"])
        self.assertGreaterEqual(action.moment, datetime(2026, 3, 6, 1))
        self.assertEqual(action.mail_id.scheduled_date, action.moment)

    def test_a_chat_cannot_be_scheduled(self):
        self.at(datetime(2026, 3, 5, 16))
        with self.assertRaisesRegex(UserError, "possible from"):
            self.case.with_user(self.collector)._contact("whatsapp", self.levels["R1"])

    def test_override_needs_a_manager_and_a_reason_and_is_journalled(self):
        self.at(datetime(2026, 3, 5, 16))
        level = self.levels["R1"]
        with self.assertRaises(AccessError):
            self.case.with_user(self.collector)._contact("mail", level, override="Now")
        by_manager = self.case.with_user(self.manager)
        with self.assertRaises(UserError):
            by_manager._contact("mail", level, override=" ")
        action = by_manager._contact("mail", level, override="He asked me to write now")
        self.assertRecordValues(
            action,
            [
                {
                    "gate": "overridden",
                    "gate_code": "hours",
                    "gate_reason": "He asked me to write now",
                    "moment": datetime(2026, 3, 5, 16),
                }
            ],
        )
        events = self.env["collection.journal.entry"].search(
            [("action_id", "=", action.id)]
        )
        self.assertIn("overridden", events.mapped("event"))
        self.send_mails()
        self.assertEqual(action.state, "done")

    def test_hours_by_law_cannot_be_overridden(self):
        self.rules["id"].by_law = True
        self.at(datetime(2026, 3, 5, 16))
        action = self.case.with_user(self.manager)._contact(
            "mail", self.levels["R1"], override="I insist"
        )
        self.assertEqual(action.gate, "allowed")
        self.assertGreaterEqual(action.moment, datetime(2026, 3, 6, 1))

    def test_a_call_against_the_rules_is_logged_as_such(self):
        self.at(datetime(2026, 3, 5, 16))
        case = self.case.with_user(self.collector)
        action = case._log_call(self.debtor, "reached", "At home")
        self.assertRecordValues(action, [{"gate": "breach", "gate_code": "hours"}])
        told = case._log_call(self.debtor, "reached", "He called", incoming=True)
        self.assertRecordValues(told, [{"gate": "incoming", "gate_code": False}])

    def test_planned_call_is_judged_when_it_is_made(self):
        self.at(datetime(2026, 3, 5, 16))
        case = self.case.with_user(self.collector)
        action = case._contact("call", self.levels["R2"])
        task = self.case.activity_ids.filtered("collection_action_id")
        self.assertEqual(task.date_deadline, datetime(2026, 3, 6).date())
        self.at(datetime(2026, 3, 6, 4))
        action.with_user(self.collector)._done("reached", "ok")
        self.assertEqual(action.gate, "allowed")

    def test_wizard_says_what_the_rules_say(self):
        self.at(datetime(2026, 3, 5, 16))
        Wizard = self.env["collection.contact.wizard"]
        vals = {
            "case_id": self.case.id,
            "level_id": self.levels["R1"].id,
            "contact_id": self.debtor.id,
        }
        wizard = Wizard.with_user(self.collector).create(vals)
        self.assertIn("outside the contact hours", wizard.answer)
        self.assertTrue(wizard.is_scheduled)
        self.assertFalse(wizard.can_override)
        self.assertTrue(Wizard.with_user(self.manager).create(vals).can_override)

    def test_message_in_the_chatter_goes_through_the_gate(self):
        self.at(datetime(2026, 3, 5, 5))
        case = self.case.with_user(self.collector)
        case.message_post(
            body="Please pay",
            partner_ids=self.debtor.ids,
            subtype_xmlid="mail.mt_comment",
        )
        action = self.actions(kind="manual")
        self.assertRecordValues(
            action, [{"channel": "mail", "state": "done", "gate": "allowed"}]
        )
        self.debtor.collection_insolvent_since = "2026-03-05"
        with self.assertRaises(UserError):
            case.message_post(
                body="Please pay",
                partner_ids=self.debtor.ids,
                subtype_xmlid="mail.mt_comment",
            )

    def test_debtor_does_not_follow_his_case(self):
        self.case.message_subscribe(self.debtor.ids)
        self.assertNotIn(self.debtor, self.case.message_partner_ids)


class TestRules(GateCommon):
    def make(self, **vals):
        return self.env["collection.contact.rule"].create({"name": "Rule", **vals})

    def test_bad_rules_are_refused_with_the_remedy(self):
        swiss = self.env.ref("base.ch").ids
        for vals, words in (
            ({"hour_from": 17, "hour_to": 9}, "later than"),
            ({"hour_from": 9, "hour_to": 9}, "later than"),
            ({"hour_to": 25}, "between"),
            (
                dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), False),
                "at least one day",
            ),
            ({"limit_debtor": True, "cap_debtor": 0}, "limit of 0"),
            (
                {
                    "limit_debtor": True,
                    "cap_debtor": 2,
                    "limit_person": True,
                    "cap_person": 3,
                },
                "contradicts itself",
            ),
            ({"country_ids": self.env.ref("base.id").ids}, "both apply"),
            ({}, "all other countries"),
        ):
            vals = {"country_ids": swiss, **vals} if vals else vals
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.make(**vals)

    def test_policy_and_law_must_leave_an_hour(self):
        night = self.make(name="Night", country_ids=self.env.ref("base.ch").ids)
        self.policy.contact_rule_id = night
        self.rules["id"].by_law = True
        with self.assertRaisesRegex(ValidationError, "never open"):
            night.write({"hour_from": 21, "hour_to": 23})

    def test_rule_of_a_policy_prevails_over_the_country(self):
        saturday = self.make(
            name="Saturdays",
            country_ids=self.env.ref("base.ch").ids,
            sat=True,
            **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), False),
        )
        self.policy.contact_rule_id = saturday
        self.live_in(self.debtor, "de", "BE")
        self.post_invoice(100)
        self.at(datetime(2026, 3, 5, 12))
        self.run_day(datetime(2026, 3, 5).date(), send=False)
        self.assertEqual(self.actions().moment.date(), datetime(2026, 3, 7).date())

    def test_country_without_known_holidays_says_so(self):
        rule = self.make(country_ids=self.env.ref("base.ch").ids)
        self.assertFalse(rule.warning)
        with patch.object(
            collection_contact_rule_book, "has_holidays", lambda _: False
        ):
            rule.invalidate_recordset(["warning"])
            self.assertIn("No public holidays are known", rule.warning)
        self.assertFalse(self.rules["id"].warning)
        self.assertIn("<table", self.rules["id"].next_holidays)

    def test_summary(self):
        self.assertEqual(
            self.rules["europe"].summary,
            "Mon–Fri 08:00–18:00, not on public holidays; at most 3 contacts with a "
            "debtor in 7 days",
        )

    def test_clock_on_the_contact(self):
        self.live_in(self.debtor, "id", "PA")
        self.at(SATURDAY_NIGHT)
        self.debtor.invalidate_recordset(["collection_clock"])
        self.assertIn("Asia/Jayapura: closed, opens Mon", self.debtor.collection_clock)

    def test_access(self):
        rule = self.rules["id"]
        for user in (self.reader, self.collector):
            self.assertTrue(rule.with_user(user).summary)
            with self.assertRaises(AccessError):
                rule.with_user(user).hour_from = 7
        rule.with_user(self.manager).hour_from = 7
        foreign = self.setup_other_company(name="Elsewhere")["company"]
        rule.company_id = foreign
        day = self.env["collection.contact.day"].create(
            {"name": "Feast", "date": "2026-03-09", "company_id": foreign.id}
        )
        stranger = self.make_debtor("Stranger", company_id=foreign.id)
        wish = self.env["collection.consent"].create(
            {"partner_id": stranger.id, "channel": "sms", "state": "refused"}
        )
        for record in (rule, day, wish):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).read(["display_name"])
        with self.assertRaises(AccessError):
            self.env["collection.consent"].with_user(self.reader).create(
                {"partner_id": self.debtor.id, "channel": "sms", "state": "refused"}
            )
