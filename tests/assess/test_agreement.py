"""Finding what stands at a place of an agreement."""

from __future__ import annotations


def test_each_place_is_found_in_its_sentence_and_no_other(agree):
    read = agree("终端协议\n押金为200元。满一年退还押金。\n项目 | 金额\n押金 | 200元\n乙方可随时解除。")
    text = read.document.text
    for offset in range(-1, len(text) + 1):
        expected = [one for one in read.readings if one.sentence.start <= offset < one.sentence.end]
        assert read.reading_at(offset) is (expected[0] if expected else None)
