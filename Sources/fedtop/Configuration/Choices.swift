import ArgumentParser

/// The words of an option, by commas.
func choices<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> String {
  Choice.allCases.map(\.rawValue).joined(separator: ", ")
}

/// The choice that a word names.
///
/// The argument parser's own message for a word that names none has several lines.
func choice<Choice: CaseIterable & RawRepresentable<String>>(
  _ text: String
) throws -> Choice {
  guard let choice = Choice(rawValue: text) else {
    throw ValidationError("must be one of \(choices(Choice.self))")
  }
  return choice
}
