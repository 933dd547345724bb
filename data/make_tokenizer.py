"""Builds tokenizer.json: a BERT-style WordPiece tokenizer with a vocabulary of its own."""

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

import review_phrases
from wordpiece import normalize

VOCABULARY_SIZE = 30522
SPECIAL_IDS = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "[MASK]": 103}
FIRST_FREE_ID = 999
PIECE_COUNT = 4800
BEGINNING_COUNT = 500
SCOWL_SIZES = (10, 20, 35)
SCOWL_LISTS = ("english-upper", "english-words", "american-words")
DEFAULT_SCOWL = "/usr/share/dict/scowl"
INFLECTIONS = ("s", "es", "ed", "ied", "ies", "er", "ers", "ier", "ing", "ings", "ly", "ily", "est", "iest",
               "ness", "iness", "nesses")

# First and last code point, and whether the range holds letters or digits, which also get a "##" entry.
CHARACTER_RANGES = (
    (0x21, 0x7E, None),       # ASCII
    (0xA1, 0xBF, False),      # Latin-1 signs
    (0xDF, 0x24F, True),      # Latin
    (0x250, 0x2AF, True),     # phonetic letters
    (0x391, 0x3C9, True),     # Greek
    (0x430, 0x45F, True),     # Cyrillic
    (0x561, 0x586, True),     # Armenian
    (0x5D0, 0x5EA, True),     # Hebrew
    (0x621, 0x64A, True),     # Arabic
    (0x660, 0x669, True),     # Arabic digits
    (0x904, 0x939, True),     # Devanagari
    (0x93E, 0x940, True),     # Devanagari vowel signs
    (0x964, 0x96F, True),     # Devanagari digits
    (0xE01, 0xE30, True),     # Thai
    (0x10D0, 0x10F0, True),   # Georgian
    (0x1100, 0x1112, True),   # Hangul, leading consonants
    (0x1161, 0x1175, True),   # Hangul, vowels
    (0x11A8, 0x11C2, True),   # Hangul, final consonants
    (0x2010, 0x2027, False),  # dashes, quotation marks, dots
    (0x2030, 0x203E, False),  # per mille, primes, angle quotes
    (0x2070, 0x208E, True),   # raised and lowered digits
    (0x20A0, 0x20BF, False),  # currencies
    (0x2122, 0x2122, False),  # trade mark
    (0x2150, 0x215E, False),  # fractions
    (0x2190, 0x2199, False),  # arrows
    (0x2200, 0x2265, False),  # mathematical signs
    (0x2500, 0x2502, False),  # lines
    (0x25A0, 0x25CF, False),  # shapes
    (0x2605, 0x2606, False),  # stars
    (0x2660, 0x266F, False),  # suits and notes
    (0x3001, 0x3011, False),  # CJK punctuation
    (0x3041, 0x3093, True),   # Hiragana
    (0x30A1, 0x30F3, True),   # Katakana
    (0x30FB, 0x30FC, False),  # Katakana marks
    (0x4E00, 0x50FF, False),  # the first CJK ideographs
)

# Names that occur so often in wine reviews that they are worth a whole token.
WHOLE_NAMES = """
napa sonoma bordeaux burgundy champagne provence alsace rioja tuscany piedmont oregon washington
california france italy spain portugal germany austria australia zealand chile argentina greece
hungary canada israel africa cabernet merlot pinot noir syrah chardonnay malbec port rosé
valley county coast creek hills mountain
"""

# Words of the reviews that are deliberately left to be split, as a general vocabulary would.
SPLIT_WORDS = """
acacia almond aperitif apricot appetizing asphalt astringent balsamic barolo beeswax biodynamic
biscuity blackberry boysenberry botrytis brioche brisket brooding butterscotch calamari cassis
cassoulet ceviche chamomile charcuterie chewy citrusy cloying confit confected coriander crunchy
damson disjointed dosage elderflower empanadas espresso gouda graphite gougères grippy guava
hazelnut hibiscus honeydew honeysuckle huckleberry jammy kumquat lanolin lasagna lavender
lemongrass licorice linden lithe loganberry lychee mandarin marmalade menthol mineral minerality
mocha molasses mousse mouthfilling mouthwatering mulberry nectarine nervy nuanced parmigiana
papaya peppercorn persimmon petrol pomegranate porterhouse prosciutto quince redolent redcurrant
resinous rhubarb rosemary saffron saline sassafras schist sparkler spritz stalky succulent
tagine tangerine tangy tannin tannins tartare tenderloin toffee unctuous verbena viscous weedy
yeasty zesty zippy zest
"""


def fail(message):
    """Ends the program with a one-line error."""
    sys.exit(f"make_tokenizer.py: error: {message}")


def read_scowl(folder, size):
    """Reads the words of one SCOWL size in lower case, without accents, ASCII letters only."""
    words = set()
    for name in SCOWL_LISTS:
        path = folder / f"{name}.{size}"
        if path.exists():
            words.update(map(normalize, path.read_text(encoding="utf-8").split()))
    return {word for word in words if re.fullmatch("[a-z]+", word)}


def load_scowl(folder):
    """Reads the SCOWL sizes, smallest first, each without the words of the smaller ones."""
    levels = []
    known = set()
    for size in SCOWL_SIZES:
        words = read_scowl(folder, size) - known
        if not words:
            fail(f"no SCOWL word lists of size {size} in {folder}")
        levels.append(words)
        known |= words
    return levels


def is_inflection(word, known):
    """Says whether the word is a known word with a common ending."""
    for ending in INFLECTIONS:
        if word.endswith(ending):
            stem = word[:-len(ending)]
            # Also with a mute e or a y that the ending replaced, or a doubled consonant.
            if not known.isdisjoint({stem, stem + "e", stem + "y"}) or stem[-2:-1] == stem[-1:] and stem[:-1] in known:
                return True
    return False


def rank_scowl_words(levels):
    """Orders the words: small sizes first; within a size base forms before inflections, then short first."""
    known = set().union(*levels)
    ranked = []
    for words in levels:
        ranked.extend(sorted(words, key=lambda word: (is_inflection(word, known), len(word), word)))
    return ranked


def plain_words(text):
    """Gives the normalised ASCII words of a text, in order and without its slots."""
    return re.findall("[a-z]+", normalize(re.sub(r"\{\w+\}", " ", text)))


def template_texts():
    """Yields the text part of every template and of every slot line of the reviews."""
    for table in review_phrases.TEMPLATES.values():
        for line in table.strip().splitlines():
            yield line.split("|", 2)[2]
    for table in review_phrases.SLOTS.values():
        for line in table.strip().splitlines():
            yield line.split("|", 1)[1]


def review_words():
    """Lists the words of the reviews that are to be whole tokens, sorted."""
    words = set(plain_words(WHOLE_NAMES))
    for text in template_texts():
        words.update(plain_words(text))
    return sorted(words - set(plain_words(SPLIT_WORDS)))


def characters():
    """Lists the characters of the vocabulary and which of them continue words, as two lists."""
    singles = []
    continuing = []
    for first, last, are_letters in CHARACTER_RANGES:
        for char in map(chr, range(first, last + 1)):
            # What the normalizer changes can never be looked up.
            if normalize(char).strip() != char:
                continue
            singles.append(char)
            if char.isalnum() if are_letters is None else are_letters:
                continuing.append("##" + char)
    return singles, continuing


def number_words():
    """Lists the numbers of two and three digits and the years 1900 to 2030."""
    return [str(number) for number in [*range(10, 1000), *range(1900, 2031)]]


def best_pieces(counts, wanted, taken):
    """Picks the wanted number of pieces with the most letters covered, ties in alphabetical order."""
    ranked = sorted(counts, key=lambda piece: (-counts[piece] * len(piece), piece))
    return [piece for piece in ranked if piece not in taken][:wanted]


def word_beginnings(words, wanted, taken):
    """Picks beginnings of two to four letters that occur often, for words that have to be split."""
    counts = Counter(word[:length] for word in words for length in (2, 3, 4) if len(word) > length + 1)
    return best_pieces(counts, wanted, taken)


def continuation_pieces(words, wanted):
    """Picks pieces that occur often behind the first two letters of the words.

    Half are word endings of two to eight letters, half are inner parts of two to four letters.
    """
    endings = Counter()
    inner = Counter()
    for word in words:
        for start in range(2, len(word) - 1):
            if len(word) - start <= 8:
                endings[word[start:]] += 1
            for length in range(2, min(4, len(word) - start - 1) + 1):
                inner[word[start:start + length]] += 1
    pieces = best_pieces(endings, wanted // 2, set())
    return pieces + best_pieces(inner, wanted - len(pieces), set(pieces))


def build_vocabulary(levels):
    """Builds the ordered vocabulary, from entry to id."""
    singles, continuing = characters()
    entries = [*singles, *continuing, *number_words()]
    scowl_words = rank_scowl_words(levels)
    all_words = sorted({*scowl_words, *review_words()})
    beginnings = word_beginnings(all_words, BEGINNING_COUNT, set(all_words))
    pieces = continuation_pieces(all_words, PIECE_COUNT)
    room = VOCABULARY_SIZE - FIRST_FREE_ID - len(entries) - len(beginnings) - len(pieces)
    split_words = set(plain_words(SPLIT_WORDS))
    candidates = [*review_words(), *(word for word in scowl_words if word not in split_words)]
    known = set(entries)
    whole_words = [word for word in dict.fromkeys(candidates) if word not in known][:room]
    if len(whole_words) < room:
        fail(f"the word lists are too short by {room - len(whole_words)} words")
    entries += [*whole_words, *beginnings]
    entries += ["##" + piece for piece in pieces]

    vocabulary = {}
    reserved = {token_id: token for token, token_id in SPECIAL_IDS.items()}
    unused = 0
    for token_id in range(FIRST_FREE_ID):
        if token_id in reserved:
            vocabulary[reserved[token_id]] = token_id
        else:
            unused += 1
            vocabulary[f"[unused{unused}]"] = token_id
    for entry in entries:
        vocabulary[entry] = len(vocabulary)
    return vocabulary


def special_token(token):
    """Describes one special token as an entry of added_tokens."""
    return {"id": SPECIAL_IDS[token], "content": token, "single_word": False, "lstrip": False,
            "rstrip": False, "normalized": False, "special": True}


def template_part(kind, name, type_id):
    """Describes one part of a post-processing template."""
    return {kind: {"id": name, "type_id": type_id}}


def post_processor():
    """Describes the template that puts [CLS] and [SEP] around one text or a pair of texts."""
    single = [template_part("SpecialToken", "[CLS]", 0), template_part("Sequence", "A", 0),
              template_part("SpecialToken", "[SEP]", 0)]
    pair = [*single, template_part("Sequence", "B", 1), template_part("SpecialToken", "[SEP]", 1)]
    special = {token: {"id": token, "ids": [SPECIAL_IDS[token]], "tokens": [token]}
               for token in ("[CLS]", "[SEP]")}
    return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": special}


def tokenizer_settings(vocabulary):
    """Builds the whole content of tokenizer.json."""
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [special_token(token) for token in SPECIAL_IDS],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": post_processor(),
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": vocabulary},
    }


def to_text(settings):
    """Writes the settings as JSON with one vocabulary entry a line."""
    return json.dumps(settings, ensure_ascii=False, indent=1) + "\n"


def main():
    """Reads the word lists and writes tokenizer.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scowl", type=Path, default=Path(DEFAULT_SCOWL), metavar="DIR",
                        help="folder with the SCOWL word lists (default: %(default)s)")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("tokenizer.json"), metavar="FILE",
                        help="file to write (default: tokenizer.json beside this program)")
    arguments = parser.parse_args()
    if not arguments.scowl.is_dir():
        fail(f"no folder {arguments.scowl}; install the package scowl or give --scowl DIR")
    vocabulary = build_vocabulary(load_scowl(arguments.scowl))
    try:
        with open(arguments.output, "w", encoding="utf-8", newline="\n") as output:
            output.write(to_text(tokenizer_settings(vocabulary)))
    except OSError as error:
        fail(f"cannot write {arguments.output}: {error.strerror}")
    print(f"{arguments.output}: {len(vocabulary)} entries")


if __name__ == "__main__":
    main()
