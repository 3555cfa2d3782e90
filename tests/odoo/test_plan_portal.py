"""What a debtor sees of a plan, and what he and others can do with the link."""

import json
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user

from .test_agreement import AgreementCommon, draw


class TestPlanPortal(AgreementCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.plan = self.offered()
        self.url = f"/my/collections/plan/{self.plan.id}"
        self.token = f"?access_token={self.plan.access_token}"

    def post(self, url, **params):
        answer = self.url_open(
            url,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()["result"]

    def decline(self, url, reason):
        page = self.url_open(self.url + self.token).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(url, data={"reason": reason, "csrf_token": token})

    def test_right_link_shows_the_plan(self):
        page = self.url_open(self.url + self.token)
        self.assertEqual(page.status_code, 200)
        for words in (self.plan.name, "Nusantara Retail", "300.00", "Accept and sign"):
            self.assertIn(words, page.text)
        # Nothing of what is only for us.
        self.assertNotIn("uadrant", page.text)

    def test_wrong_and_missing_tokens_do_not(self):
        for token in ("", "?access_token=", "?access_token=wrong"):
            for suffix in ("", "/agreement.pdf"):
                with self.subTest(token=token, suffix=suffix):
                    page = self.url_open(self.url + suffix + token)
                    self.assertNotIn(self.plan.name, page.text)
                    self.assertNotIn(b"%PDF", page.content)

    def test_users_of_other_debtors_do_not(self):
        other = self.make_debtor("Other Debtor")
        user = new_test_user(self.env, "portal_other", groups="base.group_portal")
        user.partner_id.parent_id = other
        self.authenticate("portal_other", "portal_other")
        self.assertNotIn(self.plan.name, self.url_open(self.url).text)
        answer = self.post(f"{self.url}/sign", name="Eve", signature=draw())
        self.assertIn("not valid", answer["error"])
        self.assertEqual(self.plan.state, "approved")

    def test_our_own_people_look_at_it_and_do_not_sign(self):
        self.collector.password = "collector-collector"
        self.authenticate("col_user", "collector-collector")
        page = self.url_open(self.url).text
        self.assertIn(self.plan.name, page)
        self.assertNotIn("Accept and sign", page)
        answer = self.post(f"{self.url}/sign{self.token}", name="X", signature=draw())
        self.assertIn("Only the debtor", answer["error"])
        self.assertEqual(self.plan.state, "approved")

    def test_a_plan_that_was_not_sent_is_not_shown(self):
        draft = self.make_plan()
        draft.sudo()._portal_ensure_token()
        page = self.url_open(
            f"/my/collections/plan/{draft.id}?access_token={draft.access_token}"
        )
        self.assertNotIn(draft.name, page.text)

    def test_a_plan_that_does_not_exist(self):
        page = self.url_open("/my/collections/plan/999999?access_token=x")
        self.assertEqual(page.status_code, 200)

    def test_the_agreement_that_was_sent_is_downloaded(self):
        page = self.url_open(f"{self.url}/agreement.pdf{self.token}")
        document = self.plan.document_ids.attachment_id
        self.assertEqual(page.content, document.raw)
        self.assertEqual(page.headers["Content-Type"], "application/pdf")

    def test_signing(self):
        answer = self.post(
            f"{self.url}/sign{self.token}", name="Sari Wijaya", signature=draw()
        )
        self.assertTrue(answer["force_refresh"])
        self.env.invalidate_all()
        self.assertRecordValues(
            self.plan, [{"state": "active", "signed_by": "Sari Wijaya"}]
        )
        page = self.url_open(answer["redirect_url"]).text
        self.assertIn("The plan is in force", page)
        self.assertNotIn("Accept and sign", page)
        signed = self.url_open(f"{self.url}/agreement.pdf{self.token}")
        self.assertEqual(
            signed.content, self.plan._get_signed_document().attachment_id.raw
        )
        again = self.post(f"{self.url}/sign{self.token}", name="Eve", signature=draw())
        self.assertIn("signed already", again["error"])
        self.env.invalidate_all()
        self.assertEqual(self.plan.signed_by, "Sari Wijaya")

    def test_signing_with_a_wrong_link_or_nothing(self):
        for token, name, picture in (
            ("?access_token=wrong", "Eve", draw()),
            ("", "Eve", draw()),
            (self.token, "", draw()),
            (self.token, "Sari", ""),
            (self.token, "Sari", "x"),
        ):
            answer = self.post(f"{self.url}/sign{token}", name=name, signature=picture)
            self.assertTrue(answer["error"])
        self.env.invalidate_all()
        self.assertRecordValues(
            self.plan, [{"state": "approved", "signature": False, "signed_by": False}]
        )
        self.assertEqual(len(self.plan.document_ids), 1)

    def test_what_cannot_come_into_force_leaves_nothing_behind(self):
        Plan = type(self.env["collection.plan"])
        with patch.object(Plan, "_activate", side_effect=UserError("In dispute")):
            answer = self.post(
                f"{self.url}/sign{self.token}", name="Sari", signature=draw()
            )
        self.assertEqual(answer["error"], "In dispute")
        self.env.invalidate_all()
        self.assertRecordValues(self.plan, [{"state": "approved", "signature": False}])
        self.assertEqual(len(self.plan.document_ids), 1)

    def test_signing_what_is_a_draft_again(self):
        self.plan.with_user(self.collector).action_draft()
        page = self.url_open(self.url + self.token).text
        self.assertIn("cannot be signed any more", page)
        answer = self.post(
            f"{self.url}/sign{self.token}", name="Sari", signature=draw()
        )
        self.assertIn("cannot be signed", answer["error"])

    def test_declining(self):
        page = self.decline(f"{self.url}/decline{self.token}", "Five would do")
        self.assertIn("You have declined", page.text)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.plan, [{"state": "draft", "decline_reason": "Five would do"}]
        )

    def test_declining_without_a_word_or_with_a_wrong_link(self):
        page = self.decline(f"{self.url}/decline{self.token}", " ")
        self.assertIn("please say why", page.text)
        self.decline(f"{self.url}/decline?access_token=wrong", "No")
        self.env.invalidate_all()
        self.assertEqual(self.plan.state, "approved")
