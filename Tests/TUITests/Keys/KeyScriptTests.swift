import Foundation
import Metrics
import Testing

@testable import TUI

/// Every key of the table is pressed where it means something, and does what `Frames/key-scripts.txt` says.
///
/// The file is read like code: context, key, the keys before it, and what comes of it. A binding without a line fails. For a
/// new one `FEDTOP_RECORD=1` adds the line; where the key needs others before it, write them into the third column and record
/// again.
@Suite struct KeyScriptTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Frames/key-scripts.txt")

  @Test func everyKeyOfTheTableDoesWhatItsScriptSays() throws {
    let snapshot = SampleRun(signs: ["order_loss", "trace_spread", "link_share"]).snapshot
    let known = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n")
      .compactMap { KeyScript(line: String($0)) }
    var played: [KeyScript] = []
    for binding in KeyTable.bindings {
      for key in binding.keys {
        var script = KeyScript(context: "\(binding.context)", key: KeyScript.name(of: key))
        let old = known.first { $0.context == script.context && $0.key == script.key }
        script.before = old?.before ?? ""
        script.outcome = script.played(snapshot)
        played.append(script)
        if Self.isRecording { continue }
        #expect(old != nil, "no script: \(binding.context) \(script.key), \(binding.help)")
        #expect(old?.outcome == script.outcome, "\(script.context) \(script.key): \(binding.help)")
        #expect(script.outcome != "nothing", "\(script.context) \(script.key) does nothing")
      }
    }
    if Self.isRecording {
      let text = played.map(\.line).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: Self.file)
    } else {
      #expect(known.count == played.count, "a script is of no key that is bound")
    }
  }

  private static var isRecording: Bool {
    ProcessInfo.processInfo.environment["FEDTOP_RECORD"] == "1"
  }
}
