"""Personal data as Faker makes it up, per kind: what a scan has to find. JSON on stdout."""

import json

from faker import Faker

found = {"email": [], "iban": [], "credit-card": [], "us-ssn": []}
for place in ["en_US", "de_DE", "fr_FR", "nl_NL", "es_ES", "it_IT", "en_GB", "pl_PL", "no_NO", "fi_FI", "de_AT", "de_CH", "tr_TR", "pt_PT"]:
    faker = Faker(place)
    faker.seed_instance(7)
    for _ in range(30):
        found["email"].append(faker.email())
        found["iban"].append(faker.iban())
faker = Faker("en_US")
faker.seed_instance(7)
found["credit-card"] = [faker.credit_card_number(network) for _ in range(50) for network in ["visa16", "visa13", "visa19", "mastercard", "amex", "discover", "diners", "jcb16", "jcb15"]]
found["us-ssn"] = [faker.ssn() for _ in range(400)]
print(json.dumps(found))
