"""PDF files for archives: PDF/A-3a (ISO 19005-3) and PDF/UA-1 in one file, with the released tables embedded.

WeasyPrint writes either of the two. Here it writes PDF/UA-1 with the attachments, and its `finisher` adds
the rest of PDF/A-3a to the file's objects:

- The relationship of each embedded file to the document, and a list of the files in the catalogue (ISO
  19005-3, 6.8).
- An output intent: colours are those of sRGB (6.2.3).
- Metadata that identify the file as PDF/A-3a and describe the one property that PDF/A does not define, the
  part of PDF/UA (6.6.2.3, 6.6.4). They are not compressed, so that any program finds them.

`sRGB2014.icc` is the colour profile of the International Color Consortium, which "may be copied,
distributed, embedded, made, used, and sold without restriction".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pydyf
from weasyprint import Attachment

from reporter.report.page import Embedded

RELATIONSHIP = "Data"
"""The relationship of an embedded table to its document, whose charts and tables were made from it."""

_IDENTIFICATION = b"""\
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
pdfaid:part="3" pdfaid:conformance="A" />
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END_OF_METADATA = b"</rdf:RDF>"


def attachments(embedded: Iterable[Embedded]) -> list[Attachment]:
    """WeasyPrint's attachments of files to embed, by name, which is how a PDF lists them."""
    return [_attachment(each) for each in sorted(embedded, key=lambda each: each.name)]


def make_archive(pdf: pydyf.PDF) -> None:
    """Turn a tagged PDF with embedded files into PDF/A-3a.

    Args:
        pdf: the file's objects, as WeasyPrint hands them to its `finisher`.
    """
    embedded = [
        each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.get("Type") == "/Filespec"
    ]
    for file in embedded:
        file["AFRelationship"] = f"/{RELATIONSHIP}"
    pdf.catalog["AF"] = pydyf.Array([file.reference for file in embedded])
    pdf.catalog["OutputIntents"] = pydyf.Array([_output_intent(pdf)])
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (packet,) = metadata.stream
    end = packet.index(_END_OF_METADATA)
    metadata.stream = [packet[:end] + b"\n" + _IDENTIFICATION + packet[end:]]
    metadata.compress = False


def _output_intent(pdf: pydyf.PDF) -> pydyf.Dictionary:
    # WeasyPrint's option for it draws in the profile's colours too, and leaves its file open.
    profile = pydyf.Stream([_srgb()], {"N": 3}, compress=True)
    pdf.add_object(profile)
    return pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": pydyf.String("sRGB2014"),
            "Info": pydyf.String("sRGB2014"),
            "DestOutputProfile": profile.reference,
        }
    )


@cache
def _srgb() -> bytes:
    return (files("reporter.report.pdf") / "sRGB2014.icc").read_bytes()


def _attachment(embedded: Embedded) -> Attachment:
    # WeasyPrint writes the digits of a time as UTC, whatever its offset.
    time = dt.datetime.fromisoformat(embedded.time).astimezone(dt.UTC)
    return Attachment(
        string=embedded.content.encode(),
        name=embedded.name,
        description=embedded.description,
        created=time,
        modified=time,
        relationship=RELATIONSHIP,
    )
