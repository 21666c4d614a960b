from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "townbell.home"
    label = "home"
