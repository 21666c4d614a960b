from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "townbell.conversations"
    label = "conversations"
