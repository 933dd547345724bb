"""Exact BERT tokenisation (uncased) over the vocabulary of a tokenizer.json file."""

import json
import unicodedata

MAX_WORD_CHARS = 100
UNKNOWN = "[UNK]"
CJK_RANGES = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0x2F800, 0x2FA1F),
)


def is_whitespace(char):
    """Says whether BERT treats the character as a blank."""
    return char in "\t\n\r" or (char.isspace() and not 0x1C <= ord(char) <= 0x1F)


def is_control(char):
    """Says whether BERT drops the character as a control character."""
    return char not in "\t\n\r" and unicodedata.category(char) in ("Cc", "Cf", "Co")


def is_punctuation(char):
    """Says whether BERT makes the character a word of its own, as all ASCII symbols are."""
    code = ord(char)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(char).startswith("P")


def is_cjk(char):
    """Says whether the character is a CJK ideograph."""
    code = ord(char)
    return code >= 0x3400 and any(low <= code <= high for low, high in CJK_RANGES)


def normalize(text):
    """Cleans the text, sets ideographs apart, strips accents and lower-cases, in that order."""
    cleaned = []
    for char in text:
        if char in "\0\ufffd" or is_control(char):
            continue
        if is_whitespace(char):
            cleaned.append(" ")
        elif is_cjk(char):
            cleaned.append(f" {char} ")
        else:
            cleaned.append(char)
    decomposed = unicodedata.normalize("NFD", "".join(cleaned))
    # Lower-cased one by one: as a whole, Python would turn a final capital sigma into another letter.
    return "".join(char.lower() for char in decomposed if unicodedata.category(char) != "Mn")


def split_words(text):
    """Splits the text into normalised words; each punctuation mark is a word."""
    words = []
    current = []

    def finish_word():
        if current:
            words.append("".join(current))
            current.clear()

    for char in normalize(text):
        if is_whitespace(char):
            finish_word()
        elif is_punctuation(char):
            finish_word()
            words.append(char)
        else:
            current.append(char)
    finish_word()
    return words


class WordPiece:
    """A WordPiece tokenizer: the longest vocabulary entry first, from left to right."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.pieces_of_part = {}

    @classmethod
    def from_file(cls, path):
        """Reads the vocabulary from a tokenizer.json file."""
        with open(path, encoding="utf-8") as source:
            return cls(json.load(source)["model"]["vocab"])

    def split_word(self, word):
        """Splits one normalised word into its pieces, or [UNK] where that cannot be done."""
        if len(word) > MAX_WORD_CHARS:
            return [UNKNOWN]
        pieces = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            end = len(word)
            while end > start and prefix + word[start:end] not in self.vocabulary:
                end -= 1
            if end == start:
                return [UNKNOWN]
            pieces.append(prefix + word[start:end])
            start = end
        return pieces

    def tokenize(self, text):
        """Splits the text into pieces, without [CLS] and [SEP]."""
        pieces = []
        # Nothing reaches across a blank, and the same words come again and again.
        for part in text.split(" "):
            if part not in self.pieces_of_part:
                self.pieces_of_part[part] = [
                    piece for word in split_words(part) for piece in self.split_word(word)
                ]
            pieces.extend(self.pieces_of_part[part])
        return pieces

    def encode(self, text):
        """Gives the token ids of the text, [CLS] and [SEP] included."""
        return [self.vocabulary[piece] for piece in ["[CLS]", *self.tokenize(text), "[SEP]"]]
