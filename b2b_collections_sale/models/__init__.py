from . import collection_case, collection_credit_release, sale_order
