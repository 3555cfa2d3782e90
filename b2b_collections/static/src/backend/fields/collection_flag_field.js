import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** An icon that is there or not: for lists, where a check box would say too much. */
export class CollectionFlagField extends Component {
    static template = "b2b_collections.FlagField";
    static props = {
        ...standardFieldProps,
        icon: { type: String, optional: true },
        title: { type: String, optional: true },
    };
    static defaultProps = { icon: "fa-flag" };
}

export const collectionFlagField = {
    component: CollectionFlagField,
    displayName: _t("Flag"),
    supportedTypes: ["boolean"],
    isEmpty: (record, name) => !record.data[name],
    extractProps: ({ options, string }) => ({
        icon: options.icon,
        title: string,
    }),
};

registry.category("fields").add("collection_flag", collectionFlagField);
