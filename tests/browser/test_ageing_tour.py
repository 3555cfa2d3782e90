from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.b2b_collections.controllers.ageing import AgeingController

from ..odoo.ageing_common import AgeingCommon

PATH = "/odoo/collection-ageing"


@tagged("post_install", "-at_install")
class TestAgeingTour(AgeingCommon, HttpCase):
    def test_reader_looks_back_drills_down_and_exports(self):
        line = self.invoice(1000, "2026-01-31", "2026-03-02")
        (line + self.entry(-400, "2026-02-15")).reconcile()
        (line + self.entry(-600, "2026-04-15")).reconcile()
        sent = []
        send = AgeingController._send

        def keep(controller, content, day):
            sent.append(content)
            return send(controller, content, day)

        with patch.object(AgeingController, "_send", keep):
            self.start_tour(
                PATH,
                "b2b_collections_ageing",
                login=self.reader.login,
            )
        self.assertEqual(len(sent), 1)
        self.assertEqual(sent[0][:2], b"PK")

    def test_currencies_of_two_companies_are_not_added_up(self):
        data = self.setup_other_company(name="Second Company")
        other = data["company"]
        other.currency_id = self.foreign
        self.reader.company_ids |= other
        self.entry(100, "2026-01-31")
        self.entry(40, "2026-01-31", company_data=data)
        self.start_tour(
            PATH,
            "b2b_collections_ageing_companies",
            login=self.reader.login,
            cookies={"cids": f"{self.company.id}-{other.id}"},
        )
