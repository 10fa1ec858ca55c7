import Foundation
import Host
import Metrics
import Sim
import Testing

/// The texts of a run's samples, opened again from the data that its file names.
@Suite struct SampleTextsTests {
  /// A folder with a data set, and a run of one round on it.
  private final class Trained {
    let folder: URL
    let data: URL
    let path: String
    var snapshot = RunSnapshot()

    init() throws {
      folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      data = folder.appending(path: "talk.jsonl")
      try Self.write(to: data)
      var settings = Settings()
      settings.data = data.path(percentEncoded: false)
      settings.runs = folder.path(percentEncoded: false)
      settings.clients = 2
      settings.cohort = 2
      settings.rounds = 1
      settings.workers = 1
      let host = try RunHost(settings, guardAction: .stop) { _ in }
      path = host.path
      _ = try host.run()
      snapshot = host.simulation.snapshot
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func write(to file: URL, ending: String = "") throws {
      let lines = (0..<80).map {
        #"{"text":"sentence \#($0) of many","label":"\#($0 % 2 == 0 ? "a" : "b")"}"#
      }
      try Data((lines.joined(separator: "\n") + "\n" + ending).utf8).write(to: file)
    }

    /// What a view of the first client would have to read.
    func detail() throws -> ClientDetail {
      let histogram = try #require(snapshot.clients[0].difficulties)
      let isOpened = DispatchSemaphore(value: 0)
      let texts = SampleTexts(path: path) { isOpened.signal() }
      #expect(isOpened.wait(timeout: .now() + 20) == .success)
      var detail = ClientDetail(client: 0)
      texts.describe(histogram, in: &detail)
      return detail
    }
  }

  @Test("They are the sentences of the file")
  func reading() throws {
    let detail = try Trained().detail()
    #expect(detail.problem == nil && detail.easiest.count == 3 && detail.hardest.count == 3)
    #expect(
      (detail.easiest + detail.hardest).allSatisfy {
        $0.contains(" · sentence ") && $0.hasSuffix(" of many")
      })
  }

  @Test("Data that has changed, or is gone, is a line and no text")
  func problems() throws {
    let run = try Trained()
    try Trained.write(to: run.data, ending: #"{"text":"one more","label":"a"}"# + "\n")
    let changed = try run.detail()
    #expect(changed.easiest.isEmpty && changed.problem?.contains("SHA-256 is another") == true)
    try FileManager.default.removeItem(at: run.data)
    let gone = try run.detail()
    #expect(gone.easiest.isEmpty && gone.problem?.hasSuffix("is no longer there") == true)
    try Trained.write(to: run.data)
    #expect(try run.detail().problem == nil, "it is looked at anew")
  }
}
