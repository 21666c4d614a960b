from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "townbell.moderation"
    label = "moderation"
