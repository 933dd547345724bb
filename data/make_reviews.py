"""Writes reviews.csv: synthetic wine reviews with prescribed token counts."""

import argparse
import csv
import functools
import re
import sys
from pathlib import Path

import review_phrases
import wine_catalogue
from wordpiece import UNKNOWN, WordPiece

SEED = 20231
COLUMNS = ("", "country", "description", "designation", "points", "price", "province", "region_1", "region_2",
           "taster_name", "taster_twitter_handle", "title", "variety", "winery")

# How many reviews have 11, 12, 13, ... tokens, [CLS] and [SEP] included.
SHORTEST = 11
REVIEWS_BY_LENGTH = (
    1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 2, 1, 2, 2, 3, 3, 3, 5, 5, 6,
    7, 8, 9, 11, 12, 14, 15, 16, 19, 19, 22, 22, 24, 26, 26, 27, 28, 28, 28, 29, 28, 29, 28, 27, 26,
    26, 24, 24, 23, 23, 23, 22, 21, 20, 19, 16, 16, 16, 14, 14, 12, 12, 11, 10, 9, 8, 8, 7, 6, 5,
    4, 4, 3, 4, 3, 3, 3, 2, 2, 2, 1, 2, 1, 2, 1, 1, 1, 1, 0, 1, 1, 0, 0, 1, 0,
    0, 1, 0, 0, 0, 1,
)
SPECIAL_TOKENS = 2
SHORTEST_SENTENCE = 5
LONGEST_LAST_SENTENCE = 30
MOST_STAGES = 14
CANDIDATES_FOR_LAST = 40
ATTEMPTS_PER_WINE = 500
WINES_PER_REVIEW = 40
LATEST_YEAR = 2030
VINTAGES = range(2008, 2019)
LATE_HARVEST = "Late Harvest "
TIERS = ((84, "poor"), (87, "fair"), (91, "good"), (101, "great"))
POINTS = ((1, 80), (1, 81), (2, 82), (3, 83), (6, 84), (8, 85), (11, 86), (13, 87), (14, 88), (10, 89), (11, 90),
          (8, 91), (6, 92), (4, 93), (3, 94), (1, 95), (1, 96))
DRY_COLOURS = ("red", "white", "rose")
COLOUR_WORDS = {"rose": "rosé", "sparkling": "sparkling wine", "sweet": "sweet wine", "port": "Port"}
VARIETY_IN_TITLE = ("US", "Australia", "New Zealand", "South Africa", "Chile", "Argentina", "Canada", "Austria",
                    "Germany", "Greece", "Israel")
AN_WORD = re.compile(r"(?!uni|use|usu|util|euro|one\b|once)[aeiou]|hour|honest|herb|heir|8|11\b|18\b", re.IGNORECASE)


class SplitMix64:
    """A small seeded generator of random numbers, the same under every version of Python."""

    MASK = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed & self.MASK

    def next(self):
        """Gives the next 64 random bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & self.MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound):
        """Gives a number from 0 to bound - 1."""
        return (self.next() * bound) >> 64

    def between(self, low, high):
        """Gives a number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent):
        """Says yes in the given share of cases."""
        return self.below(100) < percent

    def choice(self, options):
        """Picks one of the options."""
        return options[self.below(len(options))]

    def weighted(self, pairs):
        """Picks the value of one of the (weight, value) pairs."""
        position = self.below(sum(weight for weight, _ in pairs))
        for weight, value in pairs:
            position -= weight
            if position < 0:
                return value
        raise AssertionError("the position lies within the total weight")

    def shuffle(self, items):
        """Shuffles the list in place."""
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]


class DeadEnd(Exception):
    """Tells that a sentence cannot be completed, so that another has to be tried."""


def split_table(table, separator="|"):
    """Splits a table into rows of stripped cells."""
    return [[cell.strip() for cell in line.split(separator)] for line in table.strip().splitlines()]


def split_list(cell):
    """Splits a cell into its options."""
    return [option.strip() for option in cell.split(";") if option.strip()]


def fits(conditions, features):
    """Says whether the features meet conditions such as `red light/medium !poor`."""
    for condition in conditions.split():
        wanted = not condition.startswith("!")
        if any(name in features for name in condition.lstrip("!").split("/")) != wanted:
            return False
    return True


# ---- templates ----

def parse_text(text):
    """Parses the text of a template into nested parts: strings, ("slot", name), ("choice", options)."""
    tokens = re.findall(r"[\[\]|]|\{\w+\}|[^\[\]|{}]+", text)
    position = 0

    def parse_sequence(nested):
        nonlocal position
        parts = []
        while position < len(tokens) and not (nested and tokens[position] in "|]"):
            token = tokens[position]
            position += 1
            if token == "[":
                parts.append(parse_choice())
            elif token.startswith("{"):
                parts.append(("slot", token[1:-1]))
            else:
                parts.append(token)
        return parts

    def parse_choice():
        nonlocal position
        options = []
        while True:
            options.append(parse_sequence(True))
            position += 1
            if tokens[position - 1] == "]":
                return ("choice", options)

    return parse_sequence(False)


class Template:
    """A sentence pattern: its topics, the conditions on the wine and its parsed text."""

    def __init__(self, stage, topics, conditions, text):
        self.stage = stage
        self.topics = frozenset(topics.split()) | ({"body"} if "{body}" in text else frozenset())
        self.conditions = conditions
        self.parts = parse_text(text)
        self.uses = 0


def load_templates():
    """Reads the templates of every stage."""
    templates = []
    for stage, table in review_phrases.TEMPLATES.items():
        for line in table.strip().splitlines():
            topics, conditions, text = (cell.strip() for cell in line.split("|", 2))
            templates.append(Template(stage, topics, conditions, text))
    return templates


def load_slots():
    """Reads the slots: for each name a list of conditions and parsed options."""
    slots = {}
    for name, table in review_phrases.SLOTS.items():
        slots[name] = [(conditions, [parse_text(option) for option in split_list(options)])
                       for conditions, options in split_table(table)]
    return slots


# ---- wines ----

def load_varieties():
    """Reads the table of grape varieties, by name."""
    keys = ("name", "colour", "bodies", "tannins", "acids", "nouns", "fruits", "accents")
    return {row[0]: dict(zip(keys, row)) for row in split_table(wine_catalogue.VARIETIES)}


def load_lists(table):
    """Reads a table of a name and a list of options, by name."""
    return {name: split_list(options) for name, options in split_table(table)}


def load_regions():
    """Reads the regions as (weight, region) pairs."""
    keys = ("country", "province", "region_1", "region_2", "place", "style")
    pairs = []
    for weight, *cells, varieties in split_table(wine_catalogue.REGIONS):
        region = dict(zip(keys, cells))
        # A name may itself hold a comma, so the weights mark where an item ends.
        region["varieties"] = [(int(share), name)
                               for name, share in re.findall(r"(.+?)\*(\d+)(?:, |$)", varieties)]
        pairs.append((int(weight), region))
    return pairs


class Catalogue:
    """All tables that a wine is drawn from."""

    def __init__(self):
        self.varieties = load_varieties()
        self.regions = load_regions()
        self.blends = load_lists(wine_catalogue.BLENDS)
        self.rose_grapes = load_lists(wine_catalogue.ROSE_GRAPES)
        self.designations = load_lists(wine_catalogue.DESIGNATIONS)
        self.winery_parts = {style: [split_list(cell) for cell in cells]
                             for style, *cells in split_table(wine_catalogue.WINERY_NAMES)}
        self.tasters = [(name, handle, split_list(countries))
                        for name, handle, countries in split_table(wine_catalogue.TASTERS)]
        self.home_of_winery = {}


class Wine:
    """One wine: the cells of its row, the features that steer its review and the values of its slots."""

    def __init__(self):
        self.cells = dict.fromkeys(COLUMNS, "")
        self.features = set()
        self.values = {}
        self.nouns = []
        self.typical = {}
        self.curly = False


def draw_winery(rng, catalogue, region):
    """Invents a winery of the region; a name never turns up in two countries."""
    while True:
        parts = catalogue.winery_parts[region["style"]]
        chosen = [rng.choice(options) for options in parts]
        name = " ".join(part for part in chosen if part != "-")
        words = name.split()
        if len(set(words)) < len(words):
            continue
        if catalogue.home_of_winery.setdefault(name, region["country"]) == region["country"]:
            return name


def draw_tier(rng, wine):
    """Draws the points and the features that follow from them."""
    points = rng.weighted(POINTS)
    wine.cells["points"] = str(points)
    tier = next(name for limit, name in TIERS if points < limit)
    wine.features.add(tier)
    if tier != "poor":
        wine.features.add("ok")
    if tier in ("good", "great"):
        wine.features.add("praise")
    return points


def draw_price(rng, wine, points):
    """Draws a price that grows with the points; some wines have none, as in real lists."""
    if rng.chance(6):
        return
    low = 9 + max(0, points - 82) * 2
    price = low + rng.below(low + 6)
    if points >= 90 and rng.chance(30):
        price += rng.between(20, 90)
    if points < 86 and rng.chance(15):
        price += rng.between(25, 45)
    wine.cells["price"] = f"{price}.0"
    wine.values["price"] = str(price)
    wine.features.add("cheap" if price <= 16 else "dear" if price >= 60 else "midprice" if price <= 40 else "costly")


def draw_grapes(rng, catalogue, wine, region, variety):
    """Sets the grape, or the grapes and shares of a blend."""
    features, values = wine.features, wine.values
    name = variety["name"]
    if name in catalogue.blends:
        main, *others = catalogue.blends.get(region["region_1"], catalogue.blends[name])
        rng.shuffle(others)
        if name == "Red Blend" and rng.chance(50):
            main, others[0] = others[0], main
        count = min(rng.between(2, 3), 1 + len(others))
        grapes = [main, *others[:count - 1]]
        first = 5 * rng.between(10, 15) if count == 2 else 5 * rng.between(8, 13)
        if rng.chance(30):
            first += rng.between(1, 3)
        shares = [first, 100 - first]
        if count == 3:
            third = 2 + rng.below((100 - first) // 2 - 3)
            shares = sorted((first, 100 - first - third, third), reverse=True)
        named = [f"{share}% {grape}" for share, grape in zip(shares, grapes)]
        values["blend"] = ", ".join(named[:-1]) + " and " + named[-1]
        values.update({f"g{number}": grape for number, grape in enumerate(grapes, 1)})
        features.update(("blend", f"blend{count}"))
    elif variety["colour"] == "rose":
        values["grape"] = rng.choice(catalogue.rose_grapes[region["country"]])
    elif variety["colour"] in ("red", "white"):
        values["grape"] = name
        features.add("single")


def draw_structure(rng, wine, variety):
    """Draws body, tannins, acidity, oak and ripeness, in keeping with the grape and the quality."""
    features = wine.features
    poor = "poor" in features
    body = rng.choice(variety["bodies"].split())
    features.add(body)
    if variety["tannins"] != "none":
        features.add("hardtan" if poor and rng.chance(60) else rng.choice(variety["tannins"].split()) + "tan")
    if poor and rng.chance(60):
        features.add(rng.choice(("sharpacid", "softacid")))
    else:
        features.add(rng.choice(variety["acids"].split()) + "acid")
    wooded = "red" in features or variety["name"] in ("Chardonnay", "Sémillon", "Rhône-style White Blend")
    if wooded and body != "light" and rng.chance(55):
        features.add("heavyoak" if poor else "oak")
    else:
        features.add("nooak")
    if poor and body != "light" and "sharpacid" not in features and rng.chance(60):
        features.add("jammy")
    else:
        features.add("ripe" if "warm" in features or body == "full" else "fresh")


def draw_alcohol(rng, wine):
    """Marks wines that are notably strong or light."""
    if "full" in wine.features and not wine.features & {"port", "sweet", "sparkling"} and rng.chance(25):
        wine.features.add("alcohol")
        wine.values["alc"] = f"{rng.between(14, 15)}.{rng.between(5, 9)}"
    elif "light" in wine.features and "white" in wine.features and rng.chance(40):
        wine.features.add("lightalc")
        wine.values["alc"] = f"{rng.between(9, 11)}.{rng.between(1, 9)}"


def draw_age(rng, wine, year):
    """Decides whether the wine is to be kept and until when."""
    features, values = wine.features, wine.values
    chance = 70 if "firmtan" in features else 35 if "great" in features and features & {"white", "sweet"} else 0
    to_keep = "praise" in features and rng.chance(chance)
    features.add("young" if to_keep else "now")
    if not year:
        return
    values.update(vintage=str(year), prior=str(year - 1))
    if to_keep:
        values["y1"] = str(year + rng.between(6, 8))
        values["y2"] = str(min(LATEST_YEAR, year + rng.between(10, 16)))
    else:
        values["y2"] = str(year + rng.between(4, 7))


def draw_background(rng, wine):
    """Draws the figures of vineyard and cellar."""
    wine.values.update(
        months=rng.choice(("10", "12", "14", "15", "16", "18", "20", "22")), pct=str(5 * rng.between(2, 12)),
        cases=rng.choice(("85", "120", "150", "200", "240", "300", "375", "450", "600", "725", "900")),
        plant=str(rng.between(1958, 2001)), elev=rng.choice(("900", "1,100", "1,400", "1,800", "2,000", "2,400")),
        acres=rng.choice(("two", "three", "five", "six", "nine", "ten", "12", "15")))


def season(country, year):
    """Gives the character of a country's vintage, the same for all of its wines."""
    return SplitMix64(sum(map(ord, country)) * 1000 + year).choice(("warm", "cool", "classic"))


def make_title(cells, year, shown_variety):
    """Puts the title together as wine databases do: winery, year, designation, grape and region."""
    parts = [cells["winery"], str(year) if year else "NV", cells["designation"], shown_variety]
    return " ".join(part for part in parts if part) + f" ({cells['region_1'] or cells['province']})"


def draw_wine(rng, catalogue):
    """Draws one wine."""
    wine = Wine()
    cells, features, values = wine.cells, wine.features, wine.values
    region = rng.weighted(catalogue.regions)
    full_name = rng.weighted(region["varieties"])
    late_harvest = full_name.startswith(LATE_HARVEST)
    variety = catalogue.varieties[full_name[len(LATE_HARVEST):] if late_harvest else full_name]
    colour = "sweet" if late_harvest else variety["colour"]
    cells.update({name: region[name] for name in ("country", "province", "region_1", "region_2")})
    cells["winery"] = draw_winery(rng, catalogue, region)
    cells["variety"] = variety["name"]
    draw_designation(rng, catalogue, cells, region, colour)
    year = 0 if colour in ("sparkling", "port") and rng.chance(60) else rng.choice(VINTAGES)
    features.update((colour, "food"))
    if colour in DRY_COLOURS:
        features.add("still")
    if "Rosé" in cells["designation"]:
        features.add("pink")
    if year:
        features.update(("dated", season(region["country"], year)))
    draw_price(rng, wine, draw_tier(rng, wine))
    draw_grapes(rng, catalogue, wine, region, variety)
    draw_structure(rng, wine, variety)
    draw_alcohol(rng, wine)
    draw_age(rng, wine, year)
    draw_background(rng, wine)
    if variety["name"] in ("Riesling", "Gewürztraminer", "Chenin Blanc") and colour == "white" and rng.chance(40):
        features.add("offdry")
    owner = cells["winery"] + ("'" if cells["winery"].endswith("s") else "'s")
    values.update(place=region["place"], owner=owner, winery=cells["winery"], kind=COLOUR_WORDS.get(colour, colour))
    wine.nouns = ["dessert wine", "sweet wine"] if late_harvest else [*split_list(variety["nouns"]), values["kind"]]
    if colour in ("red", "white"):
        wine.nouns.append("wine")
    if colour == "sweet" and "grape" not in values:
        values["grape"] = "Sémillon"
    if not {"pink", "sweet"} & features:
        wine.typical = {"f": split_list(variety["fruits"]), "s": split_list(variety["accents"])}
    wine.curly = rng.chance(12)
    cells["title"] = make_title(cells, year, variety["name"] if region["country"] in VARIETY_IN_TITLE else "")
    draw_taster(rng, catalogue, cells)
    return wine


def draw_designation(rng, catalogue, cells, region, colour):
    """Draws the designation; about a third of the wines have none."""
    style = "champagne" if colour == "sparkling" and region["style"] != "en" else region["style"]
    if colour == "sweet":
        cells["designation"] = "Late Harvest"
    elif colour == "port":
        cells["designation"] = rng.choice(("Ruby Reserva", "Late Bottled Vintage", "Vintage", "Finest Reserve"))
    elif not rng.chance(32):
        cells["designation"] = rng.choice(catalogue.designations[style])


def draw_taster(rng, catalogue, cells):
    """Names a taster who covers the country; some reviews are unsigned."""
    tasters = [(name, handle) for name, handle, countries in catalogue.tasters if cells["country"] in countries]
    if tasters and not rng.chance(12):
        cells["taster_name"], cells["taster_twitter_handle"] = rng.choice(tasters)


# ---- sentences ----

@functools.cache
def stem(word):
    """Shortens a word so that its forms and near relatives look alike."""
    for ending in ("ies", "ed", "ing", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[:-len(ending)]
            break
    return word[:6]


FREE_STEMS = frozenset(stem(word) for word in review_phrases.FREE_WORDS.split())


def marked_stems(text):
    """Lists the stems of the words that should not come back within a review."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return [found for found in map(stem, words) if found not in FREE_STEMS]


def finish_sentence(text, curly):
    """Sets articles, blanks, the capital letter and the kind of apostrophes and quotes."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ([,.;:])", r"\1", text)
    text = re.sub(r"\b([Aa])n? (?=(\W?[\w]+))",
                  lambda found: found.group(1) + ("n " if AN_WORD.match(found.group(2)) else " "), text)
    text = re.sub(r"^(\W?)(\w)", lambda found: found.group(1) + found.group(2).upper(), text)
    if curly:
        text = text.replace("'", "\u2019")
        text = re.sub(r'"([^"]*)"', "\u201c\\1\u201d", text)
    return text


class Draft:
    """A review in the making."""

    def __init__(self, wine, options_of_slot, fitting, tokens):
        self.wine = wine
        self.options_of_slot = options_of_slot
        self.fitting = fitting
        self.left = tokens
        self.sentences = []
        self.templates = []
        self.topics = set()
        self.used = set()

    def add(self, template, text, tokens):
        """Adds a sentence."""
        self.sentences.append(text)
        self.templates.append(template)
        self.topics |= template.topics
        self.used.update(marked_stems(text))
        self.left -= tokens


class Writer:
    """Writes the reviews, keeping account of what has been said so far."""

    def __init__(self, rng, tokenizer):
        self.rng = rng
        self.tokenizer = tokenizer
        self.templates = load_templates()
        self.slots = load_slots()
        self.written = {}

    def expand(self, parts, wine, options_of_slot, taken):
        """Turns parsed parts into text; adds the stems of what it draws to the taken ones."""
        pieces = []
        for part in parts:
            if isinstance(part, str):
                pieces.append(part)
            elif part[0] == "choice":
                pieces.append(self.expand(self.rng.choice(part[1]), wine, options_of_slot, taken))
            else:
                pieces.append(self.fill_slot(part[1], wine, options_of_slot, taken))
        return "".join(pieces)

    def fill_slot(self, name, wine, options_of_slot, taken):
        """Gives the text of a slot: a value of the wine, or a draw that repeats no taken stem."""
        if name == "wine":
            return self.rng.choice(wine.nouns)
        if name in wine.values:
            return wine.values[name]
        options = options_of_slot.get(name)
        if not options:
            raise DeadEnd
        for _ in range(10):
            attempt = set(taken)
            text = self.expand(self.rng.choice(options), wine, options_of_slot, attempt)
            stems = marked_stems(text)
            if taken.isdisjoint(stems):
                taken.update(attempt, stems)
                return text
        raise DeadEnd

    def options_for(self, wine):
        """Collects the options of every slot that fit the wine; typical ones count three times."""
        collected = {}
        for name, lines in self.slots.items():
            options = [option for conditions, line in lines if fits(conditions, wine.features) for option in line]
            collected[name] = options + 3 * [[text] for text in wine.typical.get(name, ())]
        # "wet stone aromas" reads well, "dried herbs aromas" does not.
        collected["sa"] = [option for option in collected["s"] if not option[0].endswith("s")]
        return collected

    def sentence(self, template, wine, options_of_slot, used):
        """Writes one sentence, or gives None if it would repeat a word or a sentence."""
        try:
            text = self.expand(template.parts, wine, options_of_slot, set(used))
        except DeadEnd:
            return None
        text = finish_sentence(text, wine.curly)
        stems = marked_stems(text)
        if len(set(stems)) < len(stems) or not used.isdisjoint(stems):
            return None
        # Advice on when to drink is short and may come back in one other review.
        if self.written.get(text, 0) > ("window" in template.topics):
            return None
        return text

    def plan(self, words):
        """Draws the kinds of sentence of a review of about that many tokens."""
        rng = self.rng
        count = max(1, (words + rng.between(2, 13)) // 17)
        if count == 1:
            return [rng.choice(("short", "opening"))] if words < 14 else ["opening"]
        room = count - 2
        middle = ["structure"] * max(2, room - 3)
        if rng.chance(90):
            middle.insert(0, "palate")
        if room > 3 or rng.chance(30):
            middle.insert(0, "background")
        if room > 4 or rng.chance(50):
            middle.append("verdict")
        while len(middle) > room:
            middle.pop(rng.below(len(middle)))
        last = "verdict" if "verdict" in middle or rng.chance(65) else "structure"
        return ["opening", *middle, last]

    def pick_template(self, fitting, topics):
        """Picks a template for topics not yet taken up, the less worn of two."""
        open_ones = [template for template in fitting if topics.isdisjoint(template.topics)]
        if not open_ones:
            return None
        first, second = self.rng.choice(open_ones), self.rng.choice(open_ones)
        return second if second.uses < first.uses else first

    def next_sentence(self, draft, stage, is_last, later):
        """Finds a sentence that goes on with the draft and leaves room for the later stages, or None."""
        final_topics = set()
        if not is_last:
            final_topics.add("window")
        if any(kind != "verdict" for kind in later):
            final_topics.add("finish")
        for _ in range(CANDIDATES_FOR_LAST if is_last else 8):
            template = self.pick_template(draft.fitting[stage], draft.topics | final_topics)
            if template is None:
                return None
            text = self.sentence(template, draft.wine, draft.options_of_slot, draft.used)
            if text is None or draft.sentences and first_word(text) == first_word(draft.sentences[-1]):
                continue
            cost = len(self.tokenizer.tokenize(text))
            if cost == draft.left if is_last else cost + SHORTEST_SENTENCE * len(later) <= draft.left:
                return template, text, cost
        return None

    def attempt(self, draft):
        """Tries once to complete the draft with exactly the tokens that it has left."""
        stages = self.plan(draft.left)
        for _ in range(MOST_STAGES):
            if len(stages) == 1 and draft.left > LONGEST_LAST_SENTENCE:
                stages.insert(0, "verdict" if self.rng.chance(40) else "structure")
            stage, *stages = stages
            # After a verdict or the finish, a return to earlier matters would read oddly.
            if "finish" in draft.topics or draft.templates and draft.templates[-1].stage == "verdict":
                stage = "verdict"
            found = self.next_sentence(draft, stage, not stages, stages)
            if found is not None:
                draft.add(*found)
            elif not stages or not draft.sentences:
                return False
            if not stages:
                return True
        return False

    def review(self, wine, tokens):
        """Writes a review of exactly that many tokens, [CLS] and [SEP] included, or gives None."""
        options_of_slot = self.options_for(wine)
        fitting = {stage: [template for template in self.templates
                           if template.stage == stage and fits(template.conditions, wine.features)]
                   for stage in review_phrases.TEMPLATES}
        for _ in range(ATTEMPTS_PER_WINE):
            draft = Draft(wine, options_of_slot, fitting, tokens - SPECIAL_TOKENS)
            if self.attempt(draft):
                self.keep(draft)
                return " ".join(draft.sentences)
        return None

    def keep(self, draft):
        """Notes the sentences and templates of a finished review."""
        for template, text in zip(draft.templates, draft.sentences):
            template.uses += 1
            self.written[text] = self.written.get(text, 0) + 1


def first_word(sentence):
    """Gives the first word of a sentence."""
    return sentence.split(" ", 1)[0]


# ---- the file ----

def fail(message):
    """Ends the program with a one-line error."""
    sys.exit(f"make_reviews.py: error: {message}")


def target_lengths(rng):
    """Lists the token count of every review, so that each fourth row is a fair sample of all rows."""
    lengths = [SHORTEST + offset for offset, count in enumerate(REVIEWS_BY_LENGTH) for _ in range(count)]
    piles = [[], [], [], []]
    for start in range(0, len(lengths), len(piles)):
        group = lengths[start:start + len(piles)]
        rng.shuffle(group)
        for pile, length in zip(piles, group):
            pile.append(length)
    for pile in piles:
        rng.shuffle(pile)
    return [length for row in zip(*piles) for length in row]


def reviewed_wine(rng, catalogue, writer, tokens):
    """Draws a wine on which there is enough to say for a review of that many tokens, and reviews it."""
    for _ in range(WINES_PER_REVIEW):
        wine = draw_wine(rng, catalogue)
        wine.cells["description"] = writer.review(wine, tokens)
        if wine.cells["description"]:
            return wine
    fail(f"no review of {tokens} tokens found; does the tokenizer belong to these phrases?")


def make_rows(tokenizer):
    """Makes all rows of the file."""
    rng = SplitMix64(SEED)
    catalogue = Catalogue()
    writer = Writer(rng, tokenizer)
    rows = []
    for index, tokens in enumerate(target_lengths(rng)):
        wine = reviewed_wine(rng, catalogue, writer, tokens)
        wine.cells[""] = str(index)
        rows.append([wine.cells[column] for column in COLUMNS])
    return rows


def check_known(rows, tokenizer):
    """Makes sure that the vocabulary covers every review."""
    for row in rows:
        if UNKNOWN in tokenizer.tokenize(row[COLUMNS.index("description")]):
            fail(f"row {row[0]} has a word outside the vocabulary")


def main():
    """Reads the tokenizer and writes reviews.csv."""
    folder = Path(__file__).parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", type=Path, default=folder / "tokenizer.json", metavar="FILE",
                        help="tokenizer that counts the tokens (default: tokenizer.json beside this program)")
    parser.add_argument("--output", type=Path, default=folder / "reviews.csv", metavar="FILE",
                        help="file to write (default: reviews.csv beside this program)")
    arguments = parser.parse_args()
    try:
        tokenizer = WordPiece.from_file(arguments.tokenizer)
    except OSError as error:
        fail(f"cannot read {arguments.tokenizer}: {error.strerror}")
    except (ValueError, KeyError, TypeError):
        fail(f"{arguments.tokenizer} is not a WordPiece tokenizer.json")
    rows = make_rows(tokenizer)
    check_known(rows, tokenizer)
    try:
        with open(arguments.output, "w", encoding="utf-8", newline="") as output:
            writer = csv.writer(output, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(rows)
    except OSError as error:
        fail(f"cannot write {arguments.output}: {error.strerror}")
    print(f"{arguments.output}: {len(rows)} reviews")


if __name__ == "__main__":
    main()
