"""Phrase tables for the synthetic wine reviews: sentence templates and word lists.

A template is a line `topics | conditions | text`.

* topics: what the sentence talks about; a review takes up no topic twice.
* conditions: features that the wine must have. `a` wants feature a, `!a` wants it
  absent, `a/b` wants either. An empty field fits every wine.
* text: plain text, `[one|two|]` for a free choice between the parts, `{name}` for a
  slot, which is a value of the wine (`place`, `price`, ...) or a draw from SLOTS; `{sa}`
  is an `{s}` that can stand before a noun.

Articles before a slot are written "a"; the generator turns them into "an" where needed.
"""

OPENINGS = """
aroma intro | red/white/rose | Aromas of {f}, {f} and {s} [lead off|introduce|announce] this {body} {wine}[ from {place}|].
aroma intro | red/white/rose | {f}, {s} and {sa} aromas [draw you into|set the scene for|lead into] this {body} {wine}.
aroma intro | red/white/rose | This {body} {wine} opens with [scents|aromas|suggestions] of {f}, {s} and {s}.
aroma intro | red/white/rose ok | Here's a {body} {wine} that [smells|is fragrant with the scents] of {f} and {s}[, with {hint} of {s} tucked underneath|].
aroma | !poor | The nose [offers|delivers|gives up|brings] {f}[ and {f}|], [backed by|lifted by|set against] {hint} of {s}.
aroma | ok | [Inviting|Pretty|Appealing|Attractive] aromas of {f} and {s} [rise|float|waft] from the glass.
aroma | praise | [Gorgeous|Seductive|Complex|Beautiful|Layered] aromas of {f}, {s} and {s} [unfold slowly|keep changing|build and build] in the glass.
aroma | praise | It takes [some|a few minutes of|a good half hour of] air to coax out the [scents|aromas] of {f}, {s} and {s}.
aroma | young | Closed at first, [this|the nose] gradually [reveals|yields|shows] {f}, {s} and {hint} of {s}.
aroma | red | [Dark|Brooding|Deep] aromas recall {f}, {s} and {s}.
aroma | red | A [whiff|dusting|waft] of {s} [hovers over|runs through|frames] aromas of {f} and {f}.
aroma | red oak | Toasted oak, {f} and {s} [come together on|share|dominate] the nose.
aroma | white | {f} and {s} [mingle|meet|intertwine] on [the|a delicate|a fragrant] nose[, and {hint} of {s} follows|].
aroma | white light | [Subtle|Faint|Delicate|Quiet] scents of {f} and {s} are [more hinted at than declared|slow to emerge|easy to miss if it is served too cold].
aroma | white oak | Vanilla, {f} and {s} [shape|define|drive] the [opening|nose].
aroma | white/rose | Lifted scents of {f}, {f} and {s} [jump|leap|spring] from the glass.
aroma | white/rose ok | Think of {f}, {f} and {s}, and you have the [bouquet|nose] [of this {wine}|exactly].
aroma | poor | The nose is [muted|shy|dull|clumsy], with [little more than|only] {f} and {hint} of {s}.
aroma | poor | [Odd|Funky|Murky|Awkward] aromas of {s} and [wet cardboard|burnt rubber|bruised fruit|damp straw|nail polish] [get in the way of|obscure] the {f}.
aroma | poor | [Candied|Confected|Syrupy] {f} and {sa} aromas are [simple|one-dimensional|a bit cloying].
aroma | poor red | [Stalky|Green|Weedy|Vegetal] aromas of {f} and {s} [suggest|hint at] fruit that was picked too early.
aroma | fair | Straightforward aromas of {f} and {s} [are clean|are pleasant enough|show no fuss].
aroma | fair | {f} and {s} [make up|account for] a [simple|plain|tidy] but [correct|honest|agreeable] nose.
intro | praise | [Few|Not many] wines [at this level|in this class|of this type] [balance|combine] {virtue} and {virtue} as [well|gracefully|naturally] as this {wine} does.
intro | praise red/white | This is a [serious|striking|superb|beautifully made|confident] {wine}, [full of|brimming with|packed with] {f} and {s}.
intro | praise red/white/rose | Everything [about|in] this {wine} [speaks of|points to|argues for] {virtue}, from the {f} to the [faint|fine|subtle] {sa} accents.
intro | great | [A stunning|A magnificent|A thrilling|An outstanding] {wine}, it [marries|weaves together|unites] {f}, {s} and {s} with [rare|uncommon|effortless] {virtue}.
intro | great dated | With the {vintage} bottling, {winery} has [outdone itself|made something special|set a new standard for the estate]; {f} and {s} [cascade across|flood|fill] the senses.
intro | fair red/white/rose | [A simple|A friendly|An easygoing|An uncomplicated] {wine}, [this|it] [leans on|relies on|is built around] {f} and {s}.
intro | ok light | Light and [fresh|breezy|cheerful|lively], this {wine} [delivers|trades in] {f} with {hint} of {s}.
intro | ok full red/white | [Big|Bold|Broad|Hefty] and [generous|open-handed|unapologetic], this {wine} [piles on|pours forth|layers] {f}, {f} and {s}.
intro | poor | [This|Here is a {wine} that] [struggles|never quite manages] to find its balance, [setting|pitting] {f} against {hint} of [bitter|harsh|sour] {s}.
intro | poor | [Tired|Flat|Lean|Thin] and [a touch|a little|rather] [dull|disjointed|coarse], this {wine} [offers only a suggestion|shows just a shadow] of {f}.
intro maker | blend | A blend of {blend}, this [shows|opens with|smells of] {f}, {s} and {s}.
intro maker | blend | {blend} [make up|go into|come together in] this {body} blend[, which shows {f} and {s}|].
intro maker | blend | Made with {blend}, [it|this {kind}] [puts|keeps] {f} [at the center|in the foreground][, with {s} at the edges|].
intro maker | single !sparkling !port !sweet | Made entirely [from|with] {grape}, this [shows|offers|presents] {f}, {f} and {s} [in a {body} frame|on a {body} palate|].
intro site | single still | [Sourced|Picked] from [old vines|a single hillside parcel|a cool, windy site|a handful of small plots] [in|around] {place}, this {grape} [shows|combines|gives] {f} and {s}.
intro site | still site | {place} is [capable of|known for] [better|more exciting] {kind}s than this, [though|but] the {f} [is pleasant|has its charm|has some appeal].
intro | single still ok | You could [pick this out as|hardly mistake this for anything but] {grape}: {f}, {s} and {hint} of {s} are all [in place|present and correct|accounted for].
intro | single still poor | There is little [here that says|sign of] {grape}; [instead|rather], [you get|it offers] [vague|generic|blurry] {f} and {s}.
intro color | red full ok | [Inky|Deep ruby|Dark garnet|Nearly opaque] in color, this [smells|is redolent] of {f}, {s} and {s}.
intro color | red light | [Pale ruby|Translucent garnet|Light cherry] in the glass, it [smells|carries the scent] of {f} and {s}.
intro color | white | [Pale straw|Light gold|Green-tinged yellow|Bright lemon] in color, [this|it] [opens on|shows] {f} with {hint} of {s}.
intro color | white oak | [Medium gold|Deep gold|Burnished yellow] in color, this [smells of|opens with] {f}, {s} and [buttered toast|sweet vanilla|toasted coconut].
intro color | rose | [Pale salmon|Coral-pink|Pretty copper|Bright pink|Onion-skin pink] in color, this [rosé|dry rosé] [smells of|shows|opens with] {f} and {s}.
intro color | sparkling | [Pale gold|Straw-colored|Bright yellow] with [a fine, steady bead|tiny bubbles|a lasting mousse], this [shows|opens with] {f}, {s} and {s}.
intro aroma | rose | {f}, {f} and {s} [perfume|scent] this [bone-dry|dry|crisp] rosé[ from {place}|].
intro aroma | rose | A rosé of [{grape}|some character|real purpose], this [smells|tastes] of {f} and {s}[ from start to finish|].
intro aroma | sparkling | {f} and {s} [scent|mark|lead] this [dry|lively|frothy|creamy] sparkler[, with {hint} of {s}|].
intro aroma | sparkling ok | [Yeasty|Toasty|Bready] notes of {s} [add interest to|underline|support] the {f} in this [polished|well-made|graceful] [sparkling wine|bubbly].
intro aroma | sparkling | The bubbles are [soft|fine|busy|energetic] and the aromas [simple|clean|direct], [mostly|chiefly] {f} and {s}.
intro aroma | sparkling poor | [Coarse bubbles|Big, fast bubbles] [and|carry] {hint} of {f} are [about all there is to|the main features of] this [sparkler|simple fizz].
intro aroma | sweet | [Intensely sweet|Richly sweet|Unctuous|Honeyed], this [dessert wine|late-harvest wine] [smells|is redolent] of {f}, {f} and {s}.
intro aroma | sweet | {f}, {s} and {s} [pour|rise] from this [golden|amber-hued|honey-colored] [dessert wine|sweet wine].
intro aroma | sweet ok | Botrytis [shows|is evident] in the [saffron and honey|marmalade] notes that [surround|accompany] {f} and {f} in this sweet {grape}.
intro aroma | port | {f}, {s} and {s} [pack|fill|crowd] the [nose|bouquet] of this [young|dense|powerful] Port.
intro aroma | port | A [rich|spirited|ripe|warming] Port, [this|it] [offers|shows] {f} and {f} with {hint} of {s}.
aroma body | red full ok | [Powerful|Opulent|Muscular] from the [first sniff|start], [this|the wine] [bursts with|is loaded with] {f}, {f} and {s}.
aroma oak | red heavyoak | [Charred wood|Sweet vanilla|Roasted coffee|Toasted coconut] [overpowers|sits on top of|crowds out] the {f} and {s} [on the nose|].
aroma oak | white heavyoak | [Butterscotch|Popcorn|Toasted coconut|Sawdust] and {s} [all but bury|overwhelm|cover] the {f} [on the nose|].
aroma | still ok | "[Freshness|Balance|Restraint|Drinkability] first" [seems to be|must be] the motto here, [and|as] {f}, {f} and {s} [show up|arrive] in [clear|neat|orderly] succession.
aroma intro | still ok | Imagine {f} [rolled|dusted] in {s}, and you [have the measure|are close to the heart] of this {wine}.
aroma intro | still | If [the aromas are|the nose is] a [fair|reliable] guide, {f} and {s} [define|sum up|are the calling cards of] this {wine}.
aroma | red/white | From [first pour|the outset] there's [no mistaking|plenty of|a strong scent of] {f}, [followed|trailed|shadowed] by {s} and {s}.
aroma intro | red/white/rose | {owner} {wine} [opens|starts|begins] [with|on] {f} and {s}[; {s} comes later|].
intro aroma | red/white ok | [Perfumed|Expressive|Forthcoming] and [immediately likable|full of personality|easy to read], the {wine} [mixes|pairs|joins] {f} with {s}.
aroma intro | still ok | {f}, {s} and {hint} of {s}: [that is|there you have] the [bouquet|nose] of this {wine}[ in a nutshell|].
aroma | ok | [Lead notes|The first notes] of {f} and {f} are [joined|followed|deepened] by {s}[, {s}|] and {s}.
aroma | red/white | [Swirl the glass and out come|Give the glass a swirl to release] {f}, {s} and {s}.
aroma intro | red/white/rose ok | With [its|an] [inviting|expressive|open] [scent|bouquet] of {f} and {s}, this {wine} [makes a good first impression|is off to a fine start|wins you over quickly].
aroma intro | still | {f} [dominates|leads] the [nose|bouquet] of this {body} {wine}, [with|leaving] {s} [in a supporting role|close behind|a step behind].
aroma | red/white fair/good | The [aromas|scents] are [reserved|restrained|understated]: [mostly|chiefly] {f}, [plus|with] {hint} of {s}.
aroma intro | still fair/poor | [Not much|Little] [happens|stirs] on the nose of this {wine} [beyond|apart from] {f} and {hint} of {s}.
intro aroma | still praise | [Somewhere|Halfway] between {f} and {s}, [the|this wine's] [beguiling|fascinating|captivating] [aroma|perfume] [settles|comes to rest].
intro | still praise | [Lovely|Delicious|Vivid] {f} [is|lies] at the heart of this [polished|graceful|refined] {wine}, [and|while] {s} and {s} [add|bring] [intrigue|complexity|nuance].
intro site | still praise | [The character|The best] of {place} comes through in this {body} {wine}, [full of|alive with] {f}, {s} and {s}.
intro | still fair | [Made for|Aimed at] [early|everyday|casual] drinking, this {wine} [keeps to|sticks with] {f} and {s}.
intro | single still ok | [As {grape} goes|For {grape}], this is on the [{lighter} side|{lighter} end of the scale], with {f}, {f} and {s}.
aroma intro | red full | [Dense|Thick|Concentrated] {f} and {sa} aromas [signal|promise] a [wine|red] of [some|real|considerable] [heft|substance|weight].
aroma | white/rose | {f} and {f} [dance|play] [around|over] a [base|background] of {s}[ in the bouquet|].
"""

PALATES = """
palate | still ok | The palate [follows|continues|moves on] with {f}[, {f}|] and {s}[, all neatly knit|].
palate | still | On the palate, {F} and {s} [take over|come forward|share the stage][ with {hint} of {s}|].
palate | still ok | {F} flavors [flow|glide|move] [easily|smoothly|gracefully] across the [tongue|palate], [picking up|gathering] {hint} of {s} [along the way|].
palate | still ok | In the mouth, [it's|the wine is] {body} and [full of|rich in] {f} and {s}.
palate body | still ok | {body} on the palate, it [tastes|reminds one] of {f}, {f} and {s}.
palate | still ok | [Juicy|Ripe|Fleshy] {f} and {f} flavors [carry|gain depth from] {hint} of {s}.
palate | praise | [Layers|Waves|Folds] of {f}, {f} and {s} [unfold|roll out|build] on the palate with [real|great|quiet] [precision|purpose|confidence].
palate | praise | The [flavors|fruit] [shift|move] [effortlessly|seamlessly] from {f} to {s}, [and then|then] [on to|toward] {s}.
palate | praise | [Concentrated|Deep|Intense] flavors of {f} and {f} are [threaded|laced|interwoven] with {s}.
palate acid | still brightacid | {acid} [lifts|brightens|sharpens|energizes] the flavors of {f} and {s}.
palate acid | still brightacid ok | Flavors of {f}, {f} and {s} [ride|are carried on|stay buoyant on] a [current|wave|stream] of {acid}.
palate acid | still softacid | {F} and {sa} flavors [are cushioned|feel padded|seem rounded] by {acid}.
palate acid | sharpacid | {acid} [cuts into|bites into|strips away] the [modest|slight|slender] {f} and {sa} flavors.
palate tannin | red softtan | {F} and {s} [sit|rest] on a bed of {tan}.
palate tannin | red softtan | The palate offers {f}, {f} and {s}, all [wrapped|folded|bundled] in {tan}.
palate tannin | red firmtan | {tan} [frame|brace|support] [flavors of|] {f}, {f} and {s}.
palate tannin | red firmtan | {F}, {s} and {sa} flavors [stand up|hold their own] [well|] against {tan}.
palate tannin | red hardtan | {tan} [overshadow|dry out|clamp down on] the {f} and {sa} flavors.
palate | poor | Flavors of {f} and {s} are [dilute|thin|washed out|hollow] [in the middle|at the core|].
palate | poor | The palate is [disjointed|clumsy|flabby|lean], [with|giving] [faint|watery|vague] {f} and {hint} of {s}.
palate | poor | [Sour|Bitter|Harsh] {s} and [cooked|tired|dried-out] {f} flavors [don't quite mesh|never come together|pull in different directions].
palate | fair | [Simple|Direct|Basic] {f} and {sa} flavors [do the job|get the point across|satisfy] without [much complexity|any great ambition].
palate | fair | It tastes of {f}, [plain and simple|no more and no less], with {hint} of {s} [for interest|at the edges].
palate | fair still | {F} flavors are [tasty|pleasant|enjoyable], if [somewhat short on detail|a bit one-note|not especially deep].
palate | white | [Flavors of|Tastes of] {f}, {f} and {s} [give|lend] the palate [a refreshing|a lively|an easy] [charm|appeal|character].
palate | white brightacid ok | {F} meets {s} on a palate that's [taut|linear|focused|brisk] from start to finish.
palate | white ok | There's [lovely|real|ample] {f} [richness|character|flavor] on the palate, [along with|joined by|next to] {hint} of {s}.
palate oak | white oak | [Ripe|Generous] {f} and {f} are [seasoned with|rounded off by|dressed in] [toasty oak|buttery oak|sweet vanilla].
palate oak | white heavyoak | {f} and {s} [fight|struggle] to be [tasted|noticed] under the [thick|heavy] [blanket|layer] of [oak|caramel].
palate oak | red oak | {F} and {s} are [seasoned|spiced|rounded] by [a measured|a well-judged|a gentle] [touch|amount|dose] of [oak|toast].
palate oak | red heavyoak | [Oak|Barrel char|Sawdust] [dominates|swamps|flattens] the palate, [leaving|with] {f} and {s} [in the background|as an afterthought].
palate body | full red/white ok | [Rich|Lush|Dense|Sumptuous] and [mouthfilling|broad|plush], [it|the palate] [delivers|overflows with|brings] {f}, {f} and {s}.
palate body | light ok | [Slim|Nimble|Trim|Delicate] on the palate, it [delivers|shows|offers] {f} and {s} with [no excess weight|a light touch].
palate body | medium | [Midweight|Medium in body|Moderate in weight], [it|the wine] [balances|sets off] {f} [against|with] {s}.
palate | rose | {F} and {sa} flavors [are crisp and clean|feel cool and crunchy|make it hard to stop at one glass].
palate | rose ok | [Bone dry|Dry|Crisp], it [tastes|makes one think] of {f} with {hint} of {s}.
palate | sparkling ok | {f} and {sa} flavors [ride|float] on a [creamy|silky|soft|foamy] mousse[ that never feels heavy|].
palate | sparkling | On the palate, {f} and {s} [give way to|lead to|yield to] {hint} of {s}.
palate | sparkling ok | [Crisp|Tangy|Focused] {f} flavors [keep|hold] the [texture|bubbles] in check, [while|and] {s} adds [depth|richness|dimension].
palate | sparkling poor | The [foam|mousse] [fades fast|goes flat within minutes], leaving [sweetish|bland|neutral] {f} and [little else|not much more].
palate | sweet ok | [Luscious|Lush|Viscous] {f} and {f} flavors [coat|fill] the mouth, [lifted|kept fresh] by [a squeeze of citrus|vivid acidity|a streak of lime].
palate | sweet | The [sweetness|sugar] is [considerable|substantial|high], with {f} and {s} [in close attendance|for company].
palate | sweet poor | [Sugary|Heavy|Sticky] {f} and {sa} flavors [lack the acidity to stay fresh|cloy after a sip or two].
palate | port ok | [Velvety|Warm|Dense] and [sweet|concentrated], [it|the palate] [is stuffed with|shows] {f}, {f} and {s}.
palate | port | {f} and {sa} [flavors|] [are supported|are held up|are warmed] by [spirit that is well absorbed|a firm, grippy core|brandy that still stands apart].
palate | still ok | Behind the {f} [lie|are] [deeper|darker|quieter] [hints|tones|traces] of {s} and {s}.
palate | red/white | {f} [comes first|arrives first|is the first impression], then {s}, [then|and finally] {s}.
palate | ok still | [A core of {F} is|At the center sits {F},] [surrounded|flanked|bordered] by {s} and {s}.
palate | still fair/poor | [You'll find|One finds|There's] {f} and [some|a little] {s} [if you look for them|in modest amounts|on a short, simple palate].
palate | red ok | [Plump|Supple|Ripe] {f} [melds|merges|blends] [with|into] {s}, and {hint} of {s} [keeps things interesting|adds intrigue].
palate | red great | [Profound|Majestic|Haunting] on the palate, [it|the wine] [parades|offers|presents] {f}, {f}, {s} and {s}.
palate | white great | [Crystalline|Electric|Radiant] on the palate, [it|the wine] [delivers|reveals|offers] {f}, {f} and {s} with [total|pinpoint|unerring] clarity.
palate | ok red/white | The {f} [note|character|flavor] (and there's plenty of it) [plays off|works well with|is nicely set off by] {s} and {s}.
palate | still ok | {F}, {s} and {s} [make for|add up to] a [complete|harmonious|satisfying|rounded] [whole|mouthful].
"""

STRUCTURES = """
tannin | red softtan ok | The tannins are [soft|silky|supple|velvety|fine-grained], [giving|lending] [it|the wine] [an easy|a smooth|a gentle] [texture|feel].
tannin acid | red softtan brightacid ok | {acid} and {tan} [keep it lively|give it shape|provide a graceful frame|hold everything together].
tannin acid | red firmtan brightacid ok | {tan} and {acid} [promise a long life|give it backbone|form a solid frame|keep the fruit in line].
tannin | red firmtan ok | The tannins are [firm|sturdy|chewy|grippy|dusty] but [ripe|well managed|never harsh|fairly fine].
tannin | red firmtan young | [Its|The] [tight|dense|youthful] tannins [need|call for|will require] [time|patience|several years] to [soften|unwind|relax].
tannin | red hardtan | The tannins are [raw|scratchy|drying|tough|astringent], and [time is unlikely to help|there isn't enough fruit to cover them|they only get rougher with air].
tannin | red hardtan | [Rough|Bitter|Hard] tannins [scrape|grate on|pucker] the [cheeks|gums|tongue].
tannin body | red full firmtan ok | [Massive|Solid|Imposing] in structure, it [has|boasts] {tan} and [plenty of|more than enough] [stuffing|flesh|extract] to [match|carry them].
tannin body | red light softtan | There's [barely any|hardly any|little] tannin [to speak of|in the way], [just|only] a [faint|light] [grip|tug] [at the end|on the gums].
acid | brightacid ok | {acid} [keeps|makes] [it|the wine] [fresh|appetizing|lively|refreshing|food friendly].
acid | brightacid ok | A [spine|backbone|thread|streak|core] of {acid} [runs through it|holds it upright|gives it focus|keeps the weight in check].
acid | softacid ok | {acid} [makes|leaves] [it|the wine] [round|supple|easy to like|immediately accessible].
acid | softacid poor | [With|Given] such {acid}, [it|the wine] [feels|comes across as] [flabby|flat|heavy|shapeless].
acid | sharpacid | The acidity is [shrill|sharp|piercing|aggressive], [and|so] the [texture|wine] [turns|feels] [lean and hard|thin|jagged|angular].
acid | brightacid white | [Mouthwatering|Vibrant|Lemony|Steely] acidity [cuts|slices] [through|cleanly through] the [fruit|richness|midpalate].
oak | oak ok | Oak [is evident|shows] [but|yet] [never intrudes|doesn't dominate|stays in its place|remains in balance].
oak | oak praise | The [wood|oak|barrel] is [beautifully|perfectly|fully] [integrated|absorbed|woven in], [adding|lending] [spice|polish|warmth] rather than [weight|obvious flavor].
oak maker | oak | [After|Following] {months} months in [French|Hungarian|American] oak ({pct}% new), [it|the wine] [has taken on|shows|carries] [a toasty edge|a hint of sweet spice|some creaminess|a smoky accent].
oak maker | oak | The wine spent {months} months in oak barrels, {pct}% of them new, [for a toasty edge|which adds sweet spice|and picked up some smoke on the way|with no loss of freshness].
oak | heavyoak | [Heavy-handed|Clumsy|Excessive] oak [takes over|obscures the fruit|leaves a bitter, woody edge].
oak | heavyoak | There's [simply|] too much [wood|oak|barrel] [here|for so little fruit|for the fruit to bear], [and|so] [it|the texture] turns [resinous|dry|woody].
oak maker | nooak white/rose | Fermented [and aged|] in [stainless steel|steel tanks|concrete], it [keeps its [freshness|fruit|purity] intact|[preserves|holds on to] its [freshness|fruit|purity]].
oak maker | nooak red | [No new oak was used|It saw no oak], [which|and that] [keeps the focus on|lets us taste] [pure|clean|unadorned] fruit.
body | full ok red/white | [It's|This is] [full bodied|weighty|broad shouldered], [yet|but] [never ponderous|remains nimble|carries itself well|it stops short of heavy].
body | full alcohol | At {alc}% alcohol, [it|this] [runs|feels] [warm|a little hot], and the [finish|aftertaste] [shows it|burns slightly].
body | light ok | [It's|This is] [light on its feet|modest in alcohol|slender], [and all the better|but none the worse] for [it|that].
body | medium ok | The [weight|body|texture] is [moderate|just right|nicely judged], [neither|being neither] [thin nor heavy|lean nor rich].
body | white ok | The texture is [silky|satiny|creamy|waxy|slippery|chalky], [with|showing] [good|enough|surprising] [weight|length|density] [for the style|in the middle|].
body | praise red | [Velvety|Plush|Sleek|Seamless] in texture, it [seems|manages] to [gain|put on] [weight|flesh] [with every sip|as it sits in the glass].
body | poor | The [middle|midpalate] is [hollow|empty|dilute|thin], [as if|suggesting that] [the vines were asked to carry too much fruit|yields were pushed too far].
body | poor | [Overall|In texture], it's [rough|sticky|heavy|coarse|watery] and [lacks|wants for] [definition|focus].
alcohol | alcohol | [Alcohol|The alcohol] ({alc}%) [sticks out|shows|makes itself felt], [giving|adding] [a hot|a fiery|a slightly spirity] [edge|note].
alcohol | lightalc ok | At [just|only|a mere] {alc}% alcohol, it's [a good choice for lunch|easy to drink|refreshingly modest].
finish | ok | The finish is [long|lingering|clean|persistent], [echoing|recalling|ending on] {f} and {s}.
finish | ok | It [ends|closes|finishes|signs off] [with|on] {hint} of {s}[ and {s}|].
finish | praise | The [finish|aftertaste] [goes on and on|lasts a full minute|lingers for ages], [trailing|leaving] {f} and {s}.
finish | praise | A [saline|savory|stony|spicy|bittersweet] [note|twist|accent] [extends|prolongs|adds length to] the finish[, where {s} lingers|, and {s} has the last word|].
finish | fair | The finish is [short|brief|modest] but [clean|tidy|pleasant|honest].
finish | fair | It [fades|drops away|tails off] [a bit|rather|somewhat] [quickly|early], [leaving|with] {hint} of {s}.
finish | poor | The finish is [short|abrupt|bitter|hot|sour|metallic], with {hint} of [stale|burnt|medicinal|vegetal] {s}.
finish | poor | It [ends|finishes] [bitter|sour|hot|harsh], like [weak tea|cough syrup|a worn-out battery|overcooked jam|unripe walnuts].
finish | white ok | [A pinch of salt|Citrus zest|A flinty snap|A mineral tang] [marks|enlivens|sharpens] the [close|finish].
finish | red ok | [Dark chocolate|Espresso|Cocoa|Bitter cherry|A peppery kick] [marks|rounds out|deepens|colors] the [close|finish].
texture | sparkling ok | The mousse is [fine|creamy|persistent|delicate], [and|while] the dosage [is low|stays discreet|is well judged].
texture | sparkling | [Brut in style|Dry|Off dry], it [has|shows] [a gentle|a brisk|an easy] [sparkle|fizz] and [a clean|a crisp|an apple-crisp] [snap|edge].
texture maker | sparkling ok | [Three|Four|Five|Six] years on the lees [give|lend] it [a doughy|a biscuity|a nutty] [depth|richness|complexity].
texture | sweet ok | [Sweetness|Sugar] and [acidity|freshness] [are in perfect balance|hold each other in check|pull in the same direction].
texture | sweet | There [is|must be] [a mountain|a great deal] of residual sugar, [but|and] [it's carried lightly|you notice it|lemony acidity copes with it].
texture | port ok | [Tannins are|The structure is] [firm|dense|dry] [beneath the sweetness|under all that fruit], [a sign of|promising] [long life|real staying power].
texture | port | The [spirit|alcohol] is [well knit|slightly raw|warming], and the [texture|feel] is [thick|chewy|velvety].
style | white offdry ok | [A touch|A trace|A pinch] of [residual sugar|sweetness] [rounds|softens|fills out] the [edges|acidity], [making|leaving] [it|the wine] [barely off dry|charming|very easy to like].
style | red/white great | [Power and finesse|Density and grace|Ripeness and restraint] [coexist|are in perfect balance|meet on equal terms].
style | ok still | [Nothing is out of place|Everything is in proportion|All the parts fit]: [fruit, acidity and texture|ripeness, freshness and length] [work|pull] together.
style | poor still | [The parts don't add up|Nothing quite connects]; [fruit, acidity and alcohol|sweet, sour and bitter notes] [go their separate ways|compete instead of blending].
style | fair still | It's [more [rustic|earthy|old-fashioned] than refined|rather [rustic|earthy|old-fashioned] in feel], [but|yet] [it has|it isn't without] [a certain|some] [charm|honesty].
"""

BACKGROUND = """
maker | red oak | [Aged|Matured] for {months} months in {pct}% new [French|American] oak, [it|the wine] [shows|has picked up] [cedar|spice|toast] [to match the fruit|without losing freshness].
maker | red ok | [Whole-cluster|Partial whole-cluster|Native-yeast] fermentation [adds|contributes|lends] [a stemmy|a spicy|a savory|an earthy] [twist|accent|dimension].
maker | white ok | [Lees stirring|Extended lees aging|Skin contact|Partial barrel fermentation] [adds|gives|contributes] [breadth|texture|a creamy note|a nutty nuance] [without dulling the fruit|].
maker | still praise | [Only|Just|Barely] {cases} cases were [made|bottled|produced], [so|and] [it's worth seeking out|it won't last long|buyers should move fast].
site | still ok | [Low yields|Sandy soils|Volcanic soils|Limestone soils|Granite slopes|Steep terraces|Gravel beds|Sea breezes|Cool nights|High elevation] [explain|account for] [its|the] [intensity|freshness|concentration|tension].
site | still ok | [Planted|Established] in {plant}, the vines [grow|are rooted] in [limestone|clay|volcanic ash|schist|sandy loam|gravel|granite|chalk][, and it shows|].
site | still praise | [Its|The] vineyard [climbs|rises] to {elev} feet[, where the nights are cold|, well above the fog], [and|so] [freshness is never in doubt|the grapes keep their acidity].
site | still | [The grapes come|The fruit comes] from [organically farmed|biodynamic|dry-farmed|head-trained|young|terraced] vines [near|outside|in] {place}.
vintage | dated warm ok still | The [warm|hot|sunny|generous] {vintage} [growing season|vintage] [shows|comes through] in [the ripe fruit|its fleshy texture|the soft, open style].
vintage | dated cool ok still | [A cool|A late|A slow] {vintage} [growing season|vintage] [brought|yielded|explains] [bright fruit|crisp lines|lower alcohol|fresh acidity][ and slender proportions|].
vintage | dated classic ok still | It's a [faithful|fine|typical] [picture|example|reflection] of the [balanced|even|classic] {vintage} vintage.
vintage | dated poor cool | The [chilly|rainy|difficult] {vintage} [vintage|season] [clearly took its toll|did it no favors|left its mark].
vintage | dated poor warm | [Heat|The heat] in {vintage} [seems to have cooked the fruit|left the fruit tasting stewed|took away its freshness].
vintage | dated ok | [Compared with|Next to] the {prior}, this {vintage} is [richer|tighter|fresher|more expressive|a step up].
vintage | dated poor | [Compared with|Next to] the {prior}, this {vintage} is a [disappointment|step backward|letdown].
maker | blend3 still | {g1} [provides|supplies|brings] the [fruit|body|core], {g2} the [spice|perfume|lift] and {g3} the [structure|color|finishing touch].
maker | blend2 still | {g1} [provides|supplies|brings] the [fruit|flesh|core]; {g2} [adds|contributes] [spice|perfume|backbone].
maker winery | still ok | {winery} [has been|keeps] [improving|refining its style] [year after year|with each vintage|without fuss], and this [bottling|release] [is proof|shows how far it has come].
maker | red young | [Decant|Open] it [well ahead of dinner|an hour before serving|for two hours] if you [pour|drink] it [early|young].
site maker | single still ok | It comes from a [{acres}-acre|tiny|windswept|south-facing|north-facing] [block|parcel|plot] of {grape}[ planted in {plant}|].
"""

VERDICTS = """
verdict | great | This is [a triumph|world-class winemaking|as good as it gets|a benchmark|unforgettable][ and worth every penny|].
verdict | great | [Elegant|Complete|Profound|Seamless], [complex|vivid|harmonious] and [long|pure|deep], it [ranks|stands] among the [best|finest] [of its type|from {place}][ in recent memory|].
verdict | great | [It's|This is] the kind of [bottle|wine] that [silences a table|makes converts|collectors dream about|justifies a cellar].
verdict | good | It's [a polished|a stylish|an impressive|a very satisfying|a well-balanced] [effort|wine|bottle] that [rewards attention|deserves attention|deserves a second glass|earns a place at the table].
verdict | good | [Balanced|Charming|Graceful|Harmonious] [and|yet] [complex|characterful|substantial], it [punches above its weight|has something to say|overdelivers|is hard to put down].
verdict | praise single still | [Fans|Lovers|Devotees] of {grape} will [want to seek it out|want to stock up|find a lot to savor].
verdict | praise | There's [real|genuine|undeniable] [class|craft|character|personality] here, and [a sense of place|no wasted effort|plenty of charm].
verdict | fair | [Nothing fancy|Not profound|Hardly complex], but [it's well made|it hits the spot|it delivers honest flavor|it goes down easily].
verdict | fair | It's [a decent|a serviceable|a solid|a dependable|an agreeable] [everyday|weeknight|house|party] wine, [best served slightly chilled|not one to think hard about|with no rough edges].
verdict | fair | [It could use|What it needs is] [a bit more|a little more] [depth|concentration|freshness|length|excitement], but [there's nothing wrong with it|it's perfectly drinkable|the balance is fine].
verdict | fair | Simple [pleasures|charms], [well executed|honestly delivered], [are all it aims for|make this easy to enjoy].
verdict | fair | [Pleasant|Easy|Likable] [rather than|if not] [memorable|exciting|distinctive], [it's|this is] [a safe bet|a crowd-pleaser|good for a casual evening].
verdict | poor | [Hard|Difficult] to [recommend|love|enjoy], even [with food|as a party pour|well chilled].
verdict | poor | It's [drinkable|acceptable|passable], but [not much more|there are better choices|only just].
verdict | poor | Something [went wrong|seems to have slipped] [here|in the cellar|between vineyard and bottle], and [it|the result] [tastes|seems] [tired|older than it is|unfinished].
verdict | poor | [This|It] [lacks|is short on] [fruit|charm|freshness|balance|concentration] and [is not|won't be] [helped|improved] by [age|air|food].
verdict | poor | [The producer|{winery}] [can do|has done] [better|far better] than this.
verdict | poor | A [disappointing|forgettable|frustrating] [showing|effort|bottle], [considering|given] the [source|name on the label|vintage].
price | cheap ok | At ${price}, [it's|this is] [a bargain|a steal|an excellent value|hard to beat|a smart buy].
price | cheap ok | [Good|Excellent|Great] value [at|for] ${price}[; buy it by the case|, and widely available|].
price | cheap poor | Even at ${price}, [it's|this is] [no bargain|a tough sell|not worth the trouble].
price | dear praise | [Yes, it costs ${price}, but|It's not cheap at ${price}, yet] [the quality is there|it earns its keep|few wines give so much pleasure].
price | dear poor/fair | [For|At] ${price}, [one expects|you'd hope for] [more|a lot more] [depth|complexity|polish|length].
price | midprice praise | [For|At] ${price}, it [offers|delivers] [a lot of wine|serious quality|more than its price suggests].
price | midprice poor | ${price} is [too much|a lot] to [ask|pay] for [so little fruit|this|such a rough wine].
food | ok food | [Pair|Serve|Try|Enjoy|Match] it with {food}[ or {food}|].
food | ok food | [It|This] would be [delicious|terrific|lovely|right at home|a natural] [with|alongside|next to] {food}.
food | ok food | {food} would [make|be] [a fine|an ideal|a perfect|a good] [partner|match|foil].
food | ok food | [Bring on|It calls for|It begs for|It needs] {food}.
food | fair/poor food | [It|This] [might|could] [work|do] with {food}, [where|since] [its|the] [rough edges|shortcomings] [will be|are] less [obvious|noticeable].
food | poor food | [Save|Keep] it for {plainfood}[, if that|, and keep expectations low|].
window | now dated ok | [Drink now|Enjoy now|Drink] through {y2}.
window | now ok | [Drink|Enjoy] [now|soon|over the next year or two|in its youth|while it's fresh].
window | now ok | It's [ready to drink|ready to go|drinking well|open and delicious] [now|today|already][, so there's no need to wait|, and should stay so for a few years|].
window | now ok | [There's no reason|No need] to [hold|keep|cellar] [this|it]; [pull the cork|open it] [tonight|and enjoy|now].
window | now ok | [Charming|Delicious|Tasty|Enjoyable] [already|now], [but|though] [another year|a few months|two years] [in bottle|in the cellar] won't [hurt|do any harm].
window | now ok | [Best|Most enjoyable] [soon|in its first few years|over the near term|while the fruit is fresh].
window | young dated ok | [Drink|Best] [from {y1} to {y2}|{y1}–{y2}|between {y1} and {y2}|after {y1}].
window | young dated ok | [Cellar|Hold|Keep|Age] it until [at least|] {y1}.
window | young ok | [Give|Allow] it [three to five|five or more|four to six|a good six] years [in the cellar|in bottle][ to come together| to show its best|].
window | young dated praise | It should [improve|evolve|gain complexity] [through|until] {y2}[ and beyond|], [if you can wait|given a cool cellar].
window | young dated praise | [Impressive now|Already tempting], it [will be|should become] [even better|truly special] [by|around] {y1}.
window | poor | Drink [up|now|soon][, if at all|, well chilled|].
window food | now ok food | Drink [now|this year|young] with {food}.
window verdict | young ok | [Tight|Coiled|Backward] now, it has [all the parts|everything it needs] [to age|for the long haul].
verdict food | fair food | [Good|Fine|Best] for [a picnic|a barbecue|a weeknight dinner|a casual supper], [say|perhaps] with {food}.
verdict | ok | [Bottom line|In short|All told]: [well made|carefully made|honest] and [enjoyable|satisfying|true to type].
verdict | praise | "[Elegant|Delicious|Wow|Lovely]" is [the word that comes|the first word] to mind.
verdict | sparkling ok | [Perfect|Ideal|Just right] [as an aperitif|for a toast|for brunch|before dinner].
verdict | rose ok | It's [summer in a glass|made for the patio|the very picture of a picnic rosé|poolside perfection].
"""

SHORTS = """
verdict | fair | [Simple|Plain|Direct], [with|showing] {F} and {hint} of {s}.
verdict | poor | [Thin|Sour|Hot|Bitter|Harsh] and [short|dull|unbalanced], with [faint|little] {f}.
verdict | ok | [Fresh|Clean|Tasty] and [easy|balanced|appealing], with {f} and {s}.
verdict | poor | [Tart|Lean|Rough], [with|showing] {f} and [bitter|harsh] {s}, [it's|this is] [hard to like|not easy to enjoy].
verdict | praise | [Lovely|Polished|Elegant] {f} and {s}, [with|in] a [long|graceful] [finish|frame].
"""

TEMPLATES = {
    "opening": OPENINGS,
    "palate": PALATES,
    "structure": STRUCTURES,
    "background": BACKGROUND,
    "verdict": VERDICTS,
    "short": SHORTS,
}

# Each line: `conditions | option; option; ...`. A slot offers every option of every line that fits.
SLOTS = {
    "f": """
red light/medium | red cherry; raspberry; cranberry; strawberry; red currant; sour cherry; pomegranate; rhubarb; red plum; wild strawberry; blood orange; huckleberry
red medium/full | black cherry; blackberry; blueberry; plum; black plum; cassis; black currant; boysenberry; mulberry; damson; fig; black raspberry; loganberry; dried cherry; prune
red | cherry; dark berry; plum skin; cherry pit; red berry
white light/medium | lemon; lime; green apple; grapefruit; white peach; pear; tangerine; lemon zest; lime zest; honeydew; green pear; apple skin; citrus peel; kumquat; gooseberry
white medium/full | yellow apple; ripe pear; apricot; nectarine; yellow peach; quince; pineapple; mango; melon; Meyer lemon; mandarin orange; baked apple; yellow plum; papaya; guava
rose | strawberry; watermelon; raspberry; red cherry; pink grapefruit; white peach; cranberry; rhubarb; blood orange; red currant; nectarine; tangerine; peach skin; pomegranate
sparkling !pink | green apple; lemon; pear; white peach; lime zest; yellow apple; grapefruit; apricot; quince; tangerine; lemon curd; citrus peel
sparkling pink | wild strawberry; raspberry; red cherry; red currant; blood orange; white peach; cranberry; peach skin; pink grapefruit
sweet | apricot; candied orange; marmalade; dried mango; baked apple; quince paste; yellow peach; pineapple; poached pear; candied lemon; golden raisin; tangerine; dried apricot
port | blackberry jam; prune; black cherry; dried fig; raisin; plum; cherry liqueur; blueberry; cassis; date; stewed plum
""",
    "s": """
red | tobacco; cedar; leather; clove; cinnamon; licorice; dried herbs; black pepper; violet; rose petal; forest floor; turned earth; graphite; sage; bay leaf; star anise; white pepper; baking spice; mocha; cocoa; tea leaf; orange peel; wet stone; mint; thyme; allspice; smoke; dried flowers; rosemary; nutmeg
red full | espresso; dark chocolate; tar; black olive; pencil shavings; cured meat; iron; grilled meat; cardamom; coffee bean; menthol; saddle leather; asphalt; soy sauce; balsamic; pipe smoke
red light | potting soil; sassafras; beet root; mushroom; green tea; hibiscus; crushed rock; pink peppercorn; dried leaves
red poor | green bean; bell pepper; tomato leaf; rubber; menthol; wet wood; stewed rhubarb; burnt toast; damp earth; raw stems
white | white flowers; honeysuckle; wet stone; crushed rock; chamomile; ginger; fennel; almond skin; white pepper; acacia; chalk; sea salt; thyme; lemon verbena; honey; orange blossom; beeswax; linden; flint; jasmine; fresh herbs; mint; oyster shell; hay
white light | cut grass; basil; saline; green herbs; river stone; lemongrass; cucumber; elderflower; celery leaf
white oak/heavyoak | vanilla; toasted almond; hazelnut; crème brûlée; brioche; butterscotch; nutmeg; toast; roasted nuts; coconut; lemon cream; café au lait
white poor | canned peas; wet wool; bitter almond; damp straw; lemon candy; cheese rind; sweet corn; cardboard; soap
rose | rose petal; white pepper; dried herbs; orange peel; chalk; lavender; wet stone; thyme; hibiscus; watermelon rind; sea salt; pink peppercorn; crushed rock; fresh herbs; ginger
rose poor | bubble gum; candle wax; sour candy; damp straw; bitter herbs
sparkling | toast; brioche; almond; chalk; ginger; honey; white flowers; biscuit; sea salt; bread dough; hazelnut; acacia; lemon verbena; beeswax; oyster shell
sweet | honey; saffron; ginger; crème brûlée; beeswax; orange blossom; toffee; honeycomb; vanilla bean; almond paste; chamomile; barley sugar; roasted nuts; dried flowers
port | dark chocolate; licorice; walnut; molasses; violet; clove; espresso; orange peel; toffee; black pepper; caramel; mocha; allspice; rum cake
""",
    "F": """
ripe red | ripe {pf}; juicy {pf}; sweet {pf}; succulent {pf}; lush {pf}; plush {pf}; ripe {pf}; generous {pf}
fresh red | fresh {pf}; tart {pf}; bright {pf}; tangy {pf}; vivid {pf}; just-ripe {pf}; crunchy {pf}
jammy red | baked {pf}; stewed {pf}; jammy {pf}; very ripe {pf}; candied {pf}; roasted {pf}
ripe white/rose | ripe {pf}; juicy {pf}; sweet {pf}; mellow {pf}; succulent {pf}; generous {pf}
fresh white/rose | fresh {pf}; tart {pf}; bright {pf}; tangy {pf}; crisp {pf}; zippy {pf}; vivid {pf}
jammy white/rose | overripe {pf}; baked {pf}; candied {pf}; stewed {pf}; very ripe {pf}
sparkling | fresh {pf}; crisp {pf}; ripe {pf}; bright {pf}
sweet | ripe {pf}; honeyed {pf}; baked {pf}; luscious {pf}
port | ripe {pf}; dense {pf}; sweet {pf}; dark {pf}
""",
    "pf": """
red | cherry; raspberry; plum; blackberry; red berry
red medium/full | blueberry; black currant; boysenberry; mulberry; black cherry
red light | cranberry; strawberry; red currant
white | pear; apple; peach; grapefruit; tangerine; nectarine; melon; pineapple
white medium/full | apricot; mango; quince
rose | strawberry; raspberry; watermelon; cherry; cranberry; peach
sparkling | apple; pear; peach; apricot
sparkling pink | raspberry; strawberry
sweet | apricot; pineapple; peach; pear
port | plum; blackberry; fig; cherry
""",
    "hint": """
| a hint; a touch; a whisper; a trace; a suggestion; a note; an echo; an undertone; a dash; an accent
ok | a flicker; a lick; a twist; a kiss; a sprinkle
poor | a streak; an excess; a rough edge; a stale note
""",
    "body": """
light ok | light-bodied; slender; airy; lithe; delicate; light-footed
light poor | light; skinny; lean; lightweight
medium | medium-bodied; midweight; medium-weight
medium ok | well-balanced; supple; harmonious
full | full-bodied; weighty; broad
full ok | ample; generous; robust; opulent
full poor | heavy; blocky; clumsy
""",
    "tan": """
softtan | soft tannins; silky tannins; supple tannins; fine-grained tannins; velvety tannins; polished tannins; powdery tannins; plush tannins; ripe, rounded tannins
firmtan | firm tannins; sturdy tannins; grippy tannins; chewy tannins; tightly knit tannins; dusty tannins; close-grained tannins; assertive tannins; youthful, angular tannins
hardtan | drying tannins; rough tannins; astringent tannins; bitter tannins; raw, green tannins; scratchy tannins; hard tannins; aggressive tannins
""",
    "acid": """
brightacid | bright acidity; fresh acidity; lively acidity; crisp acidity; racy acidity; vibrant acidity; juicy acidity; brisk acidity; tangy acidity; zesty acidity; snappy acidity; nervy acidity; vivid acidity; citrusy acidity
softacid ok | gentle acidity; mellow acidity; mild acidity; moderate acidity; soft acidity; restrained acidity
softacid poor | low acidity; weak acidity; slack acidity
sharpacid | piercing acidity; tart acidity; shrill acidity; biting acidity; sour acidity; searing acidity; raw acidity
""",
    "virtue": """
ok | balance; finesse; freshness; elegance; depth; poise; precision; purity; harmony
full ok | power; concentration; intensity; generosity
light ok | delicacy; transparency; grace
""",
    "lighter": """
light | lighter; leaner
medium | fresher; subtler
full | richer; riper; bolder
""",
    "plainfood": """
| a backyard barbecue; a crowded party; the punch bowl; a pitcher of sangria; leftover pizza; a marinade; a pot of stew; a big bowl of chips
""",
    "food": """
red full | braised short ribs; grilled lamb chops; a rib-eye steak; venison stew; wild boar ragù; barbecued brisket; aged cheddar; beef bourguignon; a charred porterhouse; lamb shanks; smoked duck; cassoulet; chili con carne; osso buco
red medium | roast lamb; pork tenderloin; mushroom risotto; lasagna; grilled sausages; duck breast; beef empanadas; hard cheeses; meatballs; eggplant parmigiana; lamb tagine; a good burger; roast pork
red light | roast chicken; grilled salmon; charcuterie; duck confit; seared tuna; a mushroom tart; roast turkey; coq au vin; pâté; pizza Margherita; wild mushroom pasta
white light | raw oysters; ceviche; goat cheese; grilled sardines; sushi; a niçoise salad; steamed mussels; fish tacos; sautéed shrimp; fresh crab; spring rolls; fried calamari
white medium | roast chicken; seared scallops; Thai curry; pork schnitzel; grilled swordfish; spaghetti with clams; trout with almonds; crab cakes; vegetable terrine; sautéed sole; chicken salad
white full | lobster in butter; creamy pasta; roast turkey; veal in cream sauce; ripe Brie; baked halibut; butternut squash soup; chicken pot pie; poached salmon with béarnaise; monkfish
rose | grilled shrimp; a niçoise salad; paella; fried chicken; salmon tartare; tapas; bouillabaisse; prosciutto and melon; fish tacos; gazpacho; a crêpe with ham and cheese
sparkling | fried chicken; smoked salmon; raw oysters; salted almonds; gougères; sushi; potato chips; caviar; tempura; fish and chips
sweet | blue cheese; an apple tart; crème caramel; foie gras; peach cobbler; almond cake; a pear tarte Tatin; lemon soufflé; aged Gouda; shortbread
port | Stilton; a flourless chocolate cake; toasted walnuts; pecan pie; dark chocolate truffles; a good cigar; dried figs and hard cheese
""",
}

# Words that a review may repeat freely from one sentence to the next.
FREE_WORDS = """
a about after against all along alongside already among an and are around as at away back be been
before behind beneath beyond but by can come comes could did do does done down drink early else
enough even every few finds first flavor flavors for from fruit full get gets give gives given
good had has have here high how if in instead into is isn it its itself just keep keeps less like
little long lot low made make makes many more most mouth much must nearly need needs never next no
nor not nothing now of off on one only open or other out over palate past plenty rather re red rosé
seem seems shows since so some soon still such take takes taste tastes than that the their them
then there they this those through time to too toward under until up very was we well were what
where which while white will wine wines with without won would year years yet you your bit better
best offers show
acidity tannins finish oak
s t d ll
"""
