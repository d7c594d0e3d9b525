"""Whatever a document is made of, every text element that it shows is in the document's text, once."""

from __future__ import annotations

import random

import pytest

from support.wordml import cell, field, level, one_list, paragraph, run, table

NUMBERING = one_list(
    level(0, "chineseCountingThousand", "第%1条"), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)")
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="N"><w:name w:val="N"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
)
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp>'
    "<wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox>"
    "</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
WRAPPERS = [
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:smartTag><w:smartTagPr/>{}</w:smartTag>",
    "<w:customXml><w:customXmlPr/>{}</w:customXml>",
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    '<w:fldSimple w:instr="REF a">{}</w:fldSimple>',
    '<w:bdo w:val="ltr">{}</w:bdo>',
    field("begin", "!MERGEFIELD x", "separate") + "{}" + field("end"),
    "<w:r><w:ruby><w:rt/><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
]
FORMATS = ["", "<w:b/>", "<w:vanish/>", '<w:rStyle w:val="H"/>', '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>']
PROPERTIES = ['<w:pStyle w:val="1"/>', '<w:pStyle w:val="N"/>', "<w:outlineLvl w:val='2'/>", "", "", ""]
MARKS = ["", "", "", "<w:del/>", "<w:ins/>", "<w:vanish/>", "<w:vanish/><w:specVanish/>"]
CELLS = ["", "", '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>", "<w:cellIns/>"]


class Maker:
    """Makes documents by chance. Each text element holds a word of its own; `gone` are those that are left out."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.words, self.gone, self.notes = [], [], []

    def word(self, gone=False):
        word = f"<{len(self.words) + len(self.gone)}>".replace("<", "甲").replace(">", "乙")
        (self.gone if gone else self.words).append(word)
        return word

    def runs(self, depth):
        pick = self.chance.random()
        if pick < 0.1:
            return f"<w:del><w:r><w:delText>{self.word(gone=True)}</w:delText></w:r></w:del>"
        if pick < 0.35 and depth < 4:
            return self.chance.choice(WRAPPERS).format(self.runs(depth + 1))
        if pick < 0.4 and depth < 3:
            return BOX.format(self.blocks(depth + 2))
        if pick < 0.45 and not depth:
            self.notes.append(paragraph(self.word()))
            return f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        return run(self.word(), self.chance.choice(FORMATS))

    def paragraph(self, depth):
        inner = "".join(self.runs(depth) for _ in range(self.chance.randrange(4)))
        num, level = self.chance.choice([None, None, 1]), self.chance.randrange(3)
        empty = paragraph(num=num, level=level, props=self.chance.choice(PROPERTIES), mark=self.chance.choice(MARKS))
        return empty.replace("</w:p>", f"{inner}</w:p>")

    def table(self, depth):
        def row():
            cells = (cell(self.blocks(depth + 1), props=self.chance.choice(CELLS)) for _ in range(3))
            return "".join(cells)

        return table(*(row() for _ in range(self.chance.randrange(1, 4))))

    def blocks(self, depth=0):
        made = []
        for _ in range(self.chance.randrange(1, 4 if depth else 12)):
            pick = self.chance.random()
            if pick < 0.2 and depth < 3:
                made.append(self.table(depth))
            elif pick < 0.3 and depth < 3:
                made.append(f"<w:sdt><w:sdtPr/><w:sdtContent>{self.blocks(depth + 1)}</w:sdtContent></w:sdt>")
            else:
                made.append(self.paragraph(depth))
        return "".join(made)


@pytest.mark.parametrize("seed", range(60))
def test_every_text_is_in_some_block_once(read, seed):
    maker = Maker(seed)
    body = maker.blocks()
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    header, comment = maker.paragraph(1), f"<w:comment>{paragraph(maker.word())}</w:comment>"
    notes = "".join(f'<w:footnote w:id="{number}">{note}</w:footnote>' for number, note in enumerate(maker.notes, 1))
    document = read(
        body + section, header1=header, comments=comment, footnotes=notes, numbering=NUMBERING, styles=STYLES
    )
    shown = [document.text[block.start : block.end] for block in document.blocks]
    counts = {word: sum(text.count(word) for text in shown) for word in maker.words + maker.gone}
    assert [word for word in maker.words if counts[word] != 1] == []
    assert [word for word in maker.gone if counts[word]] == []
    assert document.unread == ()
