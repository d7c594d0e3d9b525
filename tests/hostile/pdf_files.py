"""Hostile and odd PDF files, made byte by byte: each function returns one file."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping

__all__ = ["CLAUSE", "FILES", "Objects", "clause_page", "flate", "lzw", "page_of", "pdf", "sound"]

#: What each file says where it says anything, in letters that no font need be embedded for.
CLAUSE = "Article 1 The deposit of 299 yuan is not refunded."

Objects = dict[int, bytes]

_CONTENT = f"BT /F1 12 Tf 72 720 Td ({CLAUSE}) Tj ET".encode()
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object that holds `content` as it is."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), entries, content)


def flate(content: bytes, times: int = 1, entries: bytes = b"") -> bytes:
    """Return a stream object packed so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[" + b"/FlateDecode" * times + b"]" + entries)


def zeros(size: int, char: bytes = b" ") -> bytes:
    """Return zlib's packing of `size` equal bytes, without holding them."""
    packing = zlib.compressobj(9)
    chunk = char * (1 << 20)
    return b"".join(packing.compress(chunk) for _ in range(size >> 20)) + packing.flush()


def page_of(contents: bytes = b"4 0 R", entries: bytes = b"", resources: bytes = b"<</Font<</F1 5 0 R>>>>") -> bytes:
    """Return a page object under the tree in object 2."""
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources%b/Contents %b%b>>" % (
        resources,
        contents,
        entries,
    )


def sound(changes: Mapping[int, bytes] | None = None) -> Objects:
    """Return the objects of a sound file of one page: 1 catalog, 2 tree, 3 page, 4 content, 5 font; with changes."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: page_of(),
        4: stream(_CONTENT),
        5: _FONT,
    }
    return {**objects, **(changes or {})}


def clause_page(number: int, changes: Mapping[int, bytes] | None = None) -> Objects:
    """Return the objects of a sound file of `number` pages that share one content; pages from object 100."""
    kids = b" ".join(b"%d 0 R" % (100 + at) for at in range(number))
    pages = {100 + at: page_of() for at in range(number)}
    return sound({2: b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, number), **pages, **(changes or {})})


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"", before: bytes = b"") -> bytes:
    """Write objects as a file with a table of their places."""
    out = bytearray(before + b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, start)
    return bytes(out)


def with_xref_stream(
    objects: Mapping[int, bytes], *, widths: bytes = b"[1 4 2]", index: bytes | None = None, entries: bytes = b""
) -> bytes:
    """Write objects as a file whose table of places is a stream; its head may lie."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 2
    rows = [b"\0\0\0\0\0\xff\xff"]
    rows += [b"\1" + places.get(number, 0).to_bytes(4, "big") + b"\0\0" for number in range(1, size - 1)]
    rows.append(b"\1" + start.to_bytes(4, "big") + b"\0\0")
    span = index if index is not None else b"[0 %d]" % size
    head = b"/Type/XRef/W%b/Index%b/Size %d/Root 1 0 R%b" % (widths, span, size, entries)
    out += b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (size - 1, flate(b"".join(rows), 1, head), start)
    return bytes(out)


def lzw(size: int) -> bytes:
    """Return the LZW packing of `size` blanks or more: each code is the longest string so far and one byte."""
    bits, count, width = 256, 9, 9
    written = 0
    following, length = 258, 0
    codes = bytearray()

    def put(code: int) -> None:
        nonlocal bits, count
        bits, count = (bits << width) | code, count + width
        while count >= 8:
            count -= 8
            codes.append((bits >> count) & 0xFF)
            bits &= (1 << count) - 1

    put(32)
    written = length = 1
    while written < size:
        put(following)  # the string that is just being made: one byte longer than the last
        following, length = following + 1, length + 1
        written += length
        if following + 1 >= 1 << width and width < 12:
            width += 1
        if following >= 4094:
            put(256)
            width, following = 9, 258
            put(32)
            written, length = written + 1, 1
    put(257)
    codes.append((bits << (8 - count)) & 0xFF if count else 0)
    return bytes(codes)


# --- references that lead in circles ---------------------------------------------------------------------------------


def tree_of_itself() -> bytes:
    return pdf(sound({2: b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>"}))


def tree_of_two_that_hold_one_another() -> bytes:
    other = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 2>>"
    return pdf(sound({2: b"<</Type/Pages/Parent 6 0 R/Kids[6 0 R 3 0 R]/Count 3>>", 6: other}))


def deep_tree() -> bytes:
    nodes = {at: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (at - 1, at + 1) for at in range(100, 20_100)}
    nodes[20_100] = page_of()
    return pdf(sound({2: b"<</Type/Pages/Kids[100 0 R]/Count 1>>", **nodes}))


def contents_of_itself() -> bytes:
    return pdf(sound({4: b"[4 0 R 6 0 R 4 0 R]", 6: stream(_CONTENT)}))


def nested_contents() -> bytes:
    arrays = {at: b"[%d 0 R %d 0 R]" % (at + 1, at + 1) for at in range(10, 50)}
    return pdf(sound({3: page_of(b"10 0 R"), **arrays, 50: stream(_CONTENT)}))


def resources_of_themselves() -> bytes:
    own = b"<</Font<</F1 5 0 R>>/XObject<</X0 7 0 R>>/Resources 6 0 R>>"
    form = stream(b"/X0 Do", b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources 6 0 R")
    content = stream(_CONTENT + b" /X0 Do")
    return pdf(sound({3: page_of(resources=b" 6 0 R"), 4: content, 6: own, 7: form}))


def length_of_itself() -> bytes:
    content = b"<</Length 4 0 R>>\nstream\n%b\nendstream" % _CONTENT
    return pdf(sound({4: content}))


def previous_table_is_this_one() -> bytes:
    data = pdf(sound())
    start = data.rindex(b"xref\n0 1")
    return data.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)


def previous_stream_is_this_one() -> bytes:
    start = int(with_xref_stream(sound()).rsplit(b"\n", 3)[-3])
    return with_xref_stream(sound(), entries=b"/Prev %d" % start)


def packed_objects_of_themselves() -> bytes:
    inner = b"6 0 <</Type/ObjStm/N 1/First 4/Extends 6 0 R>>"
    return pdf(sound({6: stream(inner, b"/Type/ObjStm/N 1/First 4/Extends 6 0 R")}))


def font_of_itself() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>"
    return pdf(sound({5: font}))


def glyph_that_shows_itself() -> bytes:
    glyph = stream(b"600 0 d0 BT /F1 12 Tf (a) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[600]"
        b"/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    content = stream(b"BT /F1 12 Tf 72 720 Td (aaaa) Tj ET")
    return pdf(sound({4: content, 5: font, 6: glyph}))


def fields_of_themselves() -> bytes:
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(yes)/Parent 6 0 R/Kids[6 0 R]/Rect[72 600 200 620]/P 3 0 R"
        b"/Popup 6 0 R/AP<</N 6 0 R>>>>"
    )
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 6 0 R]>>>>"
    return pdf(sound({1: catalog, 3: page_of(entries=b"/Annots[6 0 R 6 0 R]"), 6: field}))


def mask_of_itself() -> bytes:
    state = b"<</Type/ExtGState/SMask<</S/Luminosity/G 7 0 R>>>>"
    form = stream(
        b"/G0 gs 0 0 612 792 re f",
        b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Group<</S/Transparency>>/Resources<</ExtGState<</G0 6 0 R>>>>",
    )
    resources = b"<</Font<</F1 5 0 R>>/ExtGState<</G0 6 0 R>>>>"
    content = stream(b"/G0 gs " + _CONTENT)
    return pdf(sound({3: page_of(resources=resources), 4: content, 6: state, 7: form}))


def pattern_of_itself() -> bytes:
    resources = b"<</Font<</F1 5 0 R>>/Pattern<</P0 6 0 R>>>>"
    pattern = stream(
        b"/Pattern cs /P0 scn 0 0 9 9 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep .001/YStep .001/Resources"
        + resources,
    )
    content = stream(b"/Pattern cs /P0 scn 0 0 612 792 re f 0 g " + _CONTENT)
    return pdf(sound({3: page_of(resources=resources), 4: content, 6: pattern}))


def colours_of_themselves() -> bytes:
    content = stream(b"/C0 cs 1 scn " + _CONTENT)
    resources = b"<</Font<</F1 5 0 R>>/ColorSpace<</C0 6 0 R>>>>"
    return pdf(sound({3: page_of(resources=resources), 4: content, 6: b"[/Indexed 6 0 R 1 <0001>]"}))


def outline_of_itself() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/Names<</Dests 7 0 R>>>>"
    item = b"<</Title(a)/First 6 0 R/Last 6 0 R/Next 6 0 R/Parent 6 0 R>>"
    return pdf(sound({1: catalog, 6: item, 7: b"<</Kids[7 0 R]>>"}))


def deep_arrays() -> bytes:
    deep = b"[" * 100_000 + b"]" * 100_000
    return pdf(sound({6: deep, 3: page_of(entries=b"/Odd " + deep)}))


def deep_brackets_in_content() -> bytes:
    return pdf(sound({4: flate(b"[" * 1_000_000 + b"<<" * 1_000_000 + b"q " * 500_000 + _CONTENT)}))


# --- tables of places that lie ---------------------------------------------------------------------------------------


def widths_of_nothing() -> bytes:
    return with_xref_stream(sound(), widths=b"[0 0 0]", index=b"[0 2147483647]")


def widths_beyond_measure() -> bytes:
    return with_xref_stream(sound(), widths=b"[1 2147483647 2147483647]")


def index_beyond_measure() -> bytes:
    return with_xref_stream(sound(), index=b"[0 4294967295 2147483647 2147483647 -5 100]")


def size_beyond_measure() -> bytes:
    return pdf(sound()).replace(b"/Size 6", b"/Size 2147483647")


def many_sections_before() -> bytes:
    data = pdf(sound())
    previous = data.rindex(b"xref\n0 1")
    for _ in range(5_000):
        start = len(data)
        data += b"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (previous, start)
        previous = start
    return data


def streams_without_end() -> bytes:
    return pdf(sound(dict.fromkeys(range(6, 50000), b"<</Length 9>>\nstream\nabc")))


def packed_objects_beyond_measure() -> bytes:
    return pdf(sound({6: stream(b"7 0 <<>>", b"/Type/ObjStm/N 2147483647/First 2147483647")}))


# --- little that becomes much ----------------------------------------------------------------------------------------


def flate_bomb() -> bytes:
    return pdf(sound({4: stream(zeros(200 << 20), b"/Filter/FlateDecode")}))


def stacked_flate_bomb() -> bytes:
    packed = zlib.compress(zlib.compress(zeros(512 << 20), 9), 9)
    return pdf(sound({4: stream(packed, b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")}))


def flate_bomb_in_packed_objects() -> bytes:
    return pdf(sound({6: stream(zeros(200 << 20), b"/Type/ObjStm/N 9/First 99/Filter/FlateDecode")}))


def flate_bomb_in_the_table() -> bytes:
    packed = stream(zeros(200 << 20, b"\0"), b"/Type/XRef/W[1 4 2]/Size 9/Root 1 0 R/Filter/FlateDecode")
    data = pdf(sound())
    start = len(data)
    return data + b"9 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (packed, start)


def lzw_bomb() -> bytes:
    packed = zlib.compress(lzw(80 << 20), 9)
    return pdf(sound({4: stream(packed, b"/Filter[/FlateDecode/LZWDecode]")}))


def run_length_bomb() -> bytes:
    packed = zlib.compress(b"\x81 " * (8 << 20), 9)  # 128 blanks for two bytes
    return pdf(sound({4: stream(packed, b"/Filter[/FlateDecode/RunLengthDecode]")}))


def thousand_filters() -> bytes:
    return pdf(sound({4: stream(_CONTENT.hex().encode() + b">", b"/Filter[%b]" % (b"/ASCIIHexDecode" * 1_000))}))


def predictor_beyond_measure() -> bytes:
    parameters = b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    return pdf(sound({4: flate(_CONTENT, 1, parameters)}))


def shared_bomb() -> bytes:
    return pdf(clause_page(500, {4: stream(zeros(30 << 20), b"/Filter/FlateDecode")}))


def shared_text_bomb() -> bytes:
    return pdf(clause_page(500, {4: flate(b"BT /F1 1 Tf (%b) Tj ET " % (b"x" * 100) * 1000)}))


def one_stream_thousands_of_times() -> bytes:
    content = flate(b"0 0 m 9 9 l S " * 10_000)
    return pdf(sound({3: page_of(b"[" + b"6 0 R " * 3_000 + b"4 0 R]"), 6: content}))


def _laughs() -> Objects:
    """Return forms from object 10 on, each of which draws the next one ten times."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources"
    forms = {at: stream(b"/X0 Do " * 10, b"%b<</XObject<</X0 %d 0 R>>>>" % (form, at + 1)) for at in range(10, 20)}
    return {**forms, 20: stream(b"0 0 9 9 re f", form + b"<<>>")}


_DRAWING_LAUGHS = b"<</Font<</F1 5 0 R>>/XObject<</X0 10 0 R>>>>"


def laughing_forms() -> bytes:
    return pdf(sound({3: page_of(resources=_DRAWING_LAUGHS), 4: stream(_CONTENT + b" /X0 Do"), **_laughs()}))


def laughing_forms_by_numbers() -> bytes:
    data = laughing_forms()
    for name, spelt in ((b"/XObject", b"/XObj#65ct"), (b"/Form", b"/F#6frm"), (b"/Contents", b"/#43ontents")):
        data = data.replace(name, spelt)
    return data


def laughing_forms_behind_comments() -> bytes:
    return laughing_forms().replace(b"/XObject<<", b"/XObject%<<\n<<").replace(b"/Contents ", b"/Contents%\n")


def laughing_forms_elsewhere() -> bytes:
    """The table leads to forms that laugh; what stands behind it under their numbers does not."""
    return laughing_forms() + b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in _laughs())


def laughing_forms_of_a_kind_elsewhere() -> bytes:
    data = laughing_forms().replace(b"/Subtype/Form", b"/Subtype 90 0 R")
    return data.replace(b"xref\n0 1\n", b"90 0 obj\n/Form\nendobj\nxref\n0 1\n", 1)


def laughing_forms_under_lock() -> bytes:
    return locked(laughing_forms(), packed=False)


def laughing_forms_packed_under_lock() -> bytes:
    return locked(laughing_forms(), packed=True)


def laughing_forms_that_speak_of_a_lock() -> bytes:
    return laughing_forms().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%/Encrypt 77 0 R\n")


def objects_packed_under_lock() -> bytes:
    """A hundred megabytes of strings, packed in streams of objects that nobody can unpack before the file is opened."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(sound({})))) as file:
        file.Root.Bulk = file.make_indirect(pikepdf.Array([pikepdf.String("A" * 1_000_000) for _ in range(100)]))
        file.save(out)
    return locked(out.getvalue(), packed=True)


def locked(data: bytes, *, packed: bool) -> bytes:
    """Encrypt a file so that whoever reads it needs no password; with its objects packed in others, or not."""
    import pikepdf

    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="owner", user="", R=6), object_stream_mode=mode)
    return out.getvalue()


def bomb_behind_an_end() -> bytes:
    """A stream that says early that it ends, in bytes that are part of it."""
    packing = zlib.compressobj(0)
    first = packing.compress(b"\nendstream\n") + packing.flush(zlib.Z_FULL_FLUSH)
    return pdf(sound({4: stream(first + zeros(200 << 20)[2:], b"/Filter/FlateDecode")}))


def laughing_glyph() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Type/Encoding/Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[600]"
        b"/Resources<</XObject<</X0 10 0 R>>>>>>"
    )
    return pdf(sound({5: font, 6: stream(b"600 0 d0 /X0 Do"), **_laughs()}))


def laughing_pattern() -> bytes:
    pattern = stream(
        b"/X0 Do",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources"
        + _DRAWING_LAUGHS,
    )
    resources = b"<</Font<</F1 5 0 R>>/Pattern<</P0 6 0 R>>>>"
    content = stream(b"/Pattern cs /P0 scn 0 0 612 792 re f 0 g " + _CONTENT)
    return pdf(sound({3: page_of(resources=resources), 4: content, 6: pattern, **_laughs()}))


def laughing_note() -> bytes:
    note = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 612 792]/AP<</N 10 0 R>>/Contents(note)>>"
    return pdf(sound({3: page_of(entries=b"/Annots[6 0 R]"), 6: note, **_laughs()}))


def one_form_thousands_of_times() -> bytes:
    form = flate(b"0 0 m 9 9 l S " * 3_000, 1, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    content = flate(_CONTENT + b" /X0 Do" * 100_000)
    return pdf(sound({3: page_of(resources=_DRAWING_LAUGHS), 4: content, 10: form}))


def one_image_millions_of_times() -> bytes:
    image = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    content = flate(_CONTENT + b" /X0 Do" * 5_000_000)
    return pdf(sound({3: page_of(resources=_DRAWING_LAUGHS), 4: content, 10: stream(b"\xff", image)}))


def images_in_line() -> bytes:
    return pdf(sound({4: flate(_CONTENT + b" BI/W 1/H 1/BPC 8/CS/G ID x EI" * 1_500_000)}))


def much_to_unpack_for_nothing() -> bytes:
    """Return a page that shows one stream three thousand times, whose last packing is damaged."""
    packed = zlib.compress(zlib.compress(b"3" * (20 << 20), 9), 9)
    content = stream(packed, b"/Filter[/FlateDecode/FlateDecode%b]" % (b"/ASCIIHexDecode" * 12))
    return pdf(sound({3: page_of(b"[" + b"4 0 R " * 3_000 + b"]"), 4: content}))


def thirty_million_glyphs_apart() -> bytes:
    lines = b"(%b) ' " % (b"x" * 5_000)
    return pdf(
        sound({3: page_of().replace(b"612 792", b"90000 90000"), 4: flate(b"BT /F1 9 Tf 9 TL " + lines * 6_000)})
    )


def twenty_million_glyphs() -> bytes:
    shown = b"BT /F1 1 Tf 1 0 0 1 9 9 Tm (%b) Tj ET " % (b"x" * 2_000)
    return pdf(sound({4: flate(shown * 10_000)}))


def many_glyphs_one_by_one() -> bytes:
    return pdf(sound({4: flate(b"BT /F1 9 Tf " + b"1 0 Td (x) Tj " * 2_000_000 + b"ET")}))


def million_rules() -> bytes:
    return pdf(sound({4: flate(_CONTENT + b" 0 0 m 9 9 l S 7 7 300 300 re f" * 500_000)}))


def one_path_of_millions() -> bytes:
    return pdf(sound({4: flate(_CONTENT + b" 0 0 m " + b"9 9 l 200 200 l " * 2_000_000 + b"S")}))


def grid_of_thousands() -> bytes:
    lines = [b"0 %d.%d m 612 %d.%d l S " % (at // 10, at % 10, at // 10, at % 10) for at in range(7_000)]
    lines += [b"%d.%d 0 m %d.%d 792 l S " % (at // 10, at % 10, at // 10, at % 10) for at in range(6_000)]
    return pdf(sound({4: flate(_CONTENT + b" " + b"".join(lines))}))


def million_pages_of_one() -> bytes:
    kids = b"3 0 R " * 1_000_000
    return pdf(sound({2: b"<</Type/Pages/Kids[%b]/Count 1000000>>" % kids}))


def million_pages_in_few_nodes() -> bytes:
    nodes = {
        at: b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"%d 0 R " % (at + 1) * 10, 10 ** (16 - at)) for at in range(10, 16)
    }
    nodes[16] = page_of()
    return pdf(sound({2: b"<</Type/Pages/Kids[10 0 R]/Count 1000000>>", **nodes}))


def two_thousand_million_pages() -> bytes:
    return pdf(sound({2: b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"}))


def million_notes() -> bytes:
    note = b"<</Type/Annot/Subtype/FreeText/Contents(note)/Rect[0 0 9 9]>>"
    return pdf(sound({3: page_of(entries=b"/Annots[%b]" % (b"6 0 R " * 1_000_000)), 6: note}))


def code_map_of_all_integers() -> bytes:
    table = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <ffffffff> "
        b"endcodespacerange 1 beginbfrange <00000000> <7fffffff> <0041> endbfrange endcmap"
    )
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return pdf(sound({5: font, 6: stream(table)}))


def widths_of_all_integers() -> bytes:
    inner = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/W[0 2147483647 500 2147483647 4294967295 500]/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/A"
        b"/Flags 4/FontBBox[0 0 9 9]>>>>"
    )
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
    return pdf(sound({5: font, 6: inner}))


def simple_widths_of_all_integers() -> bytes:
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar -2147483648/LastChar 2147483647/Widths[1 2 3]>>"
    return pdf(sound({5: font}))


def box_beyond_measure() -> bytes:
    page = page_of().replace(b"[0 0 612 792]", b"[-1e30 -1e30 1e38 1e38]")
    return pdf(sound({3: page}))


def box_of_a_continent() -> bytes:
    return pdf(sound({3: page_of().replace(b"[0 0 612 792]", b"[0 0 99999999 99999999]")}))


def box_of_nothing() -> bytes:
    return pdf(sound({3: page_of().replace(b"[0 0 612 792]", b"[0 0 0 0]")}))


def user_unit_beyond_measure() -> bytes:
    return pdf(sound({3: page_of(entries=b"/UserUnit 1e30/Rotate 45/CropBox[nan 1 2 3]")}))


def _image(head: bytes, content: bytes) -> bytes:
    image = stream(content, b"/Type/XObject/Subtype/Image" + head)
    resources = b"<</Font<</F1 5 0 R>>/XObject<</I0 6 0 R>>>>"
    return pdf(sound({3: page_of(resources=resources), 4: stream(b"q 612 0 0 792 0 0 cm /I0 Do Q"), 6: image}))


def image_of_all_pixels() -> bytes:
    head = b"/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    return _image(head, zeros(64 << 20, b"\0"))


def image_that_states_more() -> bytes:
    head = b"/Width 2147483647/Height 2147483647/ColorSpace/DeviceRGB/BitsPerComponent 16/Filter/FlateDecode"
    return _image(head, zlib.compress(b"abc"))


def image_of_twelve_thousand() -> bytes:
    head = b"/Width 12000/Height 12000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode"
    return _image(head, zeros(144_000_000, b"\xff"))


def image_of_bilevel_code() -> bytes:
    page = b"\0\0\0\0\x30\0\x01\0\0\0\x13" + (60_000).to_bytes(4, "big") * 2 + bytes(8) + b"\x40\0\0"
    region = b"\0\0\0\x01\x26\0\x01\xff\xff\xff\xff" + (60_000).to_bytes(4, "big") * 2 + bytes(8) + b"\0" + bytes(99)
    head = b"/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
    return _image(head, page + region)


def image_of_wavelets() -> bytes:
    size = (60_000).to_bytes(4, "big")
    head = b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 \0\0\0\x2djp2h\0\0\0\x16ihdr" + size * 2
    head += b"\0\x03\x07\x07\0\0\0\0\0\x0fcolr\x01\0\0\0\0\0\x10\0\0\0\0jp2c\xff\x4f\xff\x51\0\x2f\0\0" + size * 2
    head += bytes(8) + size * 2 + bytes(8) + b"\0\x03\x07\x01\x01\x07\x01\x01\x07\x01\x01"
    return _image(b"/Width 60000/Height 60000/Filter/JPXDecode", head + bytes(2_000))


def image_of_fax_lines() -> bytes:
    parameters = b"/DecodeParms<</K -1/Columns 60000/Rows 60000>>"
    head = b"/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode" + parameters
    return _image(head, b"\xff" * 20_000)


# --- what acts or hides ----------------------------------------------------------------------------------------------


def script_at_opening() -> bytes:
    action = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\);while\\(true\\){})>>"
    return pdf(sound({1: b"<</Type/Catalog/Pages 2 0 R%b>>" % action}))


def launch_at_opening() -> bytes:
    action = b"/OpenAction<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/P(/c calc)>>>>"
    return pdf(sound({1: b"<</Type/Catalog/Pages 2 0 R%b>>" % action}))


def attachment() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a.pdf) 6 0 R]>>>>/Collection<</View/D>>>>"
    spec = b"<</Type/Filespec/F(a.pdf)/UF(a.pdf)/EF<</F 7 0 R>>>>"
    return pdf(sound({1: catalog, 6: spec, 7: stream(pdf(sound()), b"/Type/EmbeddedFile/Subtype/application#2Fpdf")}))


def dynamic_form() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 6 0 R>>/NeedsRendering true>>"
    xdp = b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><subform name="a"/></template></xdp:xdp>'
    return pdf(sound({1: catalog, 6: stream(xdp)}))


def updated(*, shown: str = "The deposit is refunded.") -> bytes:
    """Return a file whose page an appended update shows otherwise."""
    data = pdf(sound())
    previous = data.rindex(b"xref\n0 1")
    start = len(data)
    body = b"4 0 obj\n%b\nendobj\n" % stream(b"BT /F1 12 Tf 72 720 Td (%b) Tj ET" % shown.encode())
    tail = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return data + body + tail % (start, previous, start + len(body))


def archive_behind() -> bytes:
    import io
    import zipfile

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("other.txt", "The deposit is refunded.")
    return pdf(sound()) + held.getvalue()


def page_before() -> bytes:
    return pdf(sound(), before=b"<html><body><p>The deposit is refunded.</p></body></html>\n")


def layer_that_is_off() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>>>"
    resources = b"<</Font<</F1 5 0 R>>/Properties<</M0 6 0 R>>>>"
    hidden = b" /OC /M0 BDC BT /F1 12 Tf 72 600 Td (The deposit is refunded.) Tj ET EMC"
    return pdf(
        sound(
            {
                1: catalog,
                3: page_of(resources=resources),
                4: stream(_CONTENT + hidden),
                6: b"<</Type/OCG/Name(draft)>>",
            }
        )
    )


#: All by name.
FILES: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        tree_of_itself, tree_of_two_that_hold_one_another, deep_tree, contents_of_itself, nested_contents,
        resources_of_themselves, length_of_itself, previous_table_is_this_one, previous_stream_is_this_one,
        packed_objects_of_themselves, font_of_itself, glyph_that_shows_itself, fields_of_themselves, mask_of_itself,
        pattern_of_itself, colours_of_themselves, outline_of_itself, deep_arrays, deep_brackets_in_content,
        widths_of_nothing, widths_beyond_measure, index_beyond_measure, size_beyond_measure, many_sections_before,
        streams_without_end,
        packed_objects_beyond_measure, flate_bomb, stacked_flate_bomb, flate_bomb_in_packed_objects,
        flate_bomb_in_the_table, lzw_bomb, run_length_bomb, thousand_filters, predictor_beyond_measure, shared_bomb,
        shared_text_bomb, one_stream_thousands_of_times, bomb_behind_an_end, laughing_forms, laughing_forms_by_numbers,
        laughing_forms_behind_comments, laughing_forms_elsewhere, laughing_forms_of_a_kind_elsewhere,
        laughing_forms_under_lock, laughing_forms_packed_under_lock, laughing_forms_that_speak_of_a_lock,
        objects_packed_under_lock,
        laughing_glyph, laughing_pattern,
        laughing_note, one_form_thousands_of_times, one_image_millions_of_times, images_in_line,
        much_to_unpack_for_nothing, thirty_million_glyphs_apart, twenty_million_glyphs,
        many_glyphs_one_by_one, million_rules, one_path_of_millions, grid_of_thousands, million_pages_of_one,
        million_pages_in_few_nodes, two_thousand_million_pages, million_notes, code_map_of_all_integers,
        widths_of_all_integers, simple_widths_of_all_integers, box_beyond_measure, box_of_a_continent, box_of_nothing,
        user_unit_beyond_measure, image_of_all_pixels, image_that_states_more, image_of_twelve_thousand,
        image_of_bilevel_code, image_of_wavelets, image_of_fax_lines, script_at_opening, launch_at_opening, attachment,
        dynamic_form, updated, archive_behind, page_before, layer_that_is_off,
    )
}  # fmt: skip
