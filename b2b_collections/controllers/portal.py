from odoo import http
from odoo.http import request

from odoo.addons.account.controllers.portal import PortalAccount


class CollectionsPortal(PortalAccount):
    @http.route()
    def portal_my_invoice_detail(self, invoice_id, access_token=None, **kw):
        """The link of a reminder was opened: the journal says so."""
        response = super().portal_my_invoice_detail(
            invoice_id, access_token=access_token, **kw
        )
        if access_token and request.env.user._is_public():
            request.env["account.move"]._record_opened(invoice_id, access_token)
        return response
