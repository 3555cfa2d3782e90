import email
import email.policy
import unittest

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.b2b_collections.core.dsn import DETAIL_LENGTH, Report, read_reports

REPORT = """\
From: MAILER-DAEMON@mx.example
To: bounce@creditor.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="XX"

--XX
Content-Type: text/plain; charset=us-ascii

This is the mail system.

--XX
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{blocks}

--XX--
"""


def parse(text):
    return email.message_from_string(text, policy=email.policy.SMTP)


def block(action="failed", status="5.1.1", recipient="Anna@Debtor.example", said=""):
    lines = [f"Final-Recipient: rfc822; {recipient}", f"Action: {action}"]
    lines += [f"Status: {status}"] if status else []
    lines += [f"Diagnostic-Code: smtp; {said}"] if said else []
    return "\n".join(lines)


def read(*blocks):
    return read_reports(parse(REPORT.format(blocks="\n\n".join(blocks))))


def words(text, extra="", sender="mailer-daemon@mx.example"):
    return read_reports(parse(f"From: {sender}\n{extra}Subject: Failure\n\n{text}"))


class TestDsn(unittest.TestCase):
    def test_unknown_mailbox(self):
        self.assertEqual(
            read(block(said="550 5.1.1 No such user")),
            [Report("anna@debtor.example", True, True, "550 5.1.1 No such user")],
        )

    def test_a_delay_is_not_the_end(self):
        (report,) = read(block("delayed", "4.4.1"))
        self.assertFalse(report.is_lost or report.is_bad)

    def test_given_up_after_many_attempts_does_not_blame_the_address(self):
        (report,) = read(block("failed", "4.4.7"))
        self.assertEqual((report.is_lost, report.is_bad), (True, False))

    def test_a_receipt_is_no_bounce(self):
        self.assertEqual(read(block("delivered", "2.0.0")), [])

    def test_each_recipient_for_himself(self):
        reports = read(block(), block("delayed", "4.2.2", "b@debtor.example"))
        self.assertEqual(
            [(report.recipient, report.is_lost) for report in reports],
            [("anna@debtor.example", True), ("b@debtor.example", False)],
        )

    def test_without_a_status_part_the_words_count(self):
        (report,) = words(
            "The following address failed:\n550 5.1.1 no such user here",
            "X-Failed-Recipients: anna@debtor.example\n",
        )
        self.assertEqual(report.recipient, "anna@debtor.example")
        self.assertTrue(report.is_lost and report.is_bad)
        (report,) = words("421 Try again later")
        self.assertFalse(report.is_lost)

    def test_an_automatic_answer_proves_nothing(self):
        text = "I am on leave until 5.1.27, ask extension 550 - Anna."
        (report,) = words(text, sender="anna@debtor.example")
        self.assertEqual(report, Report("", False, False, "Failure"))

    @given(st.text(), st.text(max_size=20), st.text(max_size=20))
    def test_whatever_a_server_writes_is_read(self, text, action, status):
        clean = [" ".join(part.split()) for part in (text, action, status)]
        for report in read(block(clean[1], clean[2], said=clean[0])) + words(text):
            self.assertLessEqual(len(report.detail), DETAIL_LENGTH)
            self.assertFalse(report.is_bad and not report.is_lost)
