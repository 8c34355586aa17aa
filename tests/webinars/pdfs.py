"""PDF files for tests: ordinary presentations and malicious ones."""

import functools
import zlib

import typst


@functools.cache
def deck(pages=3, words="Sirkulærøkonomi", *, tagged=True):
    """A tagged PDF as PowerPoint exports it, with the page number and some words on every page."""
    body = "\n#pagebreak()\n".join(f"= Side {number}\n{words}" for number in range(1, pages + 1))
    source = f'#set document(title: "Lysark")\n#set page(width: 25.4cm, height: 14.29cm)\n{body}'
    return typst.compile(source.encode(), pdf_standards="ua-1") if tagged else written(pages)


def written(pages=1, *, size=(720, 405), content=b"", catalog=b"", more=(), count=None, page=b""):
    """A hand-written PDF. `more` are objects after the pages; the first of them has number 3 + 2 * pages."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * number) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages if count is None else count, kids),
    ]
    for number in range(pages):
        box = b"[0 0 %d %d]" % size
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents %d 0 R%s>>" % (box, 4 + 2 * number, page))
        objects.append(stream(content))
    return whole([*objects, *more])


def stream(content, head=b""):
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def whole(objects, trailer=b""):
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        trailer,
        len(out),
    )


@functools.cache
def zeros(megabytes):
    """This many megabytes of zeros, zlib-compressed: one compressed block repeated, with header and checksum."""
    pack = zlib.compressobj(9, wbits=-15)
    one = pack.compress(bytes(1024**2)) + pack.flush(zlib.Z_FULL_FLUSH)
    adler32 = (megabytes * 1024**2 % 65521) << 16 | 1
    return b"\x78\xda" + one * megabytes + b"\x03\x00" + adler32.to_bytes(4, "big")


def bomb(megabytes=400, *, twice=False):
    """A page whose content stream decompresses to hundreds of megabytes."""
    packed, filters = zeros(megabytes), b"/Filter/FlateDecode"
    if twice:
        packed, filters = zlib.compress(packed, 9), b"/Filter[/FlateDecode /Fl]"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R>>", stream(packed, filters)]
    return whole(objects)


def laughs(levels=9, times=10):
    """A page with exponentially nested form XObjects (“billion laughs”)."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        head = b"/Type/XObject/Subtype/Form/BBox[0 0 720 405]/Resources<</XObject<</X %d 0 R>>>>" % (level + 6)
        forms.append(stream(b"0 0 m 700 400 l S" if last else b"/X Do " * times, head))
    return written(content=b"/X Do", page=b"/Resources<</XObject<</X 5 0 R>>>>", more=forms)


def locked():
    """A password-protected PDF."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]>>"]
    objects += [b"<</Filter/Standard/V 1/R 2/Length 40/O<%s>/U<%s>/P -4>>" % (b"1f" * 32, b"2e" * 32)]
    return whole(objects, b"/Encrypt 4 0 R/ID[<00><00>]")


SCRIPTS = {
    "on opening": written(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"),
    "by name": written(catalog=b"/Names<</JavaScript<</Names[(a)<</S /JavaScript/JS(1)>>]>>>>"),
    "in disguise": written(catalog=b"/OpenAction<</#53 %x\n/J#61vaScript/JS(1)>>"),
    "elsewhere": written(catalog=b"/OpenAction<</S 5 0 R/JS(1)>>", more=[b"/JavaScript"]),
    "on a page": written(page=b"/AA<</O<</S/JavaScript/JS(1)>>>>"),
    "packed away": written(
        more=[stream(zlib.compress(b"9 0 <</S/JavaScript/JS(1)>>"), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")]
    ),
}
HOSTILE = {
    "no PDF": (b"<!DOCTYPE html><script>alert(1)</script>", "broken"),
    "UTF-16": ("%PDF-1.7 nothing".encode("utf-16"), "broken"),
    "cut off": (deck()[:400], "broken"),
    "locked": (locked(), "locked"),
    "no pages": (written(0), "broken"),
    "empty": (b"", "empty"),
    "pages in a ring": (
        whole([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R 2 0 R]>>"]),
        "broken",
    ),
    "a million pages": (written(count=1_000_000), "pages"),
    "501 pages": (written(501), "pages"),
    "ten kilometres": (written(size=(28_346_457, 405)), "page_size"),
    "bomb": (bomb(), "unpacks"),
    "bomb in a bomb": (bomb(twice=True), "unpacks"),
    **{f"script {where}": (data, "script") for where, data in SCRIPTS.items()},
}
