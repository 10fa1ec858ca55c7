import ArgumentParser
import Corpus
import Export
import Foundation
import Host
import Plain
import Sim

/// `fedtop data`: data sets by name, or what is in one.
struct DataSets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List the data sets; of one: its columns, classes, lengths, clients and mistakes.")

  @Argument(help: "A data set or a file to look at; all names if not given.")
  var data: String?

  @OptionGroup var table: DataOptions

  @Option(help: "The model whose tokenizer counts: embedded, minilm, or a Hugging Face directory.")
  var model: String?

  @Option(help: "Clients that the samples are divided over; 10 if not given.")
  var clients: String?

  @Option(help: ArgumentHelp(DataOptions.partitions, valueName: "name"))
  var partition: String?

  @Option(help: "Dirichlet concentration over labels.")
  var alpha: String?

  @Option(help: "Seed of every draw.")
  var seed: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Any other setting.", valueName: "section.key=value"))
  var assignments: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write who has which sample, for partition.manifest of a run.", valueName: "file.json"))
  var saveSplit: String?

  @Flag(help: "One line of JSON on stdout.")
  var json = false

  func run() throws {
    guard let data else {
      let given =
        flags.filter { $0.text != nil }.map(\.flag) + (assignments.isEmpty ? [] : ["--set"])
        + (saveSplit == nil ? [] : ["--save-split"]) + (json ? ["--json"] : [])
      guard given.isEmpty else {
        throw Failure("\(given[0]): name the data that it is about", .usage)
      }
      return list()
    }
    var settings = Settings()
    try settings.set("federation.clients", "10", flag: "--clients")
    try settings.set("data.name", data, flag: "DATA")
    for (flag, key, _) in try settings.set(flags, assignments) {
      try settings.refuseUnread(key, flag: flag)
    }
    settings.expandHome()
    let sheet = try DataSheet(settings, assets: Program.assets)
    if let saveSplit {
      let text = try sheet.manifest.get().json
      try OutputFile.replace(saveSplit.homeExpanded, with: Data(text.utf8))
    }
    if json {
      JSONLines.print(sheet)
    } else {
      sheet.lines.forEach(StandardOutput.write)
    }
  }

  private var flags: [(flag: String, key: String, text: String?)] {
    [
      ("--model", "model.name", model), ("--clients", "federation.clients", clients),
      ("--partition", "federation.partition", partition), ("--alpha", "federation.alpha", alpha),
      ("--seed", "run.seed", seed),
    ] + table.flags
  }

  private func list() {
    let entries = DatasetLibrary.entries()
    let width = entries.map(\.name.count).max() ?? 0
    for entry in entries {
      let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let state = entry.isAvailable ? "" : "  (not fetched: make data)"
      StandardOutput.write("\(name)  \(entry.summary)\(state)")
    }
  }
}
