from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "townbell.record"
    label = "record"
