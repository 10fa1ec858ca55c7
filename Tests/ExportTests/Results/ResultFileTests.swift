import Foundation
import Host
import Metrics
import Plain
import Testing

@testable import Export

@Suite struct ResultFileTests {
  /// A file with `data`, deleted after `body`.
  private func file<Value>(_ data: Data, _ body: (String) throws -> Value) throws -> Value {
    let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
    try data.write(to: place)
    defer { try? FileManager.default.removeItem(at: place) }
    return try body(place.path(percentEncoded: false))
  }

  @Test("Results read back as they were, gaps and broken numbers too; paths stay at home")
  func roundTrip() throws {
    var run = RunResult.sample("a \u{1b}[31m \"run\"", accuracies: [0.1, nil, 0.7, 1.0 / 3])
    run.settings = [
      "lora.rank": .integer(8), "fedprox.mu": .number(0.01), "a": .text("b"), "c": .bool(true),
    ]
    run.curve.add(
      round: 5, bytesUp: .max, bytesDown: 0, simSeconds: 1e-9,
      values: ["loss": .nan, "f1_macro": 0.25])
    run.branched = 3
    run.turned = ["sparsity 0.2 from round 12"]
    run.partitionHash = "abc"
    run.epsilon = 1.5
    var other = RunResult.sample("b", seed: .max)
    other.data.sha256 = ["train": "d"]
    let data = ResultFile.data([run, other])
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 6, "two lines of what is common, a line a run, in brackets")
    #expect(!String(decoding: data, as: UTF8.self).contains("\u{1b}"))
    let back = try file(data, ResultFile.read)
    #expect(back.count == 2 && back[1] == other)
    // NaN is equal to nothing.
    #expect(back[0].curve.values["loss"]?.last??.isNaN == true)
    #expect(ResultFile.data(back) == data)
    run.data.location = "/home/somebody/train.csv"
    #expect(ResultFile.data([run, other]) == data)
  }

  @Test("What most runs have is written once, and what a run lacks is not given to it")
  func common() throws {
    let settings: [[String: ConfigValue]] = [
      ["lora.rank": .integer(8), "train.schedule": .text("paced")],
      ["lora.rank": .integer(8), "train.schedule": .text("linear"), "moon.mu": .number(1)],
      ["lora.rank": .integer(4), "train.schedule": .text("paced")],
      ["train.schedule": .text("paced")],
      ["lora.rank": .integer(8), "train.schedule": .text("paced")],
    ]
    let runs = settings.enumerated().map { index, settings in
      var run = RunResult.sample("r\(index)", method: index < 3 ? "moon" : "fedprox")
      run.settings = settings
      return run
    }
    let data = ResultFile.data(runs)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.hasPrefix("{\"settings\":{\"lora.rank\":8,\"train.schedule\":\"paced\"},"))
    #expect(text.components(separatedBy: "paced").count == 2)
    #expect(try file(data, ResultFile.read) == runs)
    // As earlier versions wrote it.
    let list = try JSONEncoder.plain().encode(runs)
    #expect(try file(list, ResultFile.read) == runs)
  }

  @Test("The runs that come with the program are federated LoRA at five seeds, all evaluated")
  func ghosts() {
    let ghosts = StoredGhosts.results
    #expect(ghosts.map(\.seed).sorted() == [42, 43, 44, 45, 46])
    #expect(ghosts.allSatisfy { $0.method == "fedavg-lora" && $0.isFinished && $0.rounds == 30 })
    #expect(ghosts.allSatisfy { $0.curve.values["accuracy"]?.count == 30 })
    #expect(ghosts.allSatisfy { $0.curve.values["train_loss"]?.count == 30 })
  }

  @Test("Hashes are cut short, and other metrics left out when that is asked for")
  func short() throws {
    var run = RunResult.sample(accuracies: [0.1])
    let hash = String(repeating: "0123456789abcdef", count: 4)
    run.partitionHash = hash
    run.data.sha256 = ["train": hash]
    let back = try #require(
      try file(ResultFile.data([run], metrics: ["accuracy"]), ResultFile.read).first)
    #expect(back.partitionHash == "0123456789ab" && back.data.sha256 == ["train": "0123456789ab"])
    #expect(Set(back.curve.values.keys) == ["accuracy"])
    #expect(back.split == run.split && RunTraits(back).task == RunTraits(run).task)
  }

  @Test("Thirty evaluated rounds are less than five thousand bytes")
  func size() {
    let run = RunResult.sample(accuracies: (0..<30).map { 1 / Double(3 + $0) })
    #expect(ResultFile.data([run]).count < 5000)
  }

  @Test(
    "What is no file of results is told in a line that says where",
    arguments: [
      ("", "it is not JSON"), ("nonsense", "it is not JSON"), ("{}", "no settings"),
      ("[1]", "run 1: not of the kind"), ("[{}]", "run 1: no run"),
      ("[{\"run\": null}]", "run 1, run: not of the kind"),
      ("{\"settings\": {}, \"methods\": {}, \"runs\": [1]}", "run 1: not of the kind"),
      ("{\"settings\": {}, \"methods\": {}, \"runs\": {}}", "runs: not of the kind"),
    ])
  func broken(text: String, reason: String) throws {
    let failure = try file(Data(text.utf8)) { path in
      #expect(throws: Failure.self) { try ResultFile.read(path) }
    }
    let message = try #require(failure?.message)
    #expect(message.contains(reason) && message.contains("--save"), "\(message)")
    #expect(!message.contains("\n") && failure?.status == 65)
  }

  @Test("Columns of other lengths, and rounds out of order, are refused")
  func columns() throws {
    let data = ResultFile.data([.sample(accuracies: [0.5, 0.6])])
    let text = String(decoding: data, as: UTF8.self)
    for (from, to, reason) in [
      ("\"round\":[1,2]", "\"round\":[1]", "different lengths"),
      ("\"round\":[1,2]", "\"round\":[2,1]", "not in order"),
    ] {
      try #require(text.contains(from))
      let failure = try file(Data(text.replacing(from, with: to).utf8)) { path in
        #expect(throws: Failure.self) { try ResultFile.read(path) }
      }
      #expect(failure?.message?.contains(reason) == true)
    }
    #expect(throws: Failure.self) { try ResultFile.read("/nowhere/results.json") }
  }
}
