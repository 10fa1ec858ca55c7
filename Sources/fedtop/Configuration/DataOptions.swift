import ArgumentParser
import Corpus

/// How a data file is read.
struct DataOptions: ParsableArguments {
  @Option(help: "Column of the text, by name or number; guessed if not given.")
  var textColumn: String?

  @Option(help: "Column of the second text, or none; guessed if not given.")
  var pairColumn: String?

  @Option(help: "Column of the label; guessed if not given.")
  var labelColumn: String?

  @Option(help: "Column of the natural client, or none; guessed if not given.")
  var clientColumn: String?

  @Flag(help: "The first line is a sample and does not name the columns.")
  var noHeader = false

  @Option(
    help: ArgumentHelp(
      "Held-out samples; none: a share of the others. Not given: test.* or dev.* beside train.*.",
      valueName: "file|none"))
  var test: String?

  /// The rules by which samples are divided.
  static let partitions =
    PartitionSettings.Scheme.allCases.map(\.rawValue).joined(separator: ", ") + "."

  /// Each option with its setting and its value.
  var flags: [(flag: String, key: String, text: String?)] {
    [
      ("--text-column", "data.text_column", textColumn),
      ("--pair-column", "data.pair_column", pairColumn),
      ("--label-column", "data.label_column", labelColumn),
      ("--client-column", "data.client_column", clientColumn),
      ("--no-header", "data.header", noHeader ? "no" : nil), ("--test", "data.test", test),
    ]
  }
}
