import Foundation
import Testing

/// A command line that cannot be followed.
struct BadInput: Sendable, CustomTestStringConvertible {
  /// What is wrong with it.
  let testDescription: String
  /// Exit status.
  let status: Int32
  /// What the message must name: the place, and what to do.
  let words: [String]
  /// Makes the files of the case; returns the command line.
  let prepare: @Sendable (Scratch) throws -> [String]

  init(
    _ description: String, _ status: Int32, _ words: [String],
    _ prepare: @escaping @Sendable (Scratch) throws -> [String]
  ) {
    testDescription = description
    self.status = status
    self.words = words
    self.prepare = prepare
  }

  /// A run with options that need no file.
  init(_ options: [String], _ status: Int32, _ words: [String]) {
    self.init(options.joined(separator: " ").debugDescription, status, words) { _ in
      ["run"] + Program.tiny + options
    }
  }

  /// Runs it: one line on stderr, nothing on stdout, the right status, and no run file.
  func check() throws {
    let scratch = try Scratch()
    let outcome = try Program.run(try prepare(scratch), in: scratch)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.output == "")
    let line = outcome.errors.dropLast()
    #expect(outcome.errors.hasPrefix("fedtop: ") && outcome.errors.hasSuffix("\n"))
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
    #expect(line.count < 500)
    for word in words { #expect(line.contains(word), "\(line)") }
    #expect(scratch.runFiles == [])
  }
}
