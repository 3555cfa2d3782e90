from odoo import http
from odoo.http import request

PATH = "/collections/unsubscribe/<int:action_id>/<string:token>"


class CollectionUnsubscribe(http.Controller):
    @http.route(PATH, type="http", auth="public", methods=["GET"], readonly=True)
    def ask(self, action_id, token):
        """Say what declining means. Looking at it changes nothing: mail programs do."""
        return self._show(self._find(action_id, token))

    # The secret link is what another site would have to know; mail programs that
    # decline with one click (RFC 8058) have no session and no form token.
    @http.route(PATH, type="http", auth="public", methods=["POST"], csrf=False)
    def decline(self, action_id, token, **_form):
        action_sudo = self._find(action_id, token)
        if action_sudo:
            action_sudo._unsubscribe()
        return self._show(action_sudo)

    def _find(self, action_id, token):
        return request.env["collection.action"]._find_by_unsubscribe_token(
            action_id, token
        )

    def _show(self, action_sudo):
        if not action_sudo:
            return request.not_found()
        request.update_context(lang=action_sudo.document_lang)
        return request.render(
            "b2b_collections.unsubscribe",
            {
                "company": action_sudo.company_id,
                "address": action_sudo.address,
                "done": action_sudo._is_unsubscribed(),
                "phone": action_sudo.company_id.phone,
                "email": action_sudo.company_id.email,
            },
        )
