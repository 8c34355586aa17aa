"""Videos on other hosts: which URLs are accepted, and how they are embedded."""

import pytest

from webinars.hosts import elsewhere, is_allowed

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0&autoplay=1"


@pytest.mark.parametrize(
    ("address", "embed"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?si=tracking", YOUTUBE),
        ("https://m.youtube.com/live/dQw4w9WgXcQ", YOUTUBE),
        ("https://www.youtube.com/embed/dQw4w9WgXcQ/", YOUTUBE),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/76979871/8272103f6e", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=8272103f6e"),
        ("https://player.vimeo.com/video/76979871?h=8272103f6e",
         "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=8272103f6e"),
        # Something else there: it can be linked to only.
        ("https://www.youtube.com/@channel", ""),
        ("https://vimeo.com/showcase/7", ""),
        ("https://www.youtube.com/watch?v=\"><script>", ""),
    ],
)  # fmt: skip
def test_an_address_becomes_what_is_framed(address, embed):
    found = elsewhere(address)
    assert found is not None
    assert found.embed == embed


def test_it_starts_where_it_is_asked_to():
    assert elsewhere("https://youtu.be/dQw4w9WgXcQ", 90).embed.endswith("&start=90")
    assert elsewhere("https://vimeo.com/76979871", 90).embed.endswith("#t=90s")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/watch?v=dQw4w9WgXcQ", "https://youtube.com.evil.example/x", "https://notyoutube.com/x",
        "javascript:alert(1)//youtube.com", "ftp://youtube.com/x", "//youtube.com/x", "https://[youtube.com/", "",
        "youtube.com",
    ],
)  # fmt: skip
def test_any_other_address_is_not_taken(address):
    assert not is_allowed(address)
    assert elsewhere(address) is None


def test_a_host_that_a_county_allows_can_be_linked_to(settings):
    settings.VIDEO_HOSTS = ["panopto.eu"]
    found = elsewhere("https://fylke.cloud.panopto.eu/Panopto/Pages/Viewer.aspx?id=1")
    assert (found.host, found.embed, found.origin) == ("fylke.cloud.panopto.eu", "", "")
    assert elsewhere("https://youtu.be/dQw4w9WgXcQ") is None
