import Foundation
import GRDB
import Metrics
import Testing

@testable import RunStore

/// What a run was made from, as its file holds it.
@Suite struct SourcesTests {
  private func change(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  @Test("It is read as it was written, and a run that goes on elsewhere says where")
  func roundTrip() throws {
    let scratch = try Scratch()
    let writer = try RunWriter.create(
      directory: scratch.path, method: "m", provenance: Samples.provenance)
    try writer.close()
    #expect(try RunReader(path: writer.path).meta.provenance == Samples.provenance)
    var moved = Samples.provenance
    moved.sources?.data.location = "/elsewhere/d.csv"
    try RunWriter.reopen(writer.path, provenance: moved).writer.close()
    #expect(try RunReader(path: writer.path).meta.provenance.sources == moved.sources)
    // Who does not say leaves it.
    moved.sources = nil
    try RunWriter.reopen(writer.path, provenance: moved).writer.close()
    #expect(
      try RunReader(path: writer.path).meta.provenance.sources?.data.location
        == "/elsewhere/d.csv")
  }

  @Test("What becomes known only while the run is under way replaces what was said before")
  func late() throws {
    let scratch = try Scratch()
    var provenance = Samples.provenance
    let whole = try #require(provenance.sources)
    provenance.sources?.model.files = []
    let writer = try RunWriter.create(
      directory: scratch.path, method: "m", provenance: provenance)
    #expect(try RunReader(path: writer.path).meta.provenance == provenance)
    try writer.keep(whole)
    try writer.commit(round: [Samples.started()])
    try writer.close()
    #expect(try RunReader(path: writer.path).meta.provenance == Samples.provenance)
    #expect(throws: StoreError.closed(path: writer.path)) { try writer.keep(whole) }
  }

  @Test("A file that does not say, or whose word is damaged or of a later version, can be read")
  func unsaid() throws {
    for sql in [
      "DELETE FROM meta WHERE key = 'sources'",
      "UPDATE meta SET value = replace(value, 'd.csv', 'e.csv') WHERE key = 'sources'",
      "UPDATE meta SET value = replace(value, '\"version\":1', '\"version\":2') WHERE key = 'sources'",
      "UPDATE meta SET value = 7 WHERE key = 'sources'",
      "UPDATE meta SET value = x'00ff' WHERE key = 'sources'", "PRAGMA user_version = 1",
    ] {
      let scratch = try Scratch()
      let writer = try RunWriter.create(
        directory: scratch.path, method: "m", provenance: Samples.provenance)
      try writer.close()
      try change(writer.path, sql)
      let reader = try RunReader(path: writer.path)
      #expect((reader.meta.provenance.sources == nil) == !sql.hasPrefix("PRAGMA"), "\(sql)")
      #expect(reader.meta.method == "m")
    }
  }
}
