import { registry } from "@web/core/registry";
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";
import { formatMonetary } from "@web/views/fields/formatters";

/** An amount among many of the same currency: no symbol, and nothing for zero. */
export function formatAgeingAmount(value, options = {}) {
    return value ? formatMonetary(value, { ...options, noSymbol: true }) : "";
}
formatAgeingAmount.extractOptions = formatMonetary.extractOptions;

class AgeingAmountField extends MonetaryField {
    get formattedValue() {
        return formatAgeingAmount(this.value, {
            currencyId: this.currencyId,
            digits: this.currencyDigits,
        });
    }
}

registry.category("formatters").add("collection_amount", formatAgeingAmount);
registry.category("fields").add("collection_amount", {
    ...monetaryField,
    component: AgeingAmountField,
    // Twelve digits with their separators.
    listViewWidth: [118, 150],
});
