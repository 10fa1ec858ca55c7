extension GrammarText {
  /// Words by domain: what is judged, with which adjectives, and what else is around.
  ///
  /// Several adjectives change sides between domains (a predictable film, a predictable train), so
  /// a word alone does not tell the opinion.
  static let domains = """
    thing@film = plot | ending | story | script | acting | cast | music | opening | dialogue
      | scene | sequel | comedy | drama | thriller | documentary | camera work | soundtrack | hero
      | villain | director | editing | film | movie | second half | final act | love story
      | costume design | screenplay | performance | animation | twist
    thing@food = soup | bread | salad | dessert | menu | sauce | coffee | tea | breakfast | lunch
      | dinner | kitchen | fish | rice | pasta | cake | pie | curry | steak | cheese | wine | stew
      | sandwich | breakfast buffet | apple tart | restaurant | pizza | noodle dish
      | roast chicken | mushroom omelette | chocolate cream | lemon juice
    thing@travel = hotel | room | beach | flight | train | bus ride | tour | museum | view
      | harbour | island | market | hostel | airport | ferry | castle | old town | journey | bed
      | balcony | pool | lobby | cabin | trail | camp | guide book | night train | resort
      | river cruise | shuttle | check in
    thing@tools = drill | hammer | saw | blade | handle | battery | charger | screwdriver | laptop
      | keyboard | screen | phone | printer | manual | case | motor | lamp | knife | kettle
      | vacuum cleaner | mixer | heater | ladder | pump | wrench | toolbox | sewing machine
      | camera | headset | software | remote control
    thing@weather = morning | afternoon | evening | night | spring | summer | autumn | winter
      | breeze | sky | rain | weekend | climate | holiday week | sunrise | sunset | forecast
      | snow | coast | valley air | wind | month of june | month of may | first day | last day
      | season
    thing@people = teacher | doctor | waiter | neighbour | manager | nurse | driver | clerk
      | speaker | coach | host | guide | mechanic | singer | dentist | lawyer | landlord
      | colleague | receptionist | tutor | painter | plumber | librarian | gardener | chairman
      | barber | trainer | welcome | advice | answer | speech
    adj+ = good | great | wonderful | excellent | superb | lovely | delightful | pleasant
      | brilliant | fantastic | splendid | impressive | charming | perfect | enjoyable
      | outstanding | admirable | remarkable | satisfying | marvellous
    adj- = bad | awful | terrible | poor | dreadful | horrible | disappointing | unpleasant
      | mediocre | lousy | dismal | pathetic | miserable | weak | annoying | ridiculous | hopeless
      | inferior | unbearable | frustrating
    adj+@film = {adj+.any} *3 | gripping | moving | clever | funny | witty | touching | original
      | dark | raw | fresh | subtle | powerful | inventive | haunting | thoughtful | daring
      | unpredictable | wild | sharp | heartfelt
    adj-@film = {adj-.any} *3 | dull | boring | predictable | shallow | slow | simple | loud
      | clumsy | tired | flat | silly | pretentious | confusing | empty | lifeless | stale | light
      | long | forced | quiet
    adj+@food = {adj+.any} *3 | tasty | delicious | fresh | crisp | tender | rich | juicy | spicy
      | warm | hot | simple | creamy | generous | fragrant | light | sweet | homemade | savoury
      | balanced
    adj-@food = {adj-.any} *3 | bland | stale | soggy | greasy | burnt | cold | raw | dry | salty
      | tasteless | tough | bitter | sour | watery | heavy | overcooked | oily | rotten | lukewarm
    adj+@travel = {adj+.any} *3 | comfortable | quiet | clean | scenic | peaceful | spacious
      | sunny | cosy | wild | punctual | relaxing | historic | spotless | welcoming | predictable
      | slow | remote | unforgettable
    adj-@travel = {adj-.any} *3 | dirty | noisy | crowded | cramped | overpriced | late | shabby
      | damp | smelly | hot | loud | chaotic | boring | dusty | filthy | unsafe | exhausting
      | dark | broken
    adj+@tools = {adj+.any} *3 | sturdy | reliable | sharp | precise | light | quiet | durable
      | handy | solid | fast | simple | efficient | robust | predictable | smooth | tough
      | accurate | compact | powerful
    adj-@tools = {adj-.any} *3 | flimsy | blunt | noisy | heavy | fragile | slow | useless
      | faulty | clumsy | unreliable | weak | unpredictable | loud | complicated | defective
      | broken | cheap | dangerous | rusty
    adj+@weather = {adj+.any} *3 | mild | sunny | calm | clear | gentle | bright | dry | warm
      | golden | fresh | soft | peaceful | balmy | cloudless | predictable | crisp
    adj-@weather = {adj-.any} *3 | stormy | grey | damp | bitter | foggy | freezing | wet | rough
      | gloomy | humid | hot | cold | dark | windy | icy | wild | unpredictable | chilly
    adj+@people = {adj+.any} *3 | kind | friendly | patient | honest | helpful | polite | gentle
      | warm | wise | attentive | calm | funny | generous | skilled | careful | punctual
      | thoughtful | quiet
    adj-@people = {adj-.any} *3 | rude | impatient | lazy | arrogant | cold | careless | dishonest
      | sharp | late | bitter | unfriendly | selfish | moody | bossy | loud | stubborn | tired
      | unhelpful
    adj+.any = good | great | wonderful | excellent | superb | lovely | delightful | pleasant
      | brilliant | fantastic | splendid | impressive | charming | perfect | enjoyable
      | outstanding | admirable | remarkable | satisfying | marvellous
    adj-.any = bad | awful | terrible | poor | dreadful | horrible | disappointing | unpleasant
      | mediocre | lousy | dismal | pathetic | miserable | weak | annoying | ridiculous | hopeless
      | inferior | unbearable | frustrating
    place = in the {city.part} | near the station | at the corner | behind the church
      | next to the bank | on the {direction} side | in {city} *2 | close to the river
      | by the old bridge | in our street
    place@film = in the cinema | at the festival | on television | in the small theatre
      | in the third row
    place@tools = in the workshop | in the garage | on the balcony | in the cellar
      | at the hardware shop
    activity@film = watched it | bought the tickets | saw the trailer | read the review
    activity@food = had a table | ordered the special | paid the bill | tried the small plates
    activity@travel = stayed three nights | booked a room | took the early bus | carried our bags
    activity@tools = unpacked the box | fixed the shelf | charged it over night
      | read the instructions
    activity@weather = went for a walk | packed the umbrella | sat in the garden
      | drove to the lake
    activity@people = asked a question | waited in the hall | called the office
      | met the whole team
    """
}
