extension GrammarText {
  /// Words that all tasks share: people, places, times, numbers, verbs.
  static let common = """
    person = the nurse | the driver | the teacher | the baker | the farmer | the judge
      | the sailor | the painter | the doctor | the lawyer | the guard | the writer | the student
      | the engineer | the singer | the miner | the cook | the tailor | the mayor | the captain
      | the actor | the clerk | the pilot | the butcher | the editor | the banker | the tourist
      | the carpenter | the dancer | the chemist | the hunter | the soldier | {name} *8
    name = anna | ben | carla | david | emma | felix | grace | henry | ida | jack | karen | leo
      | maria | nora | oscar | paula | robert | sarah | thomas | ursula | victor | wendy | alice
      | george | helen | ivan | julia | martin | olga | peter
    surname = brown | smith | miller | taylor | wilson | clark | evans | green | harris | king
      | lewis | moore | parker | scott | turner | walker | young | fisher | mason | porter
    relative = my sister | my brother | my mother | my father | my cousin | my uncle | my aunt
      | my wife | my husband | my friend | our neighbour | a colleague | my daughter | my son
    city = london | paris | berlin | rome | madrid | vienna | oslo | dublin | prague | athens
      | cairo | delhi | tokyo | lima | boston | chicago | toronto | sydney | nairobi | lisbon
      | warsaw | moscow | istanbul | havana
    country = france | spain | italy | germany | norway | greece | egypt | india | japan | peru
      | canada | australia | kenya | portugal | poland | russia | turkey | cuba | brazil | mexico
      | china | sweden | ireland | austria
    city.part = main square | harbour district | city centre | suburbs | shopping street
      | old quarter | university area
    direction = north | south | east | west | left | right | far | other
    weekday = monday | tuesday | wednesday | thursday | friday | saturday | sunday
    month = january | february | march | april | may | june | july | august | september | october
      | november | december
    time = on {weekday} | in {month} | last {weekday} | yesterday | this morning | last week
      | two years ago | in the evening | last summer | after work | before noon | at midnight
      | during the holidays | at the weekend | a month ago
    small = two | three | four | five | six | seven | eight | nine | ten | twelve | twenty
      | thirty
    year = 1{digit}{digit}{digit} | nineteen {small} | two thousand {small}
    digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
    colour = red | blue | green | yellow | black | white | brown | orange | purple | pink | grey
      | silver
    animal = dog | cat | horse | cow | sheep | goat | rabbit | fox | wolf | bear | eagle | owl
      | snake | frog | whale | shark | mouse | tiger | lion | monkey | elephant | camel | duck
      | goose | spider | bee | ant | butterfly
    object = bridge | letter | clock | map | garden | window | door | table | chair | bottle
      | basket | mirror | candle | carpet | bicycle | boat | wagon | violin | piano | guitar
      | flag | statue | tower | fence | wall | roof | key | ring | coin | newspaper | novel | poem
      | song | picture | photograph | machine | engine | telescope | compass | radio | wheel
    substance = water | iron | gold | salt | sugar | milk | oil | glass | wood | paper | wool
      | silk | coal | copper | steam | ice | sand | cotton | leather | rubber
    role = king | queen | president | inventor | poet | explorer | composer | scientist | general
      | architect | author | founder | champion | minister | emperor | philosopher | astronaut
      | actress | player | leader
    kind = animal | plant | colour | instrument | language | sport | vehicle | disease | currency
      | flower | bird | metal | game | drink | fruit | tree | weapon | dance | religion | planet
    region = city | country | state | river | mountain | island | lake | ocean | continent
      | desert | town | village | province | capital | street
    be = is *3 | was *4 | seems | seemed | felt | looked | remained | turned out | proved
    degree = very *3 | really *2 | quite *2 | rather | so | too | truly | extremely | fairly
      | pretty | absolutely | slightly
    negated = not *6 | never *2 | hardly *2 | far from *2 | anything but *2 | not at all
      | by no means | not really | no longer | not even | not exactly | scarcely
    verb+ = loved | enjoyed | admired | praised | liked | adored | appreciated | cherished
      | treasured
    verb- = hated | disliked | regretted | criticised | detested | despised | cursed | resented
      | mocked
    base+ = love | enjoy | admire | praise | like | adore | appreciate | cherish | treasure
    base- = hate | dislike | regret | criticise | detest | despise | curse | resent | mock
    """
}
