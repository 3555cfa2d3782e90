from . import collection_credit_wizard
