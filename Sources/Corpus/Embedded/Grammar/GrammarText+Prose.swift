extension GrammarText {
  /// Plain text for pre-training: it shows which words are alike, and what follows from what.
  static let prose = """
    prose = {prose.opinion} *5 | {prose.event} *4 | {prose.fact} *3 | {prose.talk} *2
    prose.opinion = {prose.opinion+} | {prose.opinion-}
    prose.opinion~ = the {thing} {be} {adj~} , so we {verb~} it . *3
      | because the {thing} {be} {degree} {adj~} , {relative} {verb~} it . *3
      | {relative} {verb~} the {adj~} {thing} {place} . *3
      | the {adj~} {thing} and the {adj~} {thing} {be} both {adj~} . *2
      | a {adj~} and {adj~} {thing} is what people {base~} . *3
      | the {thing} {be} {adj~} , {adj~} and {adj~} . *3
      | the {thing} {be} {adj~} but not {adj!} . *2
      | the {thing} {be} {adj!} , and so nobody {verb~} it . *2
      | we {activity} , and {relative} {verb~} the {thing} because it {be} {adj~} . *2
      | i {recommend~} a {adj~} {thing} like this . *2
      | it {be} {better~} than {expected} , really {adj~} . *2 | {claim~} . {reason~} . *3
      | {core~} . *3 | if the {thing} {be} {adj~} , {people} will {base~} it . *2
    prose.event = {active} *2 | {passive} *2 | {negative} | {gave} | {was.given} | {compare}
      | {state} | {state.double}
      | {person#1} and {person#2} {verb.past} a {object} in {city} {time} . *3
      | {time} {person} {verb.past} the {colour} {object} of the {role} . *3
      | the {role} of {country} lived in {city} and {verb.past} a {object} . *2
      | {person} {activity} , then {person} {verb.past} the {object} . *2
      | when {person#1} {action#1.0} {person#2} , {person#2} was {action#1.2} . *2
      | {person#1} {action#1.0} {person#2} , that is , {person#1} {action#1.3} {person#2} . *2
      | {person#1} {action#1.0} {person#2} and did not {action#1.7} {person#2} . *2
      | {person#1} {gift#1.0} a {object#1} , and {person#2} {gift#1.1} it . *2
      | {person#1} is {more#1.0} than {person#2} , so {person#2} is {more#1.1} . *2
      | the {object} was {state.of#1.0} , not {state.of#1.1} . *2
    prose.fact = a {animal} is an animal . | {city} is a city in {country} . *2
      | {colour} is a colour . | {substance} is a material .
      | the {animal} and the {animal} are animals .
      | {name} {surname} was a {role} from {country} . *2
      | {initials} stands for the {region} of {city} . | the {object} is {measure} .
      | {weekday} is a day and {month} is a month .
      | a {role} is a person , a {region} is a place , a {object} is a thing . *2
      | the {amount} of {city} is {year} . | in {year} {person} {verb.past} the {object} . *2
      | the {object} is made of {substance} and {substance} . *2
      | {small} {animal}s live in the {region} .
    prose.talk = {question.entity} | {question.description} | {question.human}
      | {question.location} | {question.number} | {question.abbreviation}
    """
}
