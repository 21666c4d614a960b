from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "townbell.participation"
    label = "participation"
