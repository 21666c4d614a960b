import pytest
from django.test import Client


@pytest.mark.parametrize(("wanted", "path"), [("es-MX,es;q=0.9", "/es/"), ("de", "/en/")])
def test_first_visit_is_led_to_the_language_the_browser_asks_for(wanted, path):
    response = Client().get("/", headers={"accept-language": wanted})

    assert response.url == path
    assert not response.cookies


def test_language_switch_keeps_the_page_and_its_question():
    response = Client().get("/en/about/?version=2")

    assert 'href="/es/about/?version=2"' in response.text
