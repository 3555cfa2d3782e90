from .writeoff_common import WriteoffCommon

SMALL = "b2b_collections.writeoff_reason_small_balance"


class TestCreditWriteoff(WriteoffCommon):
    """Whoever cost us money is warned of, though he owes nothing any more."""

    def standing(self):
        self.env.invalidate_all()
        return self.debtor.collection_credit_state, self.debtor.collection_credit_reason

    def test_a_debtor_whose_debt_was_written_off_is_warned_of(self):
        items = self.chase(self.post_invoice(100))
        self.assertEqual(self.standing(), ("free", False))
        self.write_off(items)
        self.play(self.TODAY, send=False)
        self.assertEqual(items.case_id.state, "closed")
        state, reason = self.standing()
        self.assertEqual(state, "warn")
        self.assertIn("written off", reason)

    def test_a_small_balance_is_forgotten(self):
        items = self.chase(self.post_invoice(100))
        self.write_off(items, reason=self.env.ref(SMALL))
        self.play(self.TODAY, send=False)
        self.assertEqual(self.standing(), ("free", False))
