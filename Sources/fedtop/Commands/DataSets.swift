import ArgumentParser
import Corpus
import Foundation
import Host

/// `fedtop data`: data sets by name.
struct DataSets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "List the data sets, and which are here.")

  func run() throws {
    let entries = DatasetLibrary.entries()
    let width = entries.map(\.name.count).max() ?? 0
    for entry in entries {
      let name = entry.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let state = entry.isAvailable ? "" : "  (not fetched: make data)"
      StandardOutput.write("\(name)  \(entry.summary)\(state)")
    }
  }
}
