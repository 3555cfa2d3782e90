import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const state = (label) => `.o_statusbar_status .o_arrow_button_current:contains(${label})`;
const header = (name) => `.o_statusbar_buttons button[name=${name}]:visible`;
const confirmDialog = { content: "Say yes", trigger: ".modal-footer .btn-primary", run: "click" };
/** The list of plans shows those in preparation and in force. */
const openPlan = {
    content: "Open the plan",
    trigger: ".o_data_row:contains(Nusantara Retail) .o_data_cell[name=name]",
    run: "click",
};

/** A collector makes a plan from a case and asks for approval. */
tours.add("b2b_collections_plan_propose", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Nusantara Retail)",
            run: "click",
        },
        {
            trigger: header("action_new_plan"),
            run: "click",
        },
        {
            content: "All that is open is proposed",
            trigger: ".o_field_widget[name=amount_items]:contains(1,200.00)",
        },
        {
            trigger: ".o_field_widget[name=count] input",
            run: "edit 12",
        },
        {
            trigger: header("action_generate"),
            run: "click",
        },
        {
            content: "Twelve instalments that add up",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(12):contains(100.00)",
        },
        {
            trigger: header("action_submit"),
            run: "click",
        },
        {
            trigger: state("To Approve"),
        },
        {
            content: "Who made it has no button to approve it",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_approval_approve]))",
        },
    ],
});

/** A manager refuses what waits for him, and says why. */
tours.add("b2b_collections_plan_refuse", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Nusantara Retail) button[name=action_refuse]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea, .modal .o_field_widget[name=reason] input",
            run: "edit Four instalments at most",
        },
        {
            trigger: ".modal-footer button[name=action_refuse]",
            run: "click",
        },
        {
            content: "Nothing waits any more",
            trigger: "body:not(:has(.modal)) .o_view_nocontent, body:not(:has(.modal)) .o_content:not(:has(.o_data_row:contains(Nusantara)))",
        },
    ],
});

/** The collector reads why, changes the plan and asks again. */
tours.add("b2b_collections_plan_change", {
    steps: () => [
        openPlan,
        {
            content: "It is a draft again, and says why",
            trigger: state("Draft"),
        },
        {
            trigger: ".alert:contains(Four instalments at most)",
        },
        {
            trigger: ".o_field_widget[name=count] input",
            run: "edit 4",
        },
        {
            trigger: header("action_generate"),
            run: "click",
        },
        confirmDialog,
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(4):contains(300.00)",
        },
        {
            trigger: header("action_submit"),
            run: "click",
        },
        {
            trigger: state("To Approve"),
        },
    ],
});

/** A manager approves it. */
tours.add("b2b_collections_plan_approve", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Nusantara Retail) button[name=action_approve]",
            run: "click",
        },
        {
            trigger: ".o_view_nocontent, .o_content:not(:has(.o_data_row:contains(Nusantara)))",
        },
    ],
});

/** The collector sends it to the debtor for signature. */
tours.add("b2b_collections_plan_send", {
    steps: () => [
        openPlan,
        {
            trigger: header("action_send_offer"),
            run: "click",
        },
        {
            content: "It says when it was sent",
            trigger: ".alert:contains(Sent for signature on)",
        },
        {
            trigger: ".o_notebook .nav-link:contains(Documents)",
            run: "click",
        },
        {
            content: "The agreement as it was sent is kept",
            trigger: ".o_field_widget[name=document_ids] .o_data_row:contains(.pdf)",
        },
    ],
});

/** The debtor reads the plan under its link and signs it. */
tours.add("b2b_collections_plan_sign", {
    steps: () => [
        {
            content: "What he is to pay, and when",
            trigger: "table:contains(300.00)",
        },
        {
            trigger: "a[data-bs-target='#collection_plan_sign']",
            run: "click",
        },
        {
            content: "The field for the signature opens with the first letter",
            trigger: "#collection_plan_sign .o_web_sign_name_input",
            run: "fill B",
        },
        {
            trigger: "#collection_plan_sign canvas.o_web_sign_signature",
        },
        {
            trigger: "#collection_plan_sign .o_web_sign_name_input",
            run: "edit Budi Santoso",
        },
        {
            trigger: "#collection_plan_sign .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-success:contains(The plan is in force)",
        },
    ],
});

/** An accountant takes a payment with Odoo's own wizard. */
tours.add("b2b_collections_plan_pay", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button[name=action_register_payment]:visible",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 300.00",
        },
        {
            trigger: ".modal button[name=action_create_payments]:visible",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
    ],
});

/** Two instalments were paid and the third was not: the plan is in default. */
tours.add("b2b_collections_plan_default", {
    steps: () => [
        {
            trigger: ".ribbon:contains(In Default)",
        },
        {
            content: "Two were paid",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(2):contains(Paid)",
        },
        {
            content: "And one was missed",
            trigger: ".o_field_widget[name=line_ids] .o_data_row:nth-child(3):contains(Missed)",
        },
        {
            content: "To its case",
            trigger: ".oe_stat_button[name=action_open_collection_case]",
            run: "click",
        },
        {
            content: "Dunning goes on with the level after the last",
            trigger: ".o_field_widget[name=open_item_ids] .o_data_row:contains(SP1)",
        },
    ],
});
