import ArgumentParser

/// Words by commas, as help and errors list them.
func words(_ words: [String]) -> String { words.joined(separator: ", ") }

/// The words of an option, by commas.
func choices<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> String {
  words(Choice.allCases.map(\.rawValue))
}

/// The choice that a word names.
func choice<Choice: CaseIterable & RawRepresentable<String>>(
  _ text: String
) throws -> Choice {
  try choice(text, of: Array(Choice.allCases), called: \.rawValue)
}

/// The choice that a word names, where choices have names of another kind.
///
/// The argument parser's own message for a word that names none has several lines.
func choice<Choice>(
  _ text: String, of choices: [Choice], called name: (Choice) -> String
) throws -> Choice {
  guard let choice = choices.first(where: { name($0) == text }) else {
    throw ValidationError("must be one of \(words(choices.map(name)))")
  }
  return choice
}
