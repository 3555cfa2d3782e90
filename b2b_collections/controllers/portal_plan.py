from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal

PATH = "/my/collections/plan/<int:plan_id>"


class CollectionPlanPortal(CustomerPortal):
    """A debtor reads a payment plan that was sent to him, signs it or declines.

    The secret link is the key, for guests and for users of the portal alike.
    """

    @http.route(PATH, type="http", auth="public", website=True, methods=["GET"])
    def portal_collection_plan(self, plan_id, access_token=None, **kw):
        plan_sudo = self._find_plan(plan_id, access_token)
        if not plan_sudo:
            return request.redirect("/my")
        request.update_context(lang=plan_sudo.env.lang)
        values = self._get_page_view_values(
            plan_sudo, access_token, self._get_plan_values(plan_sudo, kw), "", False
        )
        return request.render("b2b_collections.portal_plan", values)

    def _get_plan_values(self, plan_sudo, options):
        return {
            "page_name": "collection_plan",
            "plan": plan_sudo,
            "doc": plan_sudo._get_agreements()[plan_sudo.id],
            "can_sign": plan_sudo._can_be_signed(),
            "is_debtor": not request.env.user._is_internal(),
            "message": options.get("message"),
            "company": plan_sudo.company_id,
            "collector": plan_sudo.case_id.user_id,
        }

    @http.route(f"{PATH}/agreement.pdf", type="http", auth="public", methods=["GET"])
    def portal_collection_plan_agreement(self, plan_id, access_token=None, **_kw):
        plan_sudo = self._find_plan(plan_id, access_token)
        if not plan_sudo:
            return request.redirect("/my")
        document = plan_sudo._get_shown_document()
        return request.make_response(
            document.attachment_id.raw,
            headers=[
                ("Content-Type", document.attachment_id.mimetype),
                ("Content-Disposition", content_disposition(document.name)),
            ],
        )

    @http.route(f"{PATH}/sign", type="jsonrpc", auth="public", website=True)
    def portal_collection_plan_sign(
        self, plan_id, access_token=None, name=None, signature=None
    ):
        access_token = access_token or request.httprequest.args.get("access_token")
        plan_sudo = self._find_plan(plan_id, access_token)
        if not plan_sudo:
            return {"error": request.env._("This link is not valid.")}
        if request.env.user._is_internal():
            return {"error": request.env._("Only the debtor signs here, not you.")}
        try:
            # What fails leaves nothing behind.
            with request.env.cr.savepoint():
                plan_sudo._sign_online(name, signature)
        except UserError as error:
            return {"error": str(error)}
        return {
            "force_refresh": True,
            "redirect_url": plan_sudo.get_portal_url(query_string="&message=signed"),
        }

    @http.route(f"{PATH}/decline", type="http", auth="public", methods=["POST"])
    def portal_collection_plan_decline(
        self, plan_id, access_token=None, reason=None, **_kw
    ):
        plan_sudo = self._find_plan(plan_id, access_token)
        # Our own people look at it, but answer nothing in the place of the debtor.
        if not plan_sudo or request.env.user._is_internal():
            return request.redirect("/my")
        message = "declined"
        try:
            with request.env.cr.savepoint():
                plan_sudo._decline(reason)
        except UserError:
            message = "not_declined"
        url = plan_sudo.get_portal_url(query_string=f"&message={message}")
        return request.redirect(url)

    def _find_plan(self, plan_id, access_token):
        """The plan as superuser and in the language of the debtor, if the link is right
        and the plan was sent to him.
        """
        try:
            plan_sudo = self._document_check_access(
                "collection.plan", plan_id, access_token
            )
        except (AccessError, MissingError):
            return None
        if not plan_sudo.offered_on:
            return None
        return plan_sudo.with_context(lang=plan_sudo._get_agreement_lang())
