import Foundation
import Testing

@testable import RunStore

@Suite struct CreateTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func create(_ directory: String) throws -> RunWriter {
    try RunWriter.create(directory: directory, method: "m", provenance: Samples.provenance)
  }

  @Test func missingDirectoriesAreMade() throws {
    let writer = try create(scratch.path + "/a/b/runs")
    try writer.close()
    #expect(try RunCatalogue(directory: scratch.path + "/a/b/runs").names() == [writer.name])
  }

  @Test func aFileInTheWayOfTheDirectoryIsNamed() throws {
    let file = scratch.path + "/file"
    try Data("text".utf8).write(to: URL(fileURLWithPath: file))
    for directory in [file, file + "/runs", file + "/a/b"] {
      let failure = #expect(throws: StoreError.self) { _ = try create(directory) }
      #expect(failure?.isInputOutput == true)
      #expect(failure?.isNotFound == false)
      let line = failure?.description ?? ""
      #expect(line.contains(directory) && line.contains("--runs DIR") && !line.contains("\n"))
    }
    #expect(scratch.names == ["file"])
  }

  @Test func whatWasMadeOnTheWayIsTakenBack() throws {
    // The name is too long for a file, after its parents were made.
    let directory = scratch.path + "/a/b/" + String(repeating: "x", count: 300)
    let failure = #expect(throws: StoreError.self) { _ = try create(directory) }
    #expect(failure?.isInputOutput == true)
    #expect(scratch.names.isEmpty)
  }

  @Test func aFileHasItsNameOnlyWhenItIsWhole() throws {
    let draft = try DraftFile(in: scratch.path, method: "m", date: Date())
    let value = try draft.fill(hasLog: true) { database in
      try Schema.create(in: database)
      #expect(try RunCatalogue(directory: scratch.path).names().isEmpty, "a draft is no run")
      return 7
    }
    #expect(value == 7)
    #expect(scratch.names == [RunFile.name(of: draft.target) + ".sqlite"])
    #expect(throws: POSIXError.self) {
      try DraftFile(in: scratch.path, method: "m", date: Date()).fill(hasLog: true) { _ in
        throw POSIXError(.EIO)
      }
    }
    #expect(scratch.names.count == 1, "what failed leaves nothing")
  }

  @Test func twoRunsOfOneSecondHaveTwoFiles() throws {
    let date = Date(timeIntervalSince1970: 0)
    let writers = try (0..<20).map { _ in
      try RunWriter.create(
        directory: scratch.path, method: "m", provenance: Samples.provenance, date: date)
    }
    #expect(Set(writers.map(\.name)).count == 20)
    #expect(writers.allSatisfy { $0.name.hasPrefix("19700101-000000-m-") })
  }
}
