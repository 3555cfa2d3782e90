from odoo.tools import SQL

from .common import CollectionsCommon


class TestMailCopy(CollectionsCommon):
    """What the chatter of the case keeps of a mail."""

    def queue(self):
        self.run_day(self.day(3), send=False)
        action = self.actions()
        return action.mail_id.body_html, action.mail_message_id.body

    def test_copy_has_the_whole_mail_with_its_table_once(self):
        invoice = self.post_invoice(1234.5)
        mail, copy = self.queue()
        for text in (invoice.name, "1,234.50", f"/my/invoices/{invoice.id}?"):
            self.assertIn(text, copy)
            self.assertEqual(copy.count(text), mail.count(text))
        self.assertEqual(copy.count("<table"), mail.count("<table"))
        self.assertNotIn("[[", copy)

    def test_copies_of_one_batch_do_not_mix(self):
        other = self.make_debtor("Other debtor")
        first = self.post_invoice(100)
        second = self.post_invoice(200, partner=other)
        self.run_day(self.day(3), send=False)
        for partner, mine, foreign in (
            (self.debtor, first, second),
            (other, second, first),
        ):
            copy = self.actions(partner).mail_message_id.body
            self.assertIn(mine.name, copy)
            self.assertNotIn(foreign.name, copy)

    def test_markup_in_a_document_number_stays_text(self):
        invoice = self.post_invoice(100)
        invoice.name = "INV/<img src=x onerror=run()>"
        _mail, copy = self.queue()
        self.assertIn("INV/&lt;img src=x onerror=run()&gt;", copy)
        self.assertNotIn("<img", copy)

    def test_what_users_write_is_still_cleaned(self):
        self.env.flush_all()
        # Nothing but SQL gets this past the field of the level itself.
        self.env.cr.execute(
            SQL(
                """
                UPDATE collection_level
                   SET opening = '{"en_US": "<p onclick=\\"run()\\">Good day</p>"}'
                 WHERE id = %s
                """,
                self.levels["R1"].id,
            )
        )
        self.levels["R1"].invalidate_recordset(["opening"])
        self.post_invoice(100)
        _mail, copy = self.queue()
        self.assertIn("Good day", copy)
        self.assertNotIn("onclick", copy)

    def test_a_layout_without_the_table_is_kept_as_it_is(self):
        self.levels["R1"].mail_template_id = (
            self.env.ref("b2b_collections.mail_template_level")
            .sudo()
            .copy({"body_html": "<p>Short: <t t-out='object.mail_subject'/></p>"})
        )
        invoice = self.post_invoice(100)
        _mail, copy = self.queue()
        self.assertIn("Short: R1 of", copy)
        self.assertNotIn(invoice.name, copy)
