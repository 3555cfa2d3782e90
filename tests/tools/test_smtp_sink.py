"""The mail server that the demo's reminders go to."""

import email
import smtplib
import tempfile
import unittest
from email.message import EmailMessage
from pathlib import Path

from tools.smtp_sink import SmtpSink, addresses_of, is_example_address


def message(to, subject="Reminder"):
    mail = EmailMessage()
    mail["From"] = "billing@seller.example"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content("Invoice INV/1 is overdue.")
    return mail


class TestSmtpSink(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def send(self, sink, *mails):
        with smtplib.SMTP("127.0.0.1", sink.port) as smtp:
            for mail in mails:
                smtp.send_message(mail)

    def kept(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_keeps_each_message_in_order_as_received(self):
        with SmtpSink(self.folder) as sink:
            self.send(sink, message("ap@a.example", "One"), message("ap@b.example"))
        self.assertEqual(
            self.kept(), ["0001-ap_at_a.example.eml", "0002-ap_at_b.example.eml"]
        )
        first = email.message_from_bytes(
            (self.folder / "0001-ap_at_a.example.eml").read_bytes()
        )
        self.assertEqual(first["Subject"], "One")
        self.assertEqual(sink.received, 2)

    def test_refuses_a_bouncing_mailbox_and_goes_on(self):
        with SmtpSink(self.folder, bouncing=["gone@a.example"]) as sink:
            with (
                smtplib.SMTP("127.0.0.1", sink.port) as smtp,
                self.assertRaises(smtplib.SMTPRecipientsRefused) as caught,
            ):
                smtp.send_message(message("Gone@a.example"))
            self.send(sink, message("ap@a.example"))
        self.assertEqual(caught.exception.recipients["Gone@a.example"][0], 550)
        self.assertEqual((sink.received, sink.refused), (1, 1))

    def test_never_takes_mail_for_a_real_domain(self):
        with (
            SmtpSink(self.folder) as sink,
            self.assertRaises(smtplib.SMTPRecipientsRefused),
        ):
            self.send(sink, message("someone@odoo.com"))
        self.assertEqual(self.kept(), [])

    def test_goes_on_counting_after_what_is_there(self):
        for _each in range(2):
            with SmtpSink(self.folder) as sink:
                self.send(sink, message("ap@a.example"))
        self.assertEqual(
            self.kept(), ["0001-ap_at_a.example.eml", "0002-ap_at_a.example.eml"]
        )
        self.assertEqual(sink.received, 1)

    def test_mailboxes_may_vanish_later(self):
        with SmtpSink(self.folder) as sink:
            self.send(sink, message("ap@a.example"))
            sink.bounce(["ap@a.example"])
            with self.assertRaises(smtplib.SMTPRecipientsRefused):
                self.send(sink, message("ap@a.example"))
        self.assertEqual((sink.received, sink.refused), (1, 1))

    def test_two_sinks_listen_at_the_same_time(self):
        with SmtpSink(self.folder) as one, SmtpSink(self.folder) as two:
            self.assertNotEqual(one.port, two.port)

    def test_a_hostile_address_is_a_harmless_file_name(self):
        with SmtpSink(self.folder) as sink:
            self.send(sink, message('"../../etc/x"@a.example'))
        self.assertEqual(self.kept(), ["0001-.._.._etc_x_at_a.example.eml"])


class TestAddresses(unittest.TestCase):
    def test_example_domains(self):
        for good in ("a@example.com", "a@x.example", "a@mail.EXAMPLE.org"):
            self.assertTrue(is_example_address(good), good)
        for bad in ("a@example.id", "a@notexample.com", "a@example.com.sg", "a"):
            self.assertFalse(is_example_address(bad), bad)

    def test_addresses_of_all_recipient_headers(self):
        mail = message('"Sari, PT" <sari@a.example>, ap@b.example')
        mail["Cc"] = "boss@b.example"
        self.assertEqual(
            addresses_of(mail), ["sari@a.example", "ap@b.example", "boss@b.example"]
        )
