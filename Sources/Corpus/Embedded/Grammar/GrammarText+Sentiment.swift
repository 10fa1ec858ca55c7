extension GrammarText {
  /// Opinions, where `~` is the polarity of the whole and `!` the opposite one.
  ///
  /// What decides is rarely the adjective alone: negation, the clause after "but", the main clause
  /// beside "although", comparisons, and wishes turn it; asides carry opinions that do not count.
  static let sentiment = """
    sentiment~ = {core~} . *7 | {lead} , {core~} . *5 | {aside} . {core~} . *3
      | {core~} . {aside} . *3 | {lead} , {core~} , {tail} . *3 | {aside} . {core~} , {tail} . *2
      | {lead} , {core~} . {aside} , {tail} . *2 | {core~} and {core~} . *2 | {shrug} .
    core~ = {claim~} *60 | {claim!} , but {claim~} *5 | {claim!} but {claim~} *3
      | although {claim!} , {claim~} *4 | {claim~} , although {claim!} *4
      | {claim~} , even if {claim!} *2 | {claim!} ; still , {claim~} *2
      | {claim!} , yet {claim~} *2 | even though {claim!} , {claim~} *2
      | despite the {adj!} {thing} , {claim~} *2 | {claim~} despite the {adj!} {thing} *2
      | {claim~} and {claim~} *20 | {claim~} , {claim~} and {claim~} *6
      | {claim~} because {reason~} *2 | {said} that {claim!} . i disagree *2
      | {said} that {claim!} . that is wrong | {said} that {claim~} , and {right} *2
      | {claim~} , whatever {people} may say about the {adj!} {thing}
      | i {thought} the {thing} would be {adj!} ; it was not *2
      | i {thought} the {thing} would be {adj~} , and it was | {hedge} {claim~} *4
      | {relative} {verb!} the {thing} ; {claim~} *2 | {relative} {verb!} it , but i {verb~} it *2
      | once {claim!} ; now {claim~} | neither the {thing} nor the {thing} {be} {adj!} *2
      | both the {thing} and the {thing} {be} {adj~} *2
    core- = if only the {thing} were {adj+} *2 | the {thing} could have been {adj+} *2
      | i hoped for a {adj+} {thing} , in vain | the {thing} promises to be {adj+} and is not
      | not even a {adj+} {thing} can save the {thing}
      | so much for the {adj+} {thing} they promised
    core+ = i was ready for a {adj-} {thing} , in vain
      | the {thing} could easily have been {adj-} *2 | i feared a {adj-} {thing} , without reason
      | not even a {adj-} {thing} can spoil the {thing}
      | so much for the {adj-} {thing} they warned us about
      | i worried about the {thing} for nothing
    claim~ = the {thing} {be} {adj~} *16 | the {thing} {be} {degree} {adj~} *14
      | the {thing} {be} {negated} {adj!} *7 | the {thing} {be} {adj~} and {adj~} *6
      | i {verb~} the {thing} *8 | i {verb~} the {adj~} {thing} *3
      | i did not {base!} the {thing} *3 | nobody {verb!} the {thing} *2
      | everybody {verb~} the {thing} | the {thing} {be} more {adj~} than {adj!} *2
      | the {thing} {be} less {adj!} than {expected} *2
      | the {thing} {be} {better~} than the {thing} *2
      | there {be} nothing {adj!} about the {thing} *2 | it {be} a {adj~} {thing} *7
      | it {be} {negated} a {adj!} {thing} *2 | what a {adj~} {thing} *3
      | the {thing} {fails} {adj!} *3 | nobody can say that the {thing} {be} not {adj~}
      | i {recommend~} the {thing} *3 | the {adj!} {thing} {be} rare , the {adj~} one common
    expected = expected | feared | people say | before | usual | last time | {relative} told me
    better+ = better | far better | nicer | much nicer | more pleasant | superior | a lot better
    better- = worse | far worse | no better | even worse | less pleasant | inferior | a lot worse
    fails = fails to be | never manages to be | failed to be | stops short of being
      | does not try to be | refuses to be
    recommend+ = can only recommend | would gladly choose | would not miss | cannot get enough of
      | keep coming back for
    recommend- = cannot recommend | would never choose | would rather miss | have had enough of
      | will not come back for
    reason+ = they took care | it was worth every penny | somebody had taken the time
      | everything worked
    reason- = nobody took care | it was a waste of money | somebody had been lazy | nothing worked
    said = {relative} said | {people} say | they told us | the advert claims | {relative} insists
      | the critics wrote
    right = they are right | i agree | so it is | that is true
    people = people | the critics | my friends | the reviews | some guests | the others
      | most visitors
    thought = thought | was sure | expected | believed | guessed
    hedge = perhaps | maybe | in a way , | i suppose | to be fair , | on the whole , | honestly ,
      | in my opinion , | admittedly ,
    lead = {time} | {time} {relative} and i {activity} , and | as {relative} knows ,
      | after we {activity} | on our way home | when we {activity} {place} | first of all
      | for the {small} of us | as i wrote {time} | to cut a long story short
    tail = as {relative} noticed | at least for me | and we {activity} | so we {activity} again
      | or so it seems | to say the least | especially {time} | and that is that
      | just like {time} | which {relative} can confirm
    aside = {relative} , who {verb?} everything , came along | a {adj?} man {activity} too
      | we {activity} {time} | the {thing} was there too | they also had a {thing}
      | somebody {place} {activity} | a {adj?} friend lives {place} | {relative} and i {activity}
      | it was {weekday} , and the {adj?} crowd was gone
      | we talked about a {adj?} {thing} elsewhere
    verb? = {verb+} | {verb-}
    adj? = {adj+} | {adj-}
    shrug = the {thing} is what it is | it is a {thing} like any other
      | make of the {thing} what you will | some {verb+} the {thing} , some {verb-} it
      | there is a {thing} and a {thing}
    """
}
