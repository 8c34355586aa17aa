"""Delivery of files by others: an nginx in front, and an object storage behind."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse

from content.models import MediaFile
from tests import nginx
from tests.factories import ModulePageFactory
from tests.factories.programme import make_recording
from tests.network import free_port
from webinars.models import Recording

BYTES = bytes(range(256)) * 100
WRITTEN = settings.BASE_DIR / "docs" / "deploy.md"


def ask(address, method="GET", **headers):
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@pytest.fixture
def recording():
    recording = make_recording(ModulePageFactory(), size=0, with_film=False)
    media = MediaFile(title="Video", type="video", duration=60)
    media.file.name = media.file.storage.save("media/å %41?#.mp4", ContentFile(BYTES))
    media.save()
    Recording.objects.update(media=media)
    return recording


@pytest.fixture
def in_front(live_server, tmp_path):
    """The URL of an nginx with the configuration of docs/deploy.md in front of the live server."""
    program = nginx.found()
    if program is None:
        pytest.skip("There is no nginx on this computer, and installing its package needs an administrator.")
    port = free_port()
    lines = re.search(r"```nginx\n(.*?)```", WRITTEN.read_text(), re.DOTALL).group(1)
    lines = lines.replace("http://127.0.0.1:8000", live_server.url).replace(
        "/srv/loft/var/private", str(settings.STORAGES["private"]["OPTIONS"]["location"])
    )
    temporary = "\n".join(
        f"{kind}_temp_path {tmp_path};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = tmp_path / "nginx.conf"
    config.write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\nserver {{ listen 127.0.0.1:{port};\n{lines} }} }}\n"
    )
    process = subprocess.Popen([program, "-p", str(tmp_path), "-e", f"{tmp_path}/error.log", "-c", str(config)])
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_answered(process, f"{address}/health/")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def wait_until_answered(process, address):
    for _ in range(100):
        assert process.poll() is None
        try:
            if ask(address)[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


@pytest.mark.django_db(transaction=True)
def test_nginx_sends_the_bytes_of_those_who_may_have_them(in_front, recording, settings):
    settings.FILE_DELIVERY = "x-accel"
    address = in_front + reverse("recording_video", args=[recording.pk])
    status, headers, body = ask(address, Range="bytes=10-19")
    assert (status, headers["Content-Range"], body) == (206, "bytes 10-19/25600", BYTES[10:20])
    assert (headers["Content-Type"], headers["X-Content-Type-Options"]) == ("video/mp4", "nosniff")
    assert headers["Cache-Control"] == "private, max-age=3600"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ask(address, Range="bytes=-5")[2] == BYTES[-5:]
    assert ask(address, Range="bytes=25600-")[0] == 416
    assert (ask(address)[2], ask(address, "HEAD")[1]["Content-Length"]) == (BYTES, "25600")
    assert ask(address, **{"If-None-Match": headers["ETag"]})[0] == 304
    assert ask(address, Range="bytes=0-9", **{"If-Range": '"old"'})[0] == 200
    assert ask(f"{in_front}/private-files/media/%C3%A5%20%2541%3F%23.mp4")[0] == 404
    Recording.objects.update(is_restricted=True)
    assert ask(address, Range="bytes=10-19")[0] == 404


STORE = """
import json, sys
import django
django.setup()
from types import SimpleNamespace
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import RequestFactory
from content.serving import file_response
from content.views import public_picture
picture = storages["default"].save("images/å 1.webp", ContentFile(b"picture"))
shown = public_picture(RequestFactory().get("/"), picture)["Location"]
storage = storages["private"]
name = storage.save("media/å %41?#.mp4", ContentFile(bytes(range(256)) * 100))
file = SimpleNamespace(name=name, storage=storage)
made = {
    method: file_response(getattr(RequestFactory(), method)("/"), file, save_as="Film å.mp4", lasts=60)["Location"]
    for method in ("get", "head")
}
made["picture"] = [storages["default"].url(picture), shown]
made["media"] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["media-src"]
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def storage_server():
    """The URL of a local object storage with a private bucket."""
    boto3 = pytest.importorskip("boto3")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "eu-north-1"}
    client = boto3.client("s3", endpoint_url=address, **keys)
    client.create_bucket(Bucket="recordings", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield address
    server.stop()


@pytest.fixture(scope="module")
def stored(storage_server, tmp_path_factory):
    """The responses of a Løft process configured for the object storage by environment variables."""
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "DJANGO_SETTINGS_MODULE": "cms.settings.local",
        "STORAGE_BUCKET": "recordings",
        "STORAGE_ENDPOINT": storage_server,
        "STORAGE_ACCESS_KEY": "key",
        "STORAGE_SECRET_KEY": "secret",
    }
    done = subprocess.run(
        [sys.executable, "-c", STORE],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_object_storage_sends_the_bytes_from_a_signed_address(stored, storage_server):
    address = stored["get"]
    status, headers, body = ask(address, Range="bytes=10-19")
    assert (status, headers["Content-Range"], body) == (206, "bytes 10-19/25600", BYTES[10:20])
    assert headers["Content-Type"] == "video/mp4"
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''Film%20%C3%A5.mp4"
    assert ask(address, Range="bytes=-5")[2] == BYTES[-5:]
    assert ask(address, Range="bytes=25600-")[0] == 416
    assert ask(stored["head"], "HEAD")[1]["Content-Length"] == "25600"
    assert stored["media"] == ["'self'", storage_server]


def test_object_storage_refuses_an_address_without_a_signature_which_is_good_for_a_while(stored):
    assert ask(stored["get"].partition("?")[0])[0] == 403
    assert "X-Amz-Expires=60" in stored["get"]


def test_public_pictures_keep_an_address_of_ours_which_sends_on(stored):
    ours, signed = stored["picture"]
    assert ours == "/media/images/%C3%A5%201.webp"
    assert ask(signed)[2] == b"picture"
    assert ask(signed.partition("?")[0])[0] == 403
