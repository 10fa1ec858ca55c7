import ArgumentParser
import Foundation
import Sim

/// `fedtop methods`: what can be compared.
struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the methods.")

  @Flag(help: "JSON lines on stdout.")
  var json = false

  private struct Row: Encodable {
    let name: String
    let summary: String
    let source: String
  }

  func run() throws {
    let methods = try MethodRegistry.all(Settings())
    let width = methods.map(\.name.count).max() ?? 0
    for method in methods {
      if json {
        JSONLines.print(Row(name: method.name, summary: method.summary, source: method.source))
      } else {
        let name = method.name.padding(toLength: width, withPad: " ", startingAt: 0)
        StandardOutput.write("\(name)  \(method.summary) [\(method.source)]")
      }
    }
  }
}
