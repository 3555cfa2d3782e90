from odoo.tests import HttpCase

from .documents_common import DocumentsCommon


class TestUnsubscribe(DocumentsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.make_action([cls.item_line(100.0)], channel="mail")
        cls.path = "/" + cls.action._get_unsubscribe_url().split("/", 3)[3]

    def wishes(self):
        return self.env["collection.consent"].search(
            [("partner_id", "=", self.action.contact_id.id)]
        )

    def test_looking_changes_nothing(self):
        answer = self.url_open(self.path)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("formal demands", answer.text)
        self.assertFalse(self.wishes())

    def test_one_click_declines_mails_once(self):
        for _click in range(2):
            answer = self.url_open(self.path, {"List-Unsubscribe": "One-Click"})
            self.assertIn("No more reminders by e-mail", answer.text)
        self.assertRecordValues(
            self.wishes(), [{"channel": "mail", "state": "refused", "source": "link"}]
        )

    def test_wrong_token(self):
        wrong = self.path[:-4] + "0000"
        self.assertEqual(self.url_open(wrong).status_code, 404)
        self.assertEqual(self.url_open(wrong, {"x": "y"}).status_code, 404)
        self.assertFalse(self.wishes())

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("id_ID")
        indonesian = self.make_action(
            [self.item_line(100.0)], channel="mail", lang="id_ID"
        )
        path = "/" + indonesian._get_unsubscribe_url().split("/", 3)[3]
        self.assertNotIn("formal demands", self.url_open(path).text)

    def test_mail_carries_the_headers_and_the_link(self):
        self.action.sudo()._dispatch()
        mail = self.action.mail_id
        url = self.action._get_unsubscribe_url()
        self.assertIn(f"<{url}>", mail.headers)
        self.assertIn("List-Unsubscribe=One-Click", mail.headers)
        self.assertIn(url, mail.body_html)
