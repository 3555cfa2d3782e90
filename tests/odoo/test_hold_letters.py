"""What letters and mails say of items that are on hold in part."""

from .documents_common import DocumentsCommon


class TestHoldLetters(DocumentsCommon):
    def make(self, netting, credit=None, **vals):
        self.default_policy.netting = netting
        lines = [self.item_line(1000.0, self.usd, amount_held=400.0)]
        if credit:
            lines.append(self.credit_line(credit, self.usd))
        return self.make_action(lines, **vals)

    def test_letter_asks_for_what_is_not_on_hold(self):
        for netting in ("net", "show", "ignore"):
            with self.subTest(netting):
                text = self.letter_text(self.make(netting))
                self.assertIn("of which on hold: 400.00", text)
                self.assertIn("Total of open items USD 1,000.00", text)
                self.assertIn("on hold, not asked for at present", text)
                self.assertIn("Amount to pay USD 600.00", text)

    def test_each_reason_is_said_in_words_for_the_debtor(self):
        parts = {"dispute": "300.00", "time": "100.00"}
        lines = [
            self.item_line(1000.0, self.usd, amount_held=400.0, held_parts=parts),
            self.item_line(
                500.0, self.usd, amount_held=50.0, held_parts={"dispute": "50"}
            ),
        ]
        self.default_policy.netting = "net"
        action = self.make_action(lines)
        text = self.letter_text(action)
        for words in (
            "of which in dispute: 300.00",
            "of which on hold: 100.00",
            "Of which in dispute, not asked for at present USD -350.00",
            "Of which on hold, not asked for at present USD -100.00",
            "Amount to pay USD 1,050.00",
        ):
            self.assertIn(words, text.replace("\N{MINUS SIGN}", "-"))
        self.assertIn("of which in dispute: 300.00", str(action.mail_items))

    def test_credits_are_deducted_from_what_is_left(self):
        text = self.letter_text(self.make("net", 100.0))
        self.assertIn("Amount to pay USD 500.00", text)
        self.assertEqual(text.count("Total of open items"), 1)

    def test_without_a_hold_nothing_is_said_of_it(self):
        action = self.make_action([self.item_line(1000.0, self.usd)])
        self.assertNotIn("on hold", self.letter_text(action))
        self.assertNotIn("on hold", str(action.mail_items))
