import Metrics

/// The words that a typed line begins with, beside the names of knobs.
enum TypedVerb: String, CaseIterable {
  case pause, resume, step, until, goto, note, theme, overlay, open, save, help, quit

  /// What follows, as people would write it.
  var usage: String {
    switch self {
    case .pause, .resume, .save, .help, .quit: rawValue
    case .step: "step [ROUNDS]"
    case .until: "until round|accuracy|global|perplexity|loss|bytes VALUE"
    case .goto: "goto ROUND|live"
    case .note: "note SENTENCE"
    case .theme: "theme [NAME]"
    case .overlay, .open: "\(rawValue) RUN, \(rawValue) off [RUN]"
    }
  }

  /// What it does, in a few words.
  var help: String {
    switch self {
    case .pause: "hold training"
    case .resume: "go on"
    case .step: "train so many rounds and hold"
    case .until: "go on until then, and hold"
    case .goto: "look at a round"
    case .note: "write a sentence into the log of the run"
    case .theme: "use a theme, or choose one from the list"
    case .overlay, .open: "draw a stored run behind this one, or take it away"
    case .save: "write the screen into files: text, ANSI and SVG"
    case .help: "list all keys"
    case .quit: "leave the monitor"
    }
  }

  /// What can stand behind it.
  func candidates(_ parser: TypedLineParser) -> [String] {
    switch self {
    case .until: RunGoal.Measure.allCases.map(\.rawValue)
    case .theme: parser.themes
    case .goto: ["live"]
    case .overlay, .open:
      (parser.drawn.isEmpty ? [] : ["off"]) + parser.drawn.map { "off \($0)" } + parser.runs
    default: []
    }
  }
}
