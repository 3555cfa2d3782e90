"""Odoo's privacy lookup finds a person in collections and erases what may go."""

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.b2b_collections.core.testimony import ANONYMOUS

from .test_privacy import MAIL, SECRET, PrivacyCase


class TestPrivacyLookup(PrivacyCase):
    def setUp(self):
        super().setUp()
        self.bob = self.env["res.partner"].create(
            {
                "name": "Bob Unused",
                "parent_id": self.debtor.id,
                "email": "bob@x.example",
            }
        )
        self.case._log_call(self.bob, "reached", "<p>Bob was friendly</p>")
        self.manager.group_ids = [Command.link(self.env.ref("base.group_system").id)]

    def look_up(self, name=SECRET, email=MAIL):
        wizard = (
            self.env["privacy.lookup.wizard"]
            .with_user(self.manager)
            .create({"name": name, "email": email})
        )
        wizard.action_lookup()
        return wizard.line_ids

    def test_the_glue_comes_by_itself(self):
        module = self.env["ir.module.module"]._get("b2b_collections_privacy")
        self.assertEqual(module.state, "installed")

    def test_it_finds_messages_to_the_person(self):
        lines = self.look_up()
        models = set(lines.mapped("res_model"))
        own = {name for name in models if name.startswith("collection.")}
        self.assertEqual(own, {"collection.action"})
        found = lines.filtered(lambda line: line.res_model == "collection.action")
        mine = self.case.action_ids.filtered(lambda a: a.contact_id == self.anna)
        self.assertEqual(set(found.mapped("res_id")), set(mine.ids))

    def test_erasing_empties_and_the_journal_verifies(self):
        self.close_case()
        lines = self.look_up()
        line = lines.filtered(lambda line: line.res_model == "collection.action")[:1]
        actions = self.case.action_ids
        line.action_unlink()
        self.assertTrue(line.is_unlinked)
        self.assertIn("stays in the journal", line.execution_details)
        self.assertEqual(self.case.action_ids, actions)
        self.assertEqual(self.where_it_stands(("Anna", "555 0142")), set())
        self.assertEqual(self.verify().state, "right")
        with self.assertRaisesRegex(UserError, "dealt with already"):
            line.action_unlink()

    def test_all_lines_at_once(self):
        self.close_case()
        lines = self.look_up("Bob Unused", "bob@x.example")
        lines.action_unlink_all()
        self.assertEqual(set(lines.mapped("is_unlinked")), {True})
        self.assertEqual(self.bob.name, ANONYMOUS)
        self.assertFalse(self.bob.active or self.bob.email)
        self.assertEqual(self.verify().state, "right")

    def test_a_contact_of_the_ledger_keeps_its_name(self):
        self.close_case()
        line = self.look_up().filtered(lambda line: line.res_model == "res.partner")
        line.action_unlink()
        self.assertFalse(self.anna.active)
        self.assertEqual(self.anna.name, SECRET)
        self.assertIn("accounting", line.execution_details)
        self.assertEqual(self.verify().state, "right")

    def test_an_open_case_is_not_erased(self):
        line = self.look_up().filtered(lambda line: line.res_model == "res.partner")
        with self.assertRaisesRegex(UserError, "open case"):
            line.action_unlink()
        self.assertIn("collection_action.note", self.where_it_stands())

    def test_contacts_that_collections_does_not_know_are_deleted_as_ever(self):
        unknown = self.env["res.partner"].create(
            {"name": "Unknown Person", "email": "unknown@x.example"}
        )
        line = self.look_up("Unknown Person", "unknown@x.example")
        line.action_unlink()
        self.assertFalse(unknown.exists())
