"""PDF files for archives: PDF/A-3a (ISO 19005-3) and PDF/UA-1 in one file, with the released tables embedded.

WeasyPrint 70 writes either of the two. Here it writes PDF/UA-1 with the attachments, and what PDF/A-3a asks
for besides is added to the file's objects before they are written:

- Each embedded file says how it relates to the document and is listed in the catalogue (ISO 19005-3, 6.8).
- An output intent says which colours are meant: those of sRGB (6.2.3).
- The metadata say that the file is PDF/A-3a, and describe the one property that PDF/A does not know, the
  mark of PDF/UA (6.6.2.3, 6.6.4). They are not compressed, so that any program finds them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pydyf
from weasyprint import Attachment

from reporter.report.page import Embedded
from reporter.report.pdf.tags import repair

RELATIONSHIP = "Data"
"""What an embedded table is to its document: the data that its charts and tables were made from."""

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


def archive_options(embedded: Sequence[Embedded]) -> dict[str, Any]:
    """What `weasyprint.HTML.write_pdf` is told to write an archive file, besides what it is told anyway.

    Args:
        embedded: the files to embed; a PDF's list of them is sorted by name.
    """
    return {
        "attachments": [_attachment(each) for each in sorted(embedded, key=lambda each: each.name)],
        "finisher": finish,
    }


def finish(document: object, pdf: pydyf.PDF) -> None:
    """Repair a tagged PDF and make it an archive file; the `finisher` of `weasyprint.HTML.write_pdf`.

    Args:
        document: WeasyPrint's document, not used.
        pdf: the file's objects.
    """
    repair(document, pdf)
    embedded = [
        each for each in pdf.objects if isinstance(each, pydyf.Dictionary) and each.get("Type") == "/Filespec"
    ]
    for file in embedded:
        file["AFRelationship"] = f"/{RELATIONSHIP}"
    pdf.catalog["AF"] = pydyf.Array([file.reference for file in embedded])
    pdf.catalog["OutputIntents"] = pydyf.Array([_output_intent(pdf)])
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (packet,) = metadata.stream
    metadata.stream = [packet.replace(_END_OF_METADATA, b"\n" + _IDENTIFICATION + _END_OF_METADATA)]
    metadata.compress = False


def _output_intent(pdf: pydyf.PDF) -> pydyf.Dictionary:
    # WeasyPrint's option for this leaves the profile's file open, of which Python warns.
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
    """The colour profile sRGB2014 of the International Color Consortium, which WeasyPrint carries."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _attachment(embedded: Embedded) -> Attachment:
    # WeasyPrint writes a time without its offset as one in UTC.
    time = dt.datetime.fromisoformat(embedded.time).astimezone(dt.UTC)
    return Attachment(
        string=embedded.content.encode(),
        name=embedded.name,
        description=embedded.description,
        created=time,
        modified=time,
        relationship=RELATIONSHIP,
    )
