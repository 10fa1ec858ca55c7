extension GrammarText {
  /// Pairs of sentences, `A & B`, that say the same or do not.
  ///
  /// `#1` fixes a choice for the whole pair; `.k` takes its k-th form. Forms of an action: past,
  /// base, participle, the same of a synonym, and the past and base of the opposite.
  static let agreement = """
    agreement.same = {active} & {passive} *4 | {passive} & {active} *3
      | {active} & {active.synonym} *3 | {active} & {passive.synonym} *3
      | {active.when} & {when.active} *2 | {negative} & {negative.passive} *3
      | {negative} & {negative.synonym} *2 | {state} & {state.double} *3
      | {state.double} & {state} *2 | {gave} & {was.given} *3 | {was.given} & {gave} *2
      | {compare} & {compare.turned} *4 | {active.place} & {place.passive} *2
      | {claimed} & {claimed.synonym}
    agreement.different = {active} & {active.swapped} *3 | {active} & {passive.swapped} *4
      | {passive} & {passive.swapped} *3 | {active} & {negative} *2
      | {active} & {negative.passive} *2 | {active} & {active.opposite} *2
      | {active.when} & {other.when} *2 | {negative} & {passive} *2
      | {state} & {state.opposite} *3 | {state} & {state.negated} *2 | {gave} & {gave.swapped} *3
      | {was.given} & {gave.swapped} *2 | {compare} & {compare.swapped} *3
      | {compare} & {compare.opposite} *2 | {active.place} & {place.other} *2
      | {active} & {active.else} *2 | {claimed} & {active}
    active = {person#1} {action#1.0} {person#2} {time#1} .
    active.synonym = {time#1} {person#1} {action#1.3} {person#2} .
    active.swapped = {person#2} {action#1.0} {person#1} {time#1} .
    active.opposite = {person#1} {action#1.6} {person#2} {time#1} .
    active.else = {person#1} {action#1.3} {person#3} {time#1} .
    active.when = {person#1} {action#1.0} {person#2} {time#1} , near the {object#1} .
    when.active = near the {object#1} , {person#1} {action#1.3} {person#2} {time#1} .
    other.when = near the {object#2} , {person#1} {action#1.3} {person#2} {time#1} .
    active.place = {person#1} {action#1.0} {person#2} in {city#1} .
    place.passive = in {city#1} , {person#2} was {action#1.2} by {person#1} .
    place.other = in {city#2} , {person#2} was {action#1.2} by {person#1} .
    passive = {person#2} was {action#1.2} by {person#1} {time#1} .
    passive.synonym = {time#1} {person#2} was {action#1.5} by {person#1} .
    passive.swapped = {time#1} {person#1} was {action#1.2} by {person#2} .
    negative = {person#1} did not {action#1.1} {person#2} {time#1} .
    negative.synonym = {time#1} {person#1} never {action#1.3} {person#2} .
    negative.passive = {person#2} was not {action#1.2} by {person#1} {time#1} .
    claimed = {person#3} claimed that {person#1} {action#1.0} {person#2} {time#1} .
    claimed.synonym = according to {person#3} , {person#1} {action#1.3} {person#2} {time#1} .
    state = the {object#1} in {city#1} was {state.of#1.0} {time#1} .
    state.double = {time#1} the {object#1} in {city#1} was not {state.of#1.1} .
    state.opposite = {time#1} the {object#1} in {city#1} was {state.of#1.1} .
    state.negated = the {object#1} in {city#1} was not {state.of#1.0} {time#1} .
    gave = {person#1} {gift#1.0} {person#2} a {colour#1} {object#1} {time#1} .
    was.given = {time#1} {person#2} {gift#1.1} a {colour#1} {object#1} from {person#1} .
    gave.swapped = {person#2} {gift#1.0} {person#1} a {colour#1} {object#1} {time#1} .
    compare = {person#1} is {more#1.0} than {person#2} .
    compare.turned = {person#2} is {more#1.1} than {person#1} .
    compare.swapped = {person#2} is {more#1.0} than {person#1} .
    compare.opposite = {person#1} is {more#1.1} than {person#2} .
    action = praised/praise/praised/admired/admire/admired/blamed/blame
      | helped/help/helped/supported/support/supported/hindered/hinder
      | visited/visit/visited/called on/call on/called on/avoided/avoid
      | loved/love/loved/adored/adore/adored/hated/hate
      | trusted/trust/trusted/believed/believe/believed/doubted/doubt
      | hired/hire/hired/employed/employ/employed/fired/fire
      | followed/follow/followed/pursued/pursue/pursued/left/leave
      | attacked/attack/attacked/assaulted/assault/assaulted/defended/defend
      | welcomed/welcome/welcomed/greeted/greet/greeted/rejected/reject
      | noticed/notice/noticed/saw/see/seen/missed/miss
      | saved/save/saved/rescued/rescue/rescued/abandoned/abandon
      | invited/invite/invited/asked in/ask in/asked in/dismissed/dismiss
      | taught/teach/taught/instructed/instruct/instructed/ignored/ignore
      | pleased/please/pleased/delighted/delight/delighted/annoyed/annoy
      | caught/catch/caught/captured/capture/captured/freed/free
      | paid/pay/paid/rewarded/reward/rewarded/cheated/cheat
    state.of = open/closed | full/empty | clean/dirty | wet/dry | broken/intact | hot/cold
      | visible/hidden | locked/unlocked | safe/dangerous | new/old | present/absent | heavy/light
      | awake/asleep | cheap/expensive
    gift = gave/got | sent/received | handed/received | sold/bought | lent/borrowed
    more = older/younger | taller/shorter | richer/poorer | faster/slower | stronger/weaker
      | heavier/lighter | louder/quieter | happier/sadder
    """
}
