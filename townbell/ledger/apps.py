from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "townbell.ledger"
    label = "ledger"
