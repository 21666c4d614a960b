from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "townbell.web"
    label = "web"
