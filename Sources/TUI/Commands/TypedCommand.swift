import Metrics

/// What a typed line asks for.
enum TypedCommand: Equatable {
  /// Something for the run.
  case run(RunCommand)
  /// A round to look at; nil: the live one.
  case goTo(Int?)
  /// A theme by name; nil: one that is chosen from the list of all.
  case theme(String?)
  /// Another run, drawn behind this one.
  case overlay(String)
  /// A run that is drawn behind this one, taken away; nil: all of them.
  case overlayOff(String?)
  /// The screen as files.
  case save
  /// The list of keys.
  case help
  /// The end of the monitor.
  case quit
}

/// A typed line while it is typed.
struct TypedLine: Sendable, Equatable {
  /// What stands there.
  var text = ""
  /// How many lines back in the history it comes from; 0: from the keyboard.
  var back = 0
}

/// Why a typed line is not done, in one sentence.
struct TypedLineError: Error, Equatable {
  let text: String

  init(_ text: String) { self.text = text }
}
