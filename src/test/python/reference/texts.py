"""Texts that tell tokenizers apart, and those from which vocabularies are trained."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import List

PROJECT = Path(__file__).resolve().parents[4]
REVIEWS = PROJECT / "data" / "reviews.csv"

LONG = 400  # words: more than any model here takes tokens

HARD = (
    "A ripe, juicy red with plum and black cherry; drink it now through 2025.",
    "",
    " \t\n ",
    "plum",
    # Composed and decomposed, and several marks on one letter.
    "café cafe\u0301 Gewürztraminer Gewu\u0308rztraminer Đặng Thị ế e\u0302\u0301",
    # Letters whose lower case has another length, or depends on where they stand.
    "İstanbul ISPARTA ıŞIK ΟΔΟΣ ὈΔΥΣΣΕΎΣ Σ ẞ STRASSE ǅ ŉ K Å ﬁ ﬃ Ǆ",
    # Upper case outside of the first plane, and of scripts that got theirs late.
    "𐐀𐐯 Ა ᲐᲑ Ꭰꭰ Ⴀ ⴀ",
    "日本語のワインはとても美味しい。中文没有空格，한국어는 띄어쓰기가 있다.",
    "plum梅plum 𠀀𠮷 豈 〇 々 ゛か\u3099 ｶﾞ",
    "नमस्ते दुनिया ক্ষ த்தி สวัสดีชาวโลก မြန်မာ",
    "مَرْحَبًا بالعالم ١٢٣ שָׁלוֹם עוֹלָם",
    "👍🏽 👩‍👩‍👧‍👦 🇫🇷 ❤️ ☺ 1️⃣ 🍷🍷🍷",
    # Blanks and marks of every kind, some of which are no blanks to a tokenizer.
    "zero\u200bwidth join\u200cer soft\u00adhyphen \ufeffmark no\u00a0break\u3000wide\u2009thin"
    " line\u2028end next\u0085line tab\there vertical\u000btab\u180evowel",
    "nul\u0000bell\u0007escape\u001b[31m delete\u007f unit\u001f replaced\ufffd private\ue000"
    " unassigned\u0378 last\uffff plane\U0010ffff",
    "𝔥𝔢𝔩𝔩𝔬 𝐖𝐨𝐫𝐥𝐝 ＦＵＬＬ ｗｉｄｔｈ ½ Ⅷ x² ㎏ ™ ℡ ①",
    "“Smart” ‘quotes’ — dashes–and… ¿qué? ¡sí! «guillemets» 50€ £5 ¥7 a$b+c<d=e>f^g`h|i~j",
    "[CLS] [SEP] [MASK] [PAD] [UNK] <s> </s> <mask> <pad> <unk> a<mask>b a[MASK]b [mask] <MASK>",
    "##ing ##s # ## plum##s Ġplum ▁plum",
    "I'd say it's 1,234.56% of what they'll've said: don't, WON'T, I'M, o'clock, rock'n'roll",
    "  leading,  double   and trailing blanks  \n\n\tand lines \r\n  ",
    "x" * 100 + " " + "y" * 101 + " " + "ß" * 101,
    "https://example.com/a?b=c&d=%20#e user@example.com C:\\dir\\file.txt a_b-c/d",
    "THE QUICK BROWN FOX; The Quick Brown Fox; tHe qUiCk bRoWn fOx",
    "žluťoučký kůň Příliš ŁÓDŹ Ångström ÆØÅ œuvre ſ ﬅ Ⱥ ꝏ",
    "1 12 123 1234 12345 ٣ ३ 三 1e-12 0x1F -273.15°C",
    "plum, " * LONG,
    "漢" * LONG,
)


def training() -> List[str]:
    """What vocabularies are made from: the hard texts often enough that their letters count."""
    with REVIEWS.open(encoding="utf-8", newline="") as file:
        reviews = [row["description"] for row in csv.DictReader(file)]
    return reviews[:300] + 3 * list(HARD[:-2])
