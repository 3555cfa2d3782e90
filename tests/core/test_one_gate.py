import unittest
from pathlib import Path

from .senders import find_senders

ROOT = Path(__file__).parents[2]
# Everything in the code that can contact somebody. A line is added here only with the
# answer to one question: how does it pass the gate, or why is it no debtor?
BEHIND_THE_GATE = {
    # _create_messages asks the gate itself; _dispatch sends what it made.
    "collection_action_create.py": {
        ("_create_messages", "create collection.action"),
        ("_create_thanks", "create collection.action"),
    },
    "collection_action_dispatch.py": {
        ("_dispatch", "_produce_letters"),
        ("_dispatch", "_queue_mails"),
        ("_dispatch", "_queue_sms"),
        ("_dispatch", "_plan_tasks"),
        ("_produce_letters", "_render_letter"),
        ("_queue_mails", "_queue_mail_batch"),
        ("_queue_mail_batch", "create mail.mail"),
        ("_queue_sms", "create mail.message"),
        ("_queue_sms", "create sms.sms"),
        ("_plan_tasks", "create mail.activity"),
    },
    # Notices: _find_passages asks the gate, and only what passed is created.
    "collection_action_notice.py": {
        ("_create_notices", "create collection.action"),
        ("_create_notices", "_dispatch"),
    },
    # What leaves later asks again (_ask_again).
    "collection_action_gate.py": {("_cron_send_texts", "_queue_sms")},
    "collection_action_state.py": {("action_approve", "_dispatch")},
    # Who contacts: the run, and people.
    "collection_run_act.py": {
        ("_act_once", "_create_messages"),
        ("_act_once", "_create_thanks"),
        ("_act_once", "_dispatch"),
    },
    "collection_case_contact.py": {
        ("_contact", "_create_messages"),
        ("_contact", "_dispatch"),
        ("action_statement", "_create_messages"),
        ("action_statement", "_dispatch"),
    },
    "collection_case_calls.py": {
        ("_plan_next_call", "_create_messages"),
        ("_plan_next_call", "_dispatch"),
        # A call that took place: it is judged, and journalled as what it was.
        ("_log_call", "create collection.action"),
    },
    # _plan has asked the gate for the very time of the visit.
    "collection_visit_plan.py": {("_make_action", "create collection.action")},
    # Messages of the chatter, whoever writes them: _pass_chatter asks.
    "collection_case_notify.py": {
        ("_notify_thread_by_email", "_notify_thread_by_email"),
        ("_notify_thread_by_sms", "_notify_thread_by_sms"),
        ("_journal_chatter", "create collection.action"),
    },
    # Of plans nothing goes to others than our own people.
    "collection_own_thread.py": {
        ("_notify_thread_by_email", "_notify_thread_by_email"),
        ("_notify_thread_by_sms", "_notify_thread_by_sms"),
    },
}
# Tasks and notes for our own people.
FOR_OUR_PEOPLE = {
    "collection_action_dispatch.py": {("_ask_approval", "activity_schedule")},
    "collection_action_state.py": {("_report_failure", "activity_schedule")},
    "collection_agency_follow.py": {("_warn_of_expiry", "activity_schedule")},
    "collection_anonymisation_work.py": {("_ask_manager", "activity_schedule")},
    "collection_approval_notify.py": {
        ("_ask_approvers", "activity_schedule"),
        ("_notify_approvers", "message_notify"),
        ("_tell_requester", "message_notify"),
    },
    "collection_case_figures.py": {("_note_error", "activity_schedule")},
    # A credit note to post, and why nothing could be charged.
    "collection_charge_end.py": {("_ask_to_post_credit", "activity_schedule")},
    "collection_charge_job.py": {("_note_problem", "activity_schedule")},
    "collection_case_tracing.py": {("_plan_quietly", "create mail.activity")},
    "collection_dispute_chatter.py": {("message_post", "message_post")},
    "collection_dispute_credit.py": {("_ask_accountant", "activity_schedule")},
    "collection_dispute_follow.py": {("_escalate", "create mail.activity")},
    # What the chatter keeps of a notice: its readers are our people only, see
    # collection_dispute_chatter.py.
    "collection_dispute_notice.py": {
        ("_note_told", "message_post"),
        ("_make_document", "message_post"),
    },
    "collection_dispute_open.py": {("_plan_decision", "activity_schedule")},
    "collection_hold_follow.py": {("_report_payments", "create mail.activity")},
    "collection_hold_set.py": {
        ("_schedule_review", "create mail.activity"),
        ("_set_review_date", "message_post"),
    },
    "collection_import_post.py": {("_finish", "message_post")},
    "collection_import_undo.py": {("_finish_undo", "message_post")},
    "collection_matter_deadline.py": {("_schedule_tasks", "create mail.activity")},
    "collection_plan_money.py": {("_ask_to_post", "activity_schedule")},
    "collection_plan_signature.py": {("_ask_collector", "activity_schedule")},
    "collection_placement_receipt_accept.py": {
        ("_report_received", "activity_schedule")
    },
    "collection_run.py": {
        ("action_confirm_live", "message_post"),
        ("action_back_to_preparation", "message_post"),
        ("_note_failure", "activity_schedule"),
    },
    "collection_journal_check_schedule.py": {("_report", "activity_schedule")},
    "collection_run_wording.py": {("_ask_for_wording", "activity_schedule")},
    "collection_run_writeoff.py": {("_hint_at_recoveries", "create mail.activity")},
    # Of the salesperson: what a customer confirmed waits.
    "sale_order.py": {("_rest_on_credit_hold", "activity_schedule")},
    "collection_visit_plan.py": {("_plan_tasks_of_visitors", "activity_schedule")},
}
COMPOSERS = ("mail.compose.message", "sms.composer", "action_email_compose")


def addons():
    return sorted(ROOT.glob("b2b_collections*/"))


class TestOneGate(unittest.TestCase):
    def test_nothing_sends_but_what_passes_the_gate(self):
        for addon in addons():
            for path in addon.rglob("*.py"):
                known = BEHIND_THE_GATE.get(path.name, set()) | FOR_OUR_PEOPLE.get(
                    path.name, set()
                )
                with self.subTest(path=path.relative_to(ROOT)):
                    self.assertEqual(
                        find_senders(path.read_text()), known, "sends, known to send"
                    )

    def test_no_screen_opens_a_composer(self):
        for addon in addons():
            for path in addon.rglob("*.xml"):
                text = path.read_text()
                for composer in COMPOSERS:
                    self.assertNotIn(composer, text, path.name)

    def test_a_new_sender_would_be_found(self):
        for code, found in (
            ("self.env['mail.mail'].create({})", "create mail.mail"),
            ("Sms = self.env['sms.sms'].sudo()\n  Sms.create([])", "create sms.sms"),
            ("self.create({})", "create collection.action"),
            ("self._as_journal().create({})", "create collection.action"),
            ("case.message_post(body='Pay')", "message_post"),
            ("template.send_mail(self.id)", "send_mail"),
            ("case.activity_schedule('call')", "activity_schedule"),
            ("self._dispatch()", "_dispatch"),
        ):
            source = (
                "class Action(models.Model):\n _inherit = 'collection.action'\n"
                f" def chase_now(self):\n  {code}\n"
            )
            self.assertEqual(find_senders(source), {("chase_now", found)}, code)

    def test_what_sends_nothing_is_not_found(self):
        self.assertFalse(find_senders("self.env['res.partner'].create({})"))
        self.assertFalse(
            find_senders(
                "class Action(models.Model):\n _inherit = 'collection.action'\n"
                " def create(self, vals):\n  return super().create(vals)\n"
            )
        )
