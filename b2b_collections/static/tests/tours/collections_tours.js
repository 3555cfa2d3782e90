import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

function openMenu(name) {
    return {
        content: `Open ${name}`,
        trigger: `.o_menu_sections [data-menu-xmlid="b2b_collections.menu_collections_${name}"]`,
        run: "click",
    };
}

const confirmDialog = {
    content: "Say yes",
    trigger: ".modal-footer .btn-primary",
    run: "click",
};

/** A collector takes the first debtor of the worklist and prepares a letter. */
tours.add("b2b_collections_worklist", {
    steps: () => [
        {
            content: "The most pressing debtor comes first",
            trigger: ".o_data_row:first:contains(Nusantara Retail)",
        },
        {
            content: "Open it",
            trigger: ".o_data_row:first .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            content: "Its items say where they stand",
            trigger: ".o_field_widget[name=open_item_ids] .o_data_row .o_data_cell[name=reason]:contains(R1)",
        },
        {
            content: "Contact it",
            trigger: ".o_statusbar_buttons button:contains(Contact…)",
            run: "click",
        },
        {
            content: "The items that will be listed are shown",
            trigger: ".modal .o_field_widget[name=item_ids] .o_data_row",
        },
        {
            content: "By letter",
            trigger: ".modal .o_field_widget[name=channel] .o_radio_input[data-value=letter]",
            run: "click",
        },
        {
            content: "To its postal address",
            trigger: ".modal .o_field_widget[name=address]:contains(Jakarta)",
        },
        {
            trigger: ".modal-footer button:contains(Prepare Letter):visible",
            run: "click",
        },
        {
            content: "It says what became of it",
            trigger: ".o_notification:contains(To print)",
        },
        {
            content: "And it is in the journal",
            trigger: "body:not(:has(.modal)) .o_notebook .nav-link:contains(Journal)",
            run: "click",
        },
        {
            content: "Open the letter",
            trigger: ".o_field_widget[name=action_ids] .o_data_row:contains(Letter):contains(To print) .o_data_cell[name=channel]",
        },
        openMenu("letters"),
        {
            content: "It waits to be printed",
            trigger: ".o_breadcrumb:contains(Letters)",
        },
        {
            trigger: ".o_data_row:contains(Nusantara Retail) .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            content: "Look at it",
            trigger: ".o_notebook .nav-link:contains(Letter)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=document_pdf] iframe",
        },
    ],
});

/** A collector writes down a call that was planned. */
tours.add("b2b_collections_call", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Nusantara Retail) .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button:contains(Log Call)",
            run: "click",
        },
        {
            content: "The planned call is proposed",
            trigger: ".modal .o_field_widget[name=action_id] input:value(Call, R2)",
        },
        {
            trigger: ".modal .o_field_widget[name=outcome] .o_radio_input[data-value=promised]",
            run: "click",
        },
        {
            content: "The amount is proposed, the day is asked for",
            trigger: ".modal .o_field_widget[name=promise_amount] input:value(1,000.00)",
        },
        {
            trigger: ".modal .o_field_widget[name=note] .odoo-editor-editable",
            run: "editor Pays on Friday",
        },
        {
            trigger: ".modal .o_field_widget[name=promise_date] input",
            run: `edit ${luxon.DateTime.now().plus({ days: 7 }).toFormat("MM/dd/yyyy")}`,
        },
        {
            trigger: ".modal-footer button[name=action_log]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_notebook .nav-link:contains(Journal)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=action_ids] .o_data_row:contains(Call):contains(Done)",
        },
    ],
});

/** A manager looks at a preview, goes live and starts the first run. */
tours.add("b2b_collections_run", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "The company is in preparation: there is no Run button",
            trigger: ".o_form_view:not(:has(button[name=action_run])) .alert-warning:contains(in preparation)",
        },
        {
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "Who would be contacted",
            trigger: ".o_collection_summary tr:contains(Level R1):contains(E-mail)",
        },
        {
            content: "And who would not, and why",
            trigger: ".o_collection_summary tr:contains(No e-mail address)",
            run: "click",
        },
        {
            content: "A row opens its lines",
            trigger: ".o_list_view .o_data_row:contains(Silent Debtor)",
        },
        {
            trigger: ".o_back_button, .breadcrumb-item:last a",
            run: "click",
        },
        {
            trigger: "button[name=action_confirm_live]",
            run: "click",
        },
        confirmDialog,
        {
            content: "It is live",
            trigger: ".o_form_view:not(:has(.alert-warning)):not(:has(button[name=action_confirm_live]))",
        },
        {
            trigger: ".o_form_button_create",
            run: "click",
        },
        {
            trigger: ".alert-success:contains(This company is live)",
        },
        {
            trigger: "button[name=action_run]",
            run: "click",
        },
        confirmDialog,
        {
            content: "The workers have it",
            trigger: ".o_arrow_button_current:contains(Running)",
        },
    ],
});

/** A manager refuses one message and approves the rest in one go. */
tours.add("b2b_collections_approve", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Refused Debtor) button:has(.fa-times)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit Settled by phone",
        },
        {
            trigger: ".modal-footer button[name=action_refuse]",
            run: "click",
        },
        {
            content: "It has left the list",
            trigger: "body:not(:has(.modal)) .o_list_view:not(:has(.o_data_row:contains(Refused Debtor)))",
        },
        {
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_approve]",
            run: "click",
        },
        {
            content: "Nothing is left to approve",
            trigger: ".o_view_nocontent:contains(Nothing waits for approval)",
        },
    ],
});

/** A manager puts another policy first and moves one of its levels. */
tours.add("b2b_collections_policy", {
    steps: () => [
        {
            trigger: ".o_data_row:first:contains(Test policy)",
        },
        {
            content: "The first policy that fits applies: drag the second one up",
            trigger: ".o_data_row:contains(Key accounts) .o_row_handle",
            run: "drag_and_drop .o_data_row:contains(Test policy)",
        },
        {
            trigger: ".o_data_row:first:contains(Key accounts)",
        },
        {
            trigger: ".o_data_row:first .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "Open a level",
            trigger: ".o_field_widget[name=level_ids] .o_data_row:contains(R2) .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=days] input",
            run: "edit 14",
        },
        {
            content: "What may stand in its texts",
            trigger: ".modal .nav-link:contains(Placeholders)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=placeholder_help]:contains({deadline})",
        },
        {
            trigger: ".modal .nav-link:contains(Approval)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=requires_approval] input",
            run: "click",
        },
        {
            trigger: ".modal-footer .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=level_ids] .o_data_row:contains(14)",
        },
        ...stepUtils.saveForm(),
    ],
});
