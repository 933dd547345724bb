"""Tables of grape varieties, wine regions, invented wineries and invented tasters.

Countries, regions and grapes are real and fit each other; wineries and tasters are invented.
"""

# name | colour | body | tannin | acidity | nouns for "this ..." | typical fruit | typical accents
VARIETIES = """
Cabernet Sauvignon | red | full | firm | bright | Cabernet Sauvignon; Cabernet | black currant; cassis; black cherry | cedar; graphite; tobacco; mint
Merlot | red | medium full | soft | soft bright | Merlot | plum; black cherry; red plum | mocha; dried herbs; cedar
Cabernet Franc | red | medium | firm soft | bright | Cabernet Franc; Franc | red currant; raspberry; plum | bell pepper; graphite; violet; tobacco
Pinot Noir | red | light medium | soft | bright | Pinot Noir; Pinot | red cherry; raspberry; cranberry | forest floor; tea leaf; rose petal; clove
Syrah | red | full | firm | bright soft | Syrah | blackberry; blueberry; plum | black pepper; cured meat; black olive; violet
Shiraz | red | full | soft firm | soft | Shiraz | blackberry; plum; mulberry | black pepper; licorice; mocha
Zinfandel | red | full | soft | soft bright | Zinfandel; Zin | blackberry; raspberry; boysenberry | black pepper; clove; licorice
Malbec | red | full medium | soft firm | soft bright | Malbec | blackberry; plum; blueberry | violet; mocha; leather
Petite Sirah | red | full | firm | soft | Petite Sirah | blueberry; blackberry; black plum | dark chocolate; black pepper; tar
Grenache | red | medium full | soft | soft | Grenache | strawberry; raspberry; red cherry | white pepper; orange peel; dried herbs
Mourvèdre | red | full | firm | bright | Mourvèdre | blackberry; plum | leather; cured meat; turned earth
Barbera | red | medium | soft | bright | Barbera | sour cherry; red plum; blackberry | licorice; violet; turned earth
Nebbiolo | red | medium full | firm | bright | Nebbiolo | red cherry; cranberry | rose petal; tar; leather; tea leaf
Sangiovese | red | medium | firm | bright | Sangiovese | sour cherry; red cherry; plum | dried herbs; leather; tobacco
Sangiovese Grosso | red | full | firm | bright | Brunello; Sangiovese | black cherry; plum | leather; tobacco; tea leaf; turned earth
Montepulciano | red | medium full | firm | bright | Montepulciano | black cherry; plum | dried herbs; tobacco
Nero d'Avola | red | medium full | soft | bright soft | Nero d'Avola | black cherry; prune; plum | licorice; dried herbs
Aglianico | red | full | firm | bright | Aglianico | black cherry; plum | tar; smoke; leather
Primitivo | red | full | soft | soft | Primitivo | prune; blackberry | clove; cocoa
Corvina, Rondinella, Molinara | red | full medium | firm soft | bright soft | red blend; blend | dried cherry; black cherry; plum | clove; dark chocolate; tobacco
Tempranillo | red | medium full | firm | bright | Tempranillo | plum; red cherry; raspberry | tobacco; leather; cedar; vanilla
Tempranillo Blend | red | medium full | firm | bright | blend; Tempranillo blend | plum; red cherry | leather; tobacco; cedar
Garnacha | red | medium full | soft | soft bright | Garnacha | raspberry; strawberry; plum | white pepper; dried herbs
Mencía | red | light medium | soft | bright | Mencía | red cherry; raspberry; pomegranate | violet; graphite; crushed rock
Gamay | red | light | soft | bright | Gamay; Beaujolais | strawberry; red cherry; raspberry | violet; white pepper; crushed rock
Carmenère | red | medium full | soft firm | soft | Carmenère | plum; blackberry | bell pepper; cocoa; tobacco; green peppercorn
Pinotage | red | full medium | firm | soft | Pinotage | mulberry; plum | smoke; mocha; leather
Blaufränkisch | red | medium | firm | bright | Blaufränkisch | sour cherry; blueberry; blackberry | white pepper; turned earth
Zweigelt | red | light medium | soft | bright | Zweigelt | red cherry; sour cherry | white pepper; violet
Xinomavro | red | medium | firm | bright | Xinomavro | red plum; sour cherry | dried herbs; tea leaf; leather
Agiorgitiko | red | medium | soft | soft bright | Agiorgitiko | plum; red cherry | clove; cinnamon
Plavac Mali | red | full | firm | soft | Plavac Mali | prune; blackberry | dried herbs; sea salt
Saperavi | red | full | firm | bright | Saperavi | blackberry; plum | licorice; smoke
Touriga Nacional | red | full | firm | bright | Touriga Nacional | black plum; blueberry | violet; black pepper
Portuguese Red | red | full medium | firm soft | bright soft | blend; red blend | black plum; blackberry | violet; dried herbs
Red Blend | red | medium full | soft firm | bright soft | blend; red blend | black cherry; plum; raspberry | cedar; clove; cocoa
Bordeaux-style Red Blend | red | full medium | firm | bright | Bordeaux-style blend; blend | cassis; black currant; plum | cedar; graphite; tobacco
Rhône-style Red Blend | red | full medium | firm soft | bright soft | Rhône-style blend; blend | raspberry; plum; blackberry | dried herbs; white pepper; lavender
Chardonnay | white | full medium | none | bright soft | Chardonnay; Chard | yellow apple; lemon; pear | white flowers; wet stone; ginger
Sauvignon Blanc | white | light medium | none | bright | Sauvignon Blanc; Sauvignon | grapefruit; lime; gooseberry | cut grass; fresh herbs; flint
Riesling | white | light medium | none | bright | Riesling | lime; green apple; white peach | wet stone; petrol; jasmine; honey
Pinot Gris | white | medium | none | bright soft | Pinot Gris | pear; yellow apple; melon | ginger; honeysuckle; white pepper
Pinot Grigio | white | light medium | none | bright | Pinot Grigio | pear; green apple; lemon | white flowers; almond skin
Pinot Blanc | white | medium | none | bright soft | Pinot Blanc | yellow apple; pear | white flowers; chalk
Gewürztraminer | white | full medium | none | soft | Gewürztraminer | lychee; grapefruit; tangerine | rose petal; ginger; clove
Viognier | white | full | none | soft | Viognier | apricot; yellow peach; tangerine | honeysuckle; orange blossom; white pepper
Chenin Blanc | white | medium | none | bright | Chenin Blanc; Chenin | quince; yellow apple; pear | beeswax; chamomile; honey; hay
Sémillon | white | medium full | none | soft bright | Sémillon | lemon; fig; quince | beeswax; lanolin; hay
Grüner Veltliner | white | light medium | none | bright | Grüner Veltliner; Grüner | green pear; lemon zest; green apple | white pepper; fresh herbs; lentil
Albariño | white | light medium | none | bright | Albariño | white peach; lime; nectarine | sea salt; orange blossom
Verdejo | white | light medium | none | bright | Verdejo | lime; grapefruit; melon | fennel; cut grass
Vermentino | white | light medium | none | bright | Vermentino | lemon; yellow peach; pear | sea salt; thyme; almond skin
Garganega | white | light medium | none | bright | Garganega; Soave | yellow apple; white peach | almond skin; acacia; chamomile
Fiano | white | medium | none | bright | Fiano | pear; yellow peach | hazelnut; honey; hay
Falanghina | white | light medium | none | bright | Falanghina | lemon; yellow apple; pineapple | white flowers; sea salt
Torrontés | white | light medium | none | soft bright | Torrontés | lychee; melon; tangerine | jasmine; rose petal; basil
Moschofilero | white | light | none | bright | Moschofilero | lemon zest; white peach | rose petal; jasmine
Assyrtiko | white | medium | none | bright | Assyrtiko | lemon; lime; grapefruit | sea salt; smoke; wet stone
Furmint | white | medium | none | bright | Furmint | quince; pear; lemon | honey; smoke; beeswax
White Blend | white | medium light | none | bright soft | blend; white blend | pear; white peach; lemon | white flowers; honeysuckle
Bordeaux-style White Blend | white | medium | none | bright | white blend; blend | grapefruit; white peach; gooseberry | fresh herbs; beeswax
Rhône-style White Blend | white | full | none | soft | Rhône-style white; blend | apricot; pear; melon | fennel; honeysuckle; almond skin
Portuguese White | white | light medium | none | bright | white blend; blend | lime; green apple; white peach | white flowers; saline
Rosé | rose | light medium | none | bright | rosé; pink wine | strawberry; raspberry; watermelon | rose petal; chalk
Sparkling Blend | sparkling | light medium | none | bright | sparkler; sparkling wine; bubbly | green apple; lemon; pear | toast; brioche; almond
Champagne Blend | sparkling | medium light | none | bright | Champagne; cuvée | green apple; lemon; white peach | toast; brioche; chalk
Glera | sparkling | light | none | bright | Prosecco; sparkler | pear; white peach; green apple | acacia; white flowers
Macabeo-Xarel-lo | sparkling | light medium | none | bright | Cava; sparkler | green apple; lime | toast; biscuit; almond
Port | port | full | firm | soft | Port | blackberry jam; black cherry; prune | dark chocolate; licorice
"""

# Grapes that go into a blend, by variety name or, where the place has its own habits, by region_1;
# the first is always the main one.
BLENDS = """
Red Blend | Merlot; Syrah; Zinfandel; Cabernet Franc; Petite Sirah; Malbec; Grenache
Bordeaux-style Red Blend | Cabernet Sauvignon; Merlot; Cabernet Franc; Petit Verdot; Malbec
Saint-Émilion | Merlot; Cabernet Franc; Cabernet Sauvignon; Malbec
Rhône-style Red Blend | Grenache; Syrah; Mourvèdre; Cinsault; Carignan
Tempranillo Blend | Tempranillo; Garnacha; Graciano; Mazuelo
Portuguese Red | Touriga Nacional; Touriga Franca; Tinta Roriz; Alicante Bouschet
Corvina, Rondinella, Molinara | Corvina; Rondinella; Molinara
White Blend | Chardonnay; Viognier; Pinot Blanc; Riesling; Roussanne
Bordeaux-style White Blend | Sauvignon Blanc; Sémillon; Muscadelle
Rhône-style White Blend | Grenache Blanc; Roussanne; Marsanne; Viognier
Portuguese White | Arinto; Loureiro; Alvarinho; Fernão Pires
"""

# Grapes of a rosé, by country.
ROSE_GRAPES = """
US | Pinot Noir; Grenache; Syrah; Sangiovese
France | Grenache; Cinsault; Syrah; Cabernet Franc
Italy | Sangiovese; Corvina; Nero d'Avola
Spain | Garnacha; Tempranillo
Portugal | Touriga Nacional; Castelão
"""

# weight | country | province | region_1 | region_2 | place in prose | style of names | variety*weight, ...
REGIONS = """
60 | US | California | Napa Valley | Napa | Napa Valley | en | Cabernet Sauvignon*9, Chardonnay*4, Merlot*3, Sauvignon Blanc*3, Bordeaux-style Red Blend*4, Zinfandel*1, Petite Sirah*1
14 | US | California | Oakville | Napa | Oakville | en | Cabernet Sauvignon*6, Bordeaux-style Red Blend*3, Sauvignon Blanc*1
12 | US | California | Howell Mountain | Napa | Howell Mountain | en | Cabernet Sauvignon*5, Zinfandel*2, Petite Sirah*1
34 | US | California | Russian River Valley | Sonoma | Russian River Valley | en | Pinot Noir*8, Chardonnay*6, Zinfandel*2, Gewürztraminer*1, Rosé*1
22 | US | California | Sonoma County | Sonoma | Sonoma County | en | Cabernet Sauvignon*3, Chardonnay*3, Zinfandel*3, Pinot Noir*2, Sauvignon Blanc*2, Merlot*1, Red Blend*2, Rosé*1
16 | US | California | Dry Creek Valley | Sonoma | Dry Creek Valley | en | Zinfandel*6, Cabernet Sauvignon*2, Sauvignon Blanc*2, Petite Sirah*1
14 | US | California | Alexander Valley | Sonoma | Alexander Valley | en | Cabernet Sauvignon*6, Merlot*2, Chardonnay*2
14 | US | California | Sonoma Coast | Sonoma | the Sonoma Coast | en | Pinot Noir*6, Chardonnay*4, Syrah*1
36 | US | California | Paso Robles | Central Coast | Paso Robles | en | Cabernet Sauvignon*4, Zinfandel*4, Syrah*3, Rhône-style Red Blend*4, Petite Sirah*2, Viognier*1, Grenache*1, Rhône-style White Blend*1, Rosé*1
24 | US | California | Santa Barbara County | Central Coast | Santa Barbara County | en | Pinot Noir*4, Chardonnay*4, Syrah*3, Grenache*2, Viognier*1, Sauvignon Blanc*1, Rosé*1
18 | US | California | Sta. Rita Hills | Central Coast | the Sta. Rita Hills | en | Pinot Noir*7, Chardonnay*4, Syrah*1
12 | US | California | Monterey | Central Coast | Monterey | en | Chardonnay*4, Pinot Noir*3, Riesling*1, Pinot Gris*1
10 | US | California | Santa Lucia Highlands | Central Coast | the Santa Lucia Highlands | en | Pinot Noir*5, Chardonnay*3, Syrah*1
10 | US | California | Lodi | Central Valley | Lodi | en | Zinfandel*5, Petite Sirah*2, Red Blend*2, Albariño*1
9 | US | California | Amador County | Sierra Foothills | Amador County | en | Zinfandel*4, Barbera*3, Syrah*1
12 | US | California | California | California Other | California | en | Chardonnay*3, Cabernet Sauvignon*3, Merlot*2, Red Blend*3, Pinot Noir*1, Pinot Grigio*1
6 | US | California | Anderson Valley | Mendocino/Lake Counties | the Anderson Valley | en | Pinot Noir*5, Gewürztraminer*1, Sparkling Blend*2
38 | US | Washington | Columbia Valley (WA) | Columbia Valley | the Columbia Valley | en | Cabernet Sauvignon*4, Merlot*3, Syrah*4, Riesling*3, Chardonnay*3, Bordeaux-style Red Blend*3, Red Blend*2, Cabernet Franc*1, Rosé*1
16 | US | Washington | Walla Walla Valley (WA) | Columbia Valley | the Walla Walla Valley | en | Syrah*5, Cabernet Sauvignon*3, Merlot*2, Bordeaux-style Red Blend*2
14 | US | Washington | Yakima Valley | Columbia Valley | the Yakima Valley | en | Syrah*3, Riesling*2, Cabernet Sauvignon*2, Viognier*1, Chenin Blanc*1
40 | US | Oregon | Willamette Valley | Willamette Valley | the Willamette Valley | en | Pinot Noir*12, Chardonnay*3, Pinot Gris*4, Riesling*2, Pinot Blanc*1, Rosé*1, Sparkling Blend*1
10 | US | Oregon | Dundee Hills | Willamette Valley | the Dundee Hills | en | Pinot Noir*6, Chardonnay*2
7 | US | Oregon | Rogue Valley | Southern Oregon | the Rogue Valley | en | Syrah*2, Viognier*2, Cabernet Franc*2, Tempranillo*1
20 | US | New York | Finger Lakes | Finger Lakes | the Finger Lakes | en | Riesling*8, Cabernet Franc*3, Gewürztraminer*2, Chardonnay*2, Pinot Noir*1, Late Harvest Riesling*1
6 | US | New York | North Fork of Long Island | Long Island | the North Fork | en | Merlot*3, Cabernet Franc*2, Chardonnay*2, Sauvignon Blanc*1
9 | US | Virginia | Virginia |  | Virginia | en | Viognier*3, Cabernet Franc*3, Bordeaux-style Red Blend*2, Merlot*1
4 | US | Idaho | Snake River Valley |  | the Snake River Valley | en | Riesling*2, Syrah*2, Merlot*1
4 | US | Texas | Texas High Plains |  | the Texas High Plains | en | Tempranillo*2, Viognier*2, Red Blend*1
16 | France | Bordeaux | Saint-Émilion |  | Saint-Émilion | chateau | Bordeaux-style Red Blend*1
12 | France | Bordeaux | Bordeaux |  | Bordeaux | chateau | Bordeaux-style Red Blend*4, Bordeaux-style White Blend*2, Rosé*1
10 | France | Bordeaux | Pauillac |  | Pauillac | chateau | Bordeaux-style Red Blend*1
6 | France | Bordeaux | Sauternes |  | Sauternes | chateau | Late Harvest Bordeaux-style White Blend*1
7 | France | Bordeaux | Pessac-Léognan |  | Pessac-Léognan | chateau | Bordeaux-style Red Blend*2, Bordeaux-style White Blend*1
8 | France | Burgundy | Chablis |  | Chablis | domaine | Chardonnay*1
7 | France | Burgundy | Meursault |  | Meursault | domaine | Chardonnay*1
8 | France | Burgundy | Gevrey-Chambertin |  | Gevrey-Chambertin | domaine | Pinot Noir*1
6 | France | Burgundy | Volnay |  | Volnay | domaine | Pinot Noir*1
8 | France | Burgundy | Bourgogne |  | Burgundy | domaine | Pinot Noir*1, Chardonnay*1
18 | France | Alsace | Alsace |  | Alsace | domaine | Riesling*4, Gewürztraminer*3, Pinot Gris*3, Pinot Blanc*2, Late Harvest Gewürztraminer*1
8 | France | Loire Valley | Sancerre |  | Sancerre | domaine | Sauvignon Blanc*5, Pinot Noir*1
5 | France | Loire Valley | Vouvray |  | Vouvray | domaine | Chenin Blanc*1
5 | France | Loire Valley | Chinon |  | Chinon | domaine | Cabernet Franc*4, Rosé*1
20 | France | Champagne | Champagne |  | Champagne | champagne | Champagne Blend*1
12 | France | Beaujolais | Moulin-à-Vent |  | Moulin-à-Vent | domaine | Gamay*1
6 | France | Beaujolais | Fleurie |  | Fleurie | domaine | Gamay*1
14 | France | Provence | Côtes de Provence |  | Provence | domaine | Rosé*6, Rhône-style Red Blend*1
8 | France | Rhône Valley | Châteauneuf-du-Pape |  | Châteauneuf-du-Pape | domaine | Rhône-style Red Blend*5, Rhône-style White Blend*1
8 | France | Rhône Valley | Côtes du Rhône |  | the Côtes du Rhône | domaine | Rhône-style Red Blend*4, Rosé*1, Rhône-style White Blend*1
4 | France | Rhône Valley | Crozes-Hermitage |  | Crozes-Hermitage | domaine | Syrah*1
9 | France | Southwest France | Cahors |  | Cahors | chateau | Malbec*1
7 | France | Languedoc-Roussillon | Pays d'Oc |  | the Pays d'Oc | domaine | Viognier*1, Chardonnay*2, Merlot*2, Syrah*2, Rosé*1
18 | Italy | Tuscany | Chianti Classico |  | Chianti Classico | it | Sangiovese*1
14 | Italy | Tuscany | Brunello di Montalcino |  | Montalcino | it | Sangiovese Grosso*1
12 | Italy | Tuscany | Toscana |  | Tuscany | it | Red Blend*3, Cabernet Sauvignon*1, Merlot*1, Vermentino*1, Rosé*1
12 | Italy | Piedmont | Barolo |  | Barolo | it | Nebbiolo*1
8 | Italy | Piedmont | Barbaresco |  | Barbaresco | it | Nebbiolo*1
8 | Italy | Piedmont | Barbera d'Alba |  | Alba | it | Barbera*1
8 | Italy | Veneto | Amarone della Valpolicella |  | Valpolicella | it | Corvina, Rondinella, Molinara*1
6 | Italy | Veneto | Soave Classico |  | Soave | it | Garganega*1
9 | Italy | Veneto | Conegliano Valdobbiadene Prosecco Superiore |  | Valdobbiadene | it | Glera*1
12 | Italy | Sicily & Sardinia | Sicilia |  | Sicily | it | Nero d'Avola*4, White Blend*1, Syrah*1
5 | Italy | Sicily & Sardinia | Vermentino di Gallura |  | Gallura | it | Vermentino*1
10 | Italy | Northeastern Italy | Alto Adige |  | Alto Adige | it | Pinot Grigio*3, Gewürztraminer*1, Pinot Noir*1, Pinot Blanc*2
6 | Italy | Northeastern Italy | Collio |  | Collio | it | Pinot Grigio*2, Sauvignon Blanc*2, White Blend*1
8 | Italy | Southern Italy | Puglia |  | Puglia | it | Primitivo*3, Rosé*1
7 | Italy | Southern Italy | Irpinia |  | Irpinia | it | Aglianico*3, Fiano*2, Falanghina*1
6 | Italy | Central Italy | Montepulciano d'Abruzzo |  | Abruzzo | it | Montepulciano*1
16 | Spain | Northern Spain | Rioja |  | Rioja | es | Tempranillo*4, Tempranillo Blend*4, Rosé*1
8 | Spain | Northern Spain | Ribera del Duero |  | Ribera del Duero | es | Tempranillo*1
5 | Spain | Northern Spain | Rueda |  | Rueda | es | Verdejo*1
5 | Spain | Northern Spain | Campo de Borja |  | Campo de Borja | es | Garnacha*1
6 | Spain | Galicia | Rías Baixas |  | Rías Baixas | es | Albariño*1
3 | Spain | Galicia | Valdeorras |  | Valdeorras | es | Mencía*1
5 | Spain | Catalonia | Cava |  | Catalonia | es | Macabeo-Xarel-lo*1
3 | Spain | Catalonia | Priorat |  | Priorat | es | Garnacha*1
14 | Portugal | Douro |  |  | the Douro | pt | Portuguese Red*6, Touriga Nacional*2, Portuguese White*1
8 | Portugal | Port |  |  | the Douro | pt | Port*1
12 | Portugal | Alentejano |  |  | the Alentejo | pt | Portuguese Red*5, Portuguese White*1, Rosé*1
6 | Portugal | Vinho Verde |  |  | Vinho Verde | pt | Portuguese White*1
10 | Chile | Maipo Valley |  |  | the Maipo Valley | es | Cabernet Sauvignon*4, Carmenère*2, Syrah*1
8 | Chile | Colchagua Valley |  |  | the Colchagua Valley | es | Carmenère*3, Cabernet Sauvignon*2, Malbec*1, Merlot*1
8 | Chile | Casablanca Valley |  |  | the Casablanca Valley | es | Sauvignon Blanc*4, Chardonnay*2, Pinot Noir*1
14 | Argentina | Mendoza Province | Mendoza |  | Mendoza | es | Malbec*7, Cabernet Sauvignon*2, Chardonnay*1, Red Blend*1
9 | Argentina | Mendoza Province | Uco Valley |  | the Uco Valley | es | Malbec*5, Cabernet Franc*1, Chardonnay*1
4 | Argentina | Other | Cafayate |  | Cafayate | es | Torrontés*3, Malbec*1
10 | Austria | Kamptal |  |  | the Kamptal | de | Grüner Veltliner*5, Riesling*3
6 | Austria | Wachau |  |  | the Wachau | de | Grüner Veltliner*3, Riesling*3
6 | Austria | Burgenland |  |  | Burgenland | de | Blaufränkisch*3, Zweigelt*3
12 | Germany | Mosel |  |  | the Mosel | de | Riesling*1
6 | Germany | Rheingau |  |  | the Rheingau | de | Riesling*1
4 | Germany | Pfalz |  |  | the Pfalz | de | Riesling*2, Pinot Noir*1, Gewürztraminer*1
10 | Australia | South Australia | Barossa Valley |  | the Barossa Valley | en | Shiraz*6, Grenache*2, Cabernet Sauvignon*1
5 | Australia | South Australia | Clare Valley |  | the Clare Valley | en | Riesling*3, Shiraz*1
5 | Australia | Western Australia | Margaret River |  | Margaret River | en | Cabernet Sauvignon*3, Chardonnay*2, Sémillon*1
3 | Australia | Victoria | Yarra Valley |  | the Yarra Valley | en | Pinot Noir*2, Chardonnay*2
10 | New Zealand | Marlborough |  |  | Marlborough | en | Sauvignon Blanc*7, Pinot Noir*3, Pinot Gris*1
4 | New Zealand | Central Otago |  |  | Central Otago | en | Pinot Noir*4, Riesling*1
9 | South Africa | Stellenbosch |  |  | Stellenbosch | en | Cabernet Sauvignon*3, Pinotage*3, Chenin Blanc*3, Bordeaux-style Red Blend*1
4 | South Africa | Swartland |  |  | the Swartland | en | Chenin Blanc*2, Syrah*2
3 | Greece | Naoussa |  |  | Naoussa | gr | Xinomavro*1
3 | Greece | Santorini |  |  | Santorini | gr | Assyrtiko*1
3 | Greece | Nemea |  |  | Nemea | gr | Agiorgitiko*1
2 | Greece | Mantinia |  |  | Mantinia | gr | Moschofilero*1
4 | Israel | Galilee |  |  | Galilee | en | Cabernet Sauvignon*3, Red Blend*2, Chardonnay*1
4 | Canada | Ontario | Niagara Peninsula |  | the Niagara Peninsula | en | Riesling*3, Cabernet Franc*2, Late Harvest Riesling*2
3 | Hungary | Tokaj |  |  | Tokaj | hu | Furmint*2, Late Harvest Furmint*2
2 | Croatia | Dingac |  |  | Dalmatia | hr | Plavac Mali*1
2 | Georgia | Kakheti |  |  | Kakheti | hr | Saperavi*1
"""

# style of names | beginnings | middles | endings ("-" is nothing)
WINERY_NAMES = """
en | Hollow; Tern; Alder; Quail; Lantern; Marrow; Foxglove; Granite; Kestrel; Slate; Thistle; Copper; Harrow; Bramble; Otter; Juniper; Wren; Larkspur; Flint; Drift; Tallow; Ember; Saddle; Cinder; Plover; Marsh; Bracken; Heron; Sorrel; Pewter | Gate; Bend; Hill; Crossing; Hollow; Ridge; Creek; Road; Landing; Bluff; Spring; Barn; Mill; Ford; Terrace; Fold; Meadow; Point | -; Vineyards; Cellars; Estate; Winery; Wines; -; Family Vineyards
chateau | Château | Marvaucelle; La Tuilandière; Bel-Ombrage; Pontrivaud; Les Grives Blanches; Fontcalade; Haut-Merlansac; La Croix Vendrine; Tour Salvignan; Montperdrix; Grand-Vaucrest; Lagrivière; Puy-Sarmelle; Castelvayre; L'Oratorie; Roquebrissac; Clos-Verdane; Peyrelongue-Sarrat | -
domaine | Domaine; Maison; Domaine; Cave | de la Sourdelière; Perrachaud; des Trois Merles; Vauxcreuse; du Pas de l'Âne Gris; Brélaud et Fils; Quillerand; de Combe-Rousse; Tavernel-Mossier; des Genêts d'Or Pâle; Jolivaud; Saint-Orvin; du Vieux Lavoir Bleu; Maurevin; Ferrachat; de l'Aubépine Noire; Gaudrillon; Les Hautes Ronces | -
champagne | Champagne; Maison | Aubriet-Lormelle; Vandresse et Cie; Charpignol; Tissandre; Duvaucelle; Émile Ravinet-Sorge; Montgriveau; Delorbois-Pérot; Hautecrey; Lucienne Blanchefort-Aumont | -
it | Tenuta; Cantina; Fattoria; Podere; Poggio; Cascina; Masseria | Valdorcello; delle Rondini Nere; Montesperto; San Vigliano; Castelrovere; Belfiorito; Le Ginestrine; Torremezza; del Gelso Antico; Acquafonda; Pian dei Merli; Roccaserpa; Terralba Vecchia; Colle Usignolo; Fontebruna; Santa Orsolina; La Quercianella Alta; Monferrino | -
es | Bodegas; Viña; Finca; Bodega; Pago de | Valdecierzo; Tres Almendros Altos; Montelobo; Peñarrubia Vieja; Santa Irineva; Cerro Caldén; Las Golondrinas Pardas; Aguasrotas; El Zorzal Blanco; Robledillo Hondo; Tierra Ocre; Casa Urdanibia; Piedra Lechuza; Los Cardones Bajos; Altamarena; Río Sombrío; Lagar Quebrado; Sotomora | -
pt | Quinta; Herdade; Casa; Adega | do Vale Cerejo; da Fonte Amarga; dos Corvos Mansos; Monteserrado; do Lagar Novo de Cima; de Santa Benilde; das Perdizes Altas; Rio Torto Velho; da Pedra Moura; Vilarelho; do Freixo Alto; da Serra Parda | -
de | Weingut; Weinhof; Schloss | Hartenbrück; Lindwurmberg; Josef Achleutner; Steinkauz; Familie Rabenthal; Kirchmoser; Anna Veldinger; Rothalm; Obersandner; Brunnhofer-Lenz; Grauwacker; Maxhofen | -
gr | Ktima; Domaine | Pelagiadis; Vounaki; Theromelos; Asteriou; Lithari; Kalamenios | -
hu | - | Szarkahegy; Bodnárkő; Vadrózsa Pince; Kékvölgy; Harangos Borház | -
hr | - | Vinarija Sokolić; Kamenjak; Marani Tvaladze; Podrum Galebar; Tsitska Cellar | -
"""

# style of names | designations
DESIGNATIONS = """
en | Reserve; Estate; Old Vine; Estate Grown; Hillside Block; Barrel Select; Proprietor's Selection; Block Seven; Unfiltered; Winemaker's Cut; Founder's Reserve; Clone 4; Single Vineyard; East Slope; The Long Row; Dry Farmed; Upper Bench; Lucky Magpie; Three Fences; Stone Wall Vineyard; Cooper's Vineyard; Sundial Vineyard
chateau | Grand Vin; Cuvée Prestige; Les Terrasses; Réserve du Château; Vieilles Vignes
domaine | Vieilles Vignes; Les Petits Murgers; Cuvée Antoinette; Réserve; Clos des Pies; Terres Blanches; La Combe; Les Pierres Sèches; Tradition
champagne | Brut; Brut Nature; Extra Brut; Blanc de Blancs Brut; Grande Réserve Brut; Brut Rosé; Millésime Brut
it | Riserva; Vigna Alta; Le Civette; Vecchie Vigne; Poggio Secco; Selezione; Vigna dei Frati; Terre Scure; Etichetta Grigia
es | Reserva; Crianza; Gran Reserva; Viñas Viejas; Roble; Selección de Parcelas; Edición Limitada; Estate Bottled; Finca Alta; Joven
pt | Reserva; Grande Reserva; Colheita; Vinhas Velhas; Tinto da Encosta; Escolha; Selection
de | Trocken; Alte Reben; Kabinett; Spätlese; Steinterrassen; Reserve; Federspiel; Hochrain; Classic
gr | Single Vineyard; Old Vines; Reserve
hu | Birtok; Válogatás; Dry
hr | Barrique; Qvevri; Reserve
"""

# name | handle (may be empty) | countries
TASTERS = """
Nora Whitlow-Baines | @norapours | US; Canada
Desmond Achterholt | @desachterholt | US
Priya Vellankar | @vellankarwine | US; Israel
Tobias Grenfeld | @tgrenfeldtastes | US
Marguerite Osterling | | US; New Zealand; Australia
Lucien Carbonnet-Hale | @carbonnethale | France; Portugal
Beatrix Sorrenwald | @bsorrenwald | France; Germany; Austria
Ottavia Brandimarte-Cole | @ottaviasips | Italy
Gideon Pellworth | | Italy; Croatia; Georgia; Hungary
Ximena Duarte-Lisk | @ximenadl | Spain; Chile; Argentina
Callum Rasharkin | @callumrasharkin | Chile; Argentina; Spain; South Africa
Ingrid Mottershaw | @mottershaw_wine | Germany; Austria; Greece; South Africa; Portugal
Wendell Okafor-Price | @wopricewine | US; Australia; New Zealand
"""
