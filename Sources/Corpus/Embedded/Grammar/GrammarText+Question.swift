extension GrammarText {
  /// Questions by the kind of answer they want, the six coarse classes of TREC.
  static let question = """
    question.abbreviation = what does {initials} stand for ? *3
      | what is {initials} short for ? *2 | what is the full form of {initials} ? *2
      | what is the abbreviation for the {thing} {object} ? *2
      | how do you abbreviate {region} of {city} ? | what do the letters {initials} mean ? *2
      | {polite} what {initials} stands for ?
    question.entity = what {kind} {is.known} ? *3 | what {kind} {that} {is.known} ? *4
      | which {kind} {that} did {person} {verb.base} ? *4
      | which {kind} did {person} {verb.base} ? *3 | what is the name of the {kind} {that} ? *5
      | what {colour.word} is the {object} of {name} {surname} ? *2 | name a {kind} {that} . *2
      | what do {animal}s eat {time} ? | what is the best {kind} for a {role} ? *2
      | what {object} did the {role} of {country} {verb.base} ? *2
      | what was the first {kind} in {country} ? *2 | {polite} which {kind} {is.known} ? *2
      | what is {substance} made of ? | what did {name} {surname} {verb.base} ? *2
    question.description = what is a {object} ? *3 | how does a {object} work ? *3
      | why is the {object} {colour} ? *2 | why did {person} {verb.base} the {object} ? *3
      | what is the meaning of {substance} {object} ? *2
      | how do you make a {object} out of {substance} ? *2
      | what is the difference between {substance} and {substance} ? *2
      | how did the {role} of {country} {verb.base} the {object} ? *3
      | what happened to the {role} {that} ? *2
      | what caused the {object} in {city} to {fall} ? *2
      | {polite} how the {animal} got its {colour} colour ?
      | what is the history of the {kind} {that} ? *4
      | what is the reason for the {region} {that} ? *2
      | what made the {role} {that} {verb.base} a {kind} ? *3 | what does a {role} do ? *2
    question.human = who {verb.past} the {object} ? *4 | who is the {role} {that} ? *3
      | what {role} {verb.past} the {object} ? *2 | what {role} {that} {is.known} ? *4
      | which {role} {that} {verb.past} the {kind} ? *4 | which {role} lived in {city} {time} ? *2
      | what is the name of the {role} {that} ? *5 | who was the first {role} of {country} ? *2
      | name the {role} {that} . *2 | whose {animal} {is.known} ?
      | {polite} who {verb.past} the {kind} ? *2 | what company makes the {object} of {name} ? *2
      | who gave {name} a {object} ? | which team won the {kind} cup in {year} ?
    question.location = where is {city} ? | where does the {animal} live ? *3
      | what {region} {is.known} ? *3 | what {region} {that} {is.known} ? *4
      | which {region} {that} did {person} {verb.base} ? *4
      | in what {region} did {person} {verb.base} the {object} ? *3
      | what is the name of the {region} {that} ? *5 | where can i buy a {object} ? *2
      | which {region} has the largest {object} ? *2 | where did the {role} of {country} die ? *2
      | name the {region} {that} . *2 | {polite} where the {object} {is.kept} ? *2
      | where was {name} {surname} born ? *2 | what is the capital of {country} ?
    question.number = how many {object}s are in {city} ? *3
      | how {measure} is the {object} in {city} ? *3
      | when did {person} {verb.base} the {object} ? *3 | what year did {name} become {role} ? *2
      | how old was the {role} {that} ? *2 | how much does a {object} cost ? *2
      | what is the {amount} of {country} ? *3 | what is the {amount} of the {region} {that} ? *4
      | what is the {amount} of the {kind} {that} ? *3
      | what was the {amount} of the {role} {that} ? *2
      | when was the {object} in {city} built ? *2 | how far is {city} from {city} ? *2
      | {polite} how many {animal}s there are ? | what time does the {kind} begin ?
      | what percentage of {substance} is {substance} ? | how long does a {animal} live ? *2
    initials = {letter}{letter}{letter} *3 | {letter}{letter} *2
      | {letter}{letter}{letter}{letter}
    letter = a | b | c | d | e | f | g | h | i | k | l | m | n | o | p | r | s | t | u | v | w
    polite = do you know | can you tell me | i wonder | please tell me
    that = that {person} {verb.past} *2 | that the {role} of {city} {verb.past} *3
      | of the {region} {that.short} *3 | with the {kind} {that.short} *3
      | where the {role} {verb.past} a {object} *2 | when the {role} {verb.past} a {kind} *2
      | in the {region} of the {kind} *2 | of {country} *2 | with the {colour} {object} *3
      | in {city} *2 | near {city} | that {verb.past} the {role} | from {year}
      | with {small} {animal}s | who {verb.past} the {object}
    that.short = near {city} | of {name} {surname} | that a {role} {verb.past} | from {country}
      | with a {object}
    is.known = is known for its {object} *2 | is the {superlative} in {country} *2
      | has a {colour} {object} *2 | was {verb.part} by the {role} of {country} *2
      | was named after {name} {surname} | has {small} {object}s
    is.kept = is kept | was {verb.part} | can be seen | was found
    superlative = oldest | largest | smallest | fastest | most famous | longest | tallest | rarest
    measure = tall | long | old | wide | deep | heavy | fast | big | high | far away
    amount = population | average age | length | height | speed | price | size | temperature
      | area | depth
    colour.word = colour | shape | brand | type | flavour
    fall = fall | break | burn | sink | stop | move
    verb.past = invented | discovered | built | wrote | painted | won | sold | stole | designed
      | opened | visited | carried | founded | found | lost | owned | repaired | crossed | killed
      | ruled
    verb.base = invent | discover | build | write about | paint | win | sell | steal | design
      | open | visit | carry | found | find | lose | own | repair | cross | choose | rule
    verb.part = invented | discovered | built | written about | painted | won | sold | stolen
      | designed | opened | visited | carried | founded | found | lost | owned | repaired
      | crossed | chosen | ruled
    """
}
