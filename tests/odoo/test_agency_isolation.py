"""Outsiders try to get at placements that are not theirs, by every way there is."""

import json
import re

from odoo import http
from odoo.tests import mute_logger

from .test_agency_portal import LIST, PortalCommon

OTHERS = ("other_agent", "debtor_user", "nobody", "anonymous", "expired")
# What would give the placement away wherever it stood.
SECRETS = ("Nusantara", "ap@nusantararetail", "S3CRET")


class TestAgencyIsolation(PortalCommon):
    def setUp(self):
        super().setUp()
        placement = self.placement.sudo()
        placement.note = "S3CRET remark"
        self.secret = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {"name": "S3CRET.zip", "raw": b"S3CRET", "mimetype": "application/zip"}
            )
        )
        self.file = (
            self.env["collection.placement.file"]
            .sudo()
            .create(
                {
                    "name": f"{placement.name}-1",
                    "placement_id": placement.id,
                    "version": 1,
                    "user_id": self.env.uid,
                    "lang": "en_US",
                    "state": "ready",
                    "attachment_id": self.secret.id,
                    "sha256": "0" * 64,
                }
            )
        )
        self.secret.write({"res_model": self.file._name, "res_id": self.file.id})
        self.report(100, note="S3CRET note", date=self.today)
        placement.message_post(body="S3CRET chatter")
        other = self.make_agency("Other Agency")
        self.make_user("other_agent", other.partner_id)
        self.make_user("debtor_user", self.debtor)
        self.make_user("nobody", self.make_debtor("Nobody Ltd"))

    def enter(self, login):
        """In the shoes of somebody who may not see the placement."""
        if login == "expired":
            # Our own agency, when the days for reading are over.
            self.placement.sudo().write(
                {"state": "recalled", "date_ended": self.ahead(-31)}
            )
            self.placement.sudo().line_ids.is_live = False
            login = "agent"
        if login == "anonymous":
            self.authenticate(None, None)
        else:
            self.authenticate(login, login)

    def rpc(self, url, **params):
        # Odoo deletes messages before it finds that a record may not be deleted, and
        # takes that back: what the database says to it is not ours to look at.
        with mute_logger("odoo.http", "odoo.sql_db"):
            answer = self.url_open(
                url,
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                headers={"Content-Type": "application/json"},
            )
        return answer.text

    def call_kw(self, model, method, *args, **kwargs):
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def assert_closed(self, text):
        for secret in (*SECRETS, self.placement.name, self.file.name):
            self.assertNotIn(secret, text)

    def test_pages_of_others_are_as_if_they_did_not_exist(self):
        missing = self.placement.id + 1000
        for login in OTHERS:
            self.enter(login)
            for suffix in ("", "/file", "?access_token=x", "/file?download=1"):
                pages = [
                    self.url_open(
                        f"/my/collections/placement/{number}{suffix}",
                        allow_redirects=False,
                    )
                    for number in (self.placement.id, missing)
                ]
                with self.subTest(login=login, suffix=suffix):
                    self.assertIn(pages[0].status_code, (303, 404))
                    self.assertEqual(pages[0].status_code, pages[1].status_code)
                    self.assert_closed(pages[0].text)
                    same = [
                        re.sub(r"\d+|csrf_token:.*", "", page.text) for page in pages
                    ]
                    self.assertEqual(*same)

    def test_lists_show_only_what_is_theirs(self):
        for login in OTHERS:
            self.enter(login)
            for page in ("", "/page/1", "?filterby=all", "/upload", "/template.csv"):
                with self.subTest(login=login, page=page):
                    self.assert_closed(self.url_open(LIST + page).text)
            self.assertNotIn(self.placement.name, self.url_open("/my").text)
            if login in ("debtor_user", "nobody"):
                self.assertEqual(self.url_open(LIST).status_code, 404)
                self.assertEqual(self.url_open(f"{LIST}/upload").status_code, 404)

    def test_counters_do_not_count_what_is_not_theirs(self):
        for login in ("other_agent", "debtor_user", "nobody", "expired"):
            self.enter(login)
            text = self.rpc("/my/counters", counters=["collection_placement_count"])
            self.assertEqual(
                json.loads(text)["result"], {"collection_placement_count": 0}, login
            )

    def test_nothing_is_posted_for_others(self):
        form = {
            "type": "receipt",
            "date": str(self.today),
            "amount": "5",
            "reference": "EVIL",
            "note": "EVIL",
        }
        for login in OTHERS:
            self.enter(login)
            token = http.Request.csrf_token(self)
            for path in ("acknowledge", "report"):
                for kind in ("receipt", "return"):
                    page = self.url_open(
                        f"{self.url}/{path}",
                        data={**form, "type": kind, "csrf_token": token},
                        allow_redirects=False,
                    )
                    with self.subTest(login=login, path=path, kind=kind):
                        self.assertIn(page.status_code, (303, 404))
                        self.assert_closed(page.text)
            self.env.invalidate_all()
            self.assertEqual(len(self.receipts), 1)
            self.assertFalse(self.reports)
            if login != "expired":
                self.assertEqual(self.placement.state, "placed")

    @mute_logger("odoo.http")
    def test_posts_without_the_token_of_the_session_are_refused(self):
        for token in (
            {},
            {"csrf_token": "x"},
            {"csrf_token": "0" * 40 + "o1999999999"},
        ):
            for url in (
                f"{self.url}/acknowledge",
                f"{self.url}/report",
                f"{LIST}/upload",
            ):
                with self.subTest(url=url, token=token):
                    page = self.url_open(url, data={"type": "return", **token})
                    self.assertEqual(page.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.placement.state, "placed")

    def test_state_is_not_changed_by_following_a_link(self):
        for path in ("acknowledge", "report"):
            page = self.url_open(f"{self.url}/{path}?type=return&note=x")
            self.assertEqual(page.status_code, 405)
        self.env.invalidate_all()
        self.assertEqual(self.placement.state, "placed")

    def test_attachments_are_not_given_out_past_the_page(self):
        paths = [
            f"/web/content/{self.secret.id}",
            f"/web/content/{self.secret.id}?access_token=x",
            f"/web/content/{self.secret.id}?download=true",
            f"/web/image/{self.secret.id}",
            f"/web/content/collection.placement.file/{self.file.id}/attachment_id",
            f"/web/content/collection.placement/{self.placement.id}/note",
            f"/web/content?model=ir.attachment&id={self.secret.id}&field=raw",
            f"/web/image/collection.placement/{self.placement.id}/name",
            f"/web/image/res.partner/{self.debtor.id}/avatar_128?filename=x",
            f"/mail/attachment/pdf_first_page/{self.secret.id}",
        ]
        for login in (*OTHERS, "agent"):
            self.enter(login)
            for path in paths:
                with (
                    self.subTest(login=login, path=path),
                    mute_logger("odoo.http", "odoo.addons.base.models.ir_binary"),
                ):
                    page = self.url_open(path)
                    self.assertNotIn(b"S3CRET", page.content)
                    self.assert_closed(page.text)

    def test_messages_are_closed(self):
        records = [
            (self.placement._name, self.placement.id),
            (self.receipts._name, self.receipts.id),
            (self.agency._name, self.agency.id),
            (self.placement.case_id._name, self.placement.case_id.id),
        ]
        for login in (*OTHERS, "agent"):
            self.enter(login)
            for model, number in records:
                with self.subTest(login=login, model=model):
                    for url, params in (
                        ("/mail/thread/messages", {"fetch_params": {"limit": 30}}),
                        ("/mail/chatter_fetch", {}),
                        ("/mail/thread/recipients", {"message_id": 1}),
                    ):
                        text = self.rpc(
                            url, thread_model=model, thread_id=number, **params
                        )
                        self.assertNotIn("S3CRET", text)
                    self.rpc(
                        "/mail/message/post",
                        thread_model=model,
                        thread_id=number,
                        post_data={"body": "EVIL", "message_type": "comment"},
                    )
                    with mute_logger("odoo.http"):
                        page = self.url_open(
                            f"/mail/view?model={model}&res_id={number}"
                        )
                    self.assertNotIn("S3CRET", page.text)
        evil = self.env["mail.message"].search([("body", "ilike", "EVIL")])
        self.assertFalse(evil)

    def test_no_model_of_collections_answers_calls(self):
        models = sorted(name for name in self.env if name.startswith("collection."))
        self.assertGreater(len(models), 60)
        for login in ("other_agent", "agent", "debtor_user"):
            self.enter(login)
            for model in models:
                for method, args in (
                    ("search_read", ([],)),
                    ("read", ([1, self.placement.id],)),
                    ("web_search_read", ([], {"display_name": {}})),
                    ("search_count", ([],)),
                    ("formatted_read_group", ([],)),
                    ("create", ([{}],)),
                    ("write", ([self.placement.id], {})),
                    ("unlink", ([self.placement.id],)),
                    ("export_data", ([self.placement.id], ["display_name"])),
                ):
                    answer = json.loads(self.call_kw(model, method, *args))
                    with self.subTest(login=login, model=model, method=method):
                        self.assertIn("error", answer)
                        self.assert_closed(str(answer))

    def test_buttons_do_nothing_for_outsiders(self):
        receipt = self.receipts
        calls = [
            (receipt._name, "action_accept", receipt.ids),
            (receipt._name, "action_undo", receipt.ids),
            (self.placement._name, "action_acknowledge", self.placement.ids),
            (self.placement._name, "action_recall", self.placement.ids),
            (self.placement._name, "action_draft_commission_bill", self.placement.ids),
            (self.placement._name, "action_view_receipts", self.placement.ids),
            (self.agency._name, "action_draft_commission_bill", self.agency.ids),
            (self.agency._name, "action_invite_to_portal", self.agency.ids),
            (self.agency._name, "action_view_clearing", self.agency.ids),
            (self.file._name, "action_download", self.file.ids),
            ("account.move", "action_net_commission", self.first.ids),
            ("res.config.settings", "action_create_agency_accounts", []),
        ]
        for login in ("other_agent", "agent"):
            self.enter(login)
            for model, method, ids in calls:
                with self.subTest(login=login, method=method):
                    text = self.call_kw(model, method, ids)
                    self.assertNotIn("S3CRET", text)
                    self.assertNotIn(self.secret.name, text)
            for private in ("_find_for_portal", "_take_upload", "_take_form"):
                answer = json.loads(self.call_kw(self.placement._name, private, []))
                self.assertIn("error", answer)
        self.env.invalidate_all()
        self.assertRecordValues(receipt, [{"state": "reported", "move_id": False}])
        self.assertEqual(self.placement.state, "placed")
        self.assertEqual(self.first.amount_residual, 600)

    def test_files_of_others_name_placements_that_are_not_theirs(self):
        rows = self.write_csv(
            *(
                {
                    "type": "receipt",
                    "placement": name,
                    "date": str(self.today),
                    "amount": "5",
                    "reference": "EVIL",
                }
                for name in (self.placement.name, "AP-0000-0000")
            )
        )
        for login in ("other_agent", "expired"):
            self.enter(login)
            page = self.upload(rows).text
            with self.subTest(login=login):
                self.assertEqual(
                    page.count("No placement of this number is with you"), 2
                )
                self.assert_closed(page)
        self.assertEqual(len(self.receipts), 1)

    def test_our_own_people_have_no_business_there(self):
        self.collector.password = "collector-collector"
        self.authenticate("col_user", "collector-collector")
        self.assertEqual(self.url_open(self.url).status_code, 404)
        self.assertEqual(self.url_open(LIST).status_code, 404)

    def test_an_agency_that_is_archived_sees_nothing(self):
        self.agency.active = False
        for path in (LIST, self.url, f"{self.url}/file"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_its_own_agency_gets_the_file_and_the_journal_says_so(self):
        page = self.url_open(f"{self.url}/file")
        self.assertEqual(page.content, b"S3CRET")
        self.assertIn("attachment", page.headers["Content-Disposition"])
        entry = self.env["collection.journal.entry"].search(
            [("event", "=", "handoff_downloaded")]
        )
        self.assertEqual(entry.user_id, self.user)
        # No key was made that would open it to whoever is given the link.
        self.assertFalse(self.secret.access_token)
        self.placement.sudo()._recall("Paid to us")
        self.env.flush_all()
        self.assertEqual(self.url_open(f"{self.url}/file").status_code, 404)
        self.assertEqual(self.url_open(self.url).status_code, 200)

    def test_what_was_never_placed_is_not_shown(self):
        for state in ("draft", "submitted", "approved", "closed"):
            self.placement.sudo().write({"state": state, "date_placed": False})
            self.env.flush_all()
            self.assertEqual(self.url_open(self.url).status_code, 404)

    def test_an_agency_reads_its_bill_but_not_what_we_think_of_it(self):
        self.receipts._accept()
        bill = self.placement._draft_commission_bill()
        self.post_bill(bill, stated=99, note="S3CRET thought")
        names = [
            name
            for name in bill._fields
            if name.startswith("collection_") and name in bill.fields_get([name])
        ]
        shown = bill.with_user(self.user).fields_get(names)
        self.assertFalse([name for name in shown if "commission" in name])
        text = self.call_kw("account.move", "read", bill.ids, ["name", "ref"])
        self.assertIn("INV-7", text)
        for name in ("collection_commission_note", "collection_agency_id"):
            self.assertIn(
                "error", self.call_kw("account.move", "read", bill.ids, [name])
            )
