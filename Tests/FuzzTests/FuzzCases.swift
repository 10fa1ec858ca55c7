import Foundation
import Metrics
import Plain
import TUI
import Testing
import Transformer

@testable import Corpus
@testable import Export
@testable import RunStore
@testable import Sim
@testable import fedtop

extension FuzzCase {
  /// Every parser of files from outside.
  static let all =
    tables + images + splits + tokenizers + models + packed + settings + records

  private static let rows = (0..<24).map { row in
    let words = row % 2 == 0 ? "a fine, warm film" : "a dull \"thing\""
    return (words + " number \(row)", row % 2 == 0 ? "pos" : "neg")
  }

  private static let delimited = ["\t", ",", "\"\"", "text", "label", "\"a\nb\""]
  private static let json = ["\"text\":", "\"label\":", "[[", "{{", "\\ud800", "\\u0000", "1e-999"]

  private static let tables = [
    FuzzCase(
      "rows.csv",
      "text,label\n" + rows.map { "\"\($0.0.replacing("\"", with: "\"\""))\",\($0.1)\n" }.joined(),
      words: delimited, open: openTable),
    FuzzCase(
      "rows.tsv", "sentence\tlabel\n" + rows.map { "\($0.0)\t\($0.1)\n" }.joined(),
      words: delimited, open: openTable),
    FuzzCase("rows.jsonl", lines, words: json, open: openTable),
    FuzzCase(
      "rows.json", "[" + lines.split(separator: "\n").joined(separator: ",") + "]", words: json,
      open: openTable),
    FuzzCase(
      "trace.csv",
      "device,client,class,start,end,factor,memory\n"
        + (0..<24).map { "d\($0 / 2),,phones-4g,\(100 * ($0 % 2)),\(100 * ($0 % 2) + 50),2,1e9\n" }
        .joined(), words: delimited + ["flops", "1e309", "-1", "nan"], open: openTrace),
  ]

  private static let images =
    ["colour.png", "palette.png", "colour.jpg"].map { name in
      FuzzCase(name, breaking: name, of: "CorpusTests/Reference/images") {
        _ = try ImageFile.held("\($0)/\(name)")
      }
    }
    + ["stored.npz", "deflated.npz"].map { name in
      FuzzCase(name, breaking: name, of: "CorpusTests/Reference/images") {
        _ = try DatasetLibrary.load(DatasetRequest("\($0)/\(name)"))
      }
    }

  private static let lines = rows.map { text, label in
    JSONLines.line(["text": text, "label": label]).map { $0 + "\n" } ?? ""
  }.joined()

  @Sendable private static func openTrace(_ path: String) throws {
    for entry in try DeviceTrace(path: path, clients: 8).entries {
      for time in [0.0, 75, 1e9] {
        let next = entry.device.next(from: time)
        guard next >= time, entry.device.leaves(after: time) >= time else {
          throw SettingsError.conflict("time runs backwards")
        }
      }
    }
  }

  @Sendable private static func openTable(_ path: String) throws {
    _ = try DatasetLibrary.load(DatasetRequest(path))
  }

  private static let splits = [
    FuzzCase(
      "split.json",
      """
      {"format":"fedtop split","version":1,"train":{"samples":4,"sha256":"ab"},
      "test":{"samples":1,"sha256":"cd"},"clients":[{"train":[0,3],"test":[]},{"train":[1,2],"test":[0]}]}
      """, words: ["\"samples\":9e18", "[0,", "{\"train\":", "null", "-1"]
    ) { _ = try SplitManifest(path: $0) }
  ]

  private static let tokenizerWords = [
    "[UNK]", "##", "Ġ", "\"vocab\":", "\"merges\":", "\"added_tokens\":", "\"lowercase\":true",
    "\"type\":", "\"Unigram\"", "\"id\":-1",
  ]

  private static let tokenizers = [
    ("vocab.txt", "CorpusTests/Reference/bert"), ("tokenizer.json", "CorpusTests/Reference/bert"),
    ("tokenizer_config.json", "CorpusTests/Reference/bert"),
    ("vocab.json", "CorpusTests/Reference/roberta"),
    ("merges.txt", "CorpusTests/Reference/roberta"),
    ("tokenizer.json", "CorpusTests/Reference/roberta"),
  ].map { file, reference in
    FuzzCase("\(file) of \(reference)", breaking: file, of: reference, words: tokenizerWords) {
      let tokenizer = try TokenizerLoader.load(directory: $0)
      _ = tokenizer.tokenizer.encode(
        "A fine film, naïve\u{0} 👍\u{301}", pair: "and more", maxLength: 16)
    }
  }

  private static let modelWords = [
    "\"dtype\":\"F32\"", "\"shape\":[", "\"data_offsets\":[", "\"__metadata__\":{",
    "\"hidden_size\":", "\"num_hidden_layers\":1000000", "\"r\":",
    "\"target_modules\":\"all-linear\"",
  ]

  private static let models =
    ["bert", "roberta", "distilbert", "electra"].flatMap { family in
      ["config.json", "model.safetensors"].map { file in
        FuzzCase(
          "\(file) of \(family)", breaking: file,
          of: "TransformerTests/Reference/oracle/\(family)/model", words: modelWords
        ) { _ = try EncoderWeights.load(directory: $0) }
      }
    }
    + ["adapter_config.json", "adapter_model.safetensors"].map { file in
      FuzzCase(
        file, breaking: file, of: "TransformerTests/Reference/oracle/bert/adapter",
        words: modelWords
      ) { _ = try LoRAAdapter.load(directory: $0) }
    }

  private static let packed = [
    FuzzCase(
      "kquants.gguf", breaking: "kquants.gguf", of: "TransformerTests/Reference/gguf",
      words: ["GGUF", "\u{9}\0\0\0", "\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}\u{7F}", "Q4_K"]
    ) {
      let file = try GGUFFile(path: $0 + "/kquants.gguf")
      for name in file.names { _ = try file.floats(name) }
    },
    FuzzCase(
      "llama-q4_0.gguf", breaking: "llama-q4_0.gguf", of: "TransformerTests/Reference/gguf",
      words: ["gpt2", "smollm", "tokenizer.ggml.merges", "\u{8}\0\0\0"]
    ) {
      let path = $0 + "/llama-q4_0.gguf"
      _ = try GGUFTokenizer.load(try GGUFFile(path: path).metadata, path: path)
    },
  ]

  private static let settings = [
    FuzzCase(
      "config.toml",
      "[federation]\nclients = 12\nalpha = 0.5\n[lora]\nrank = 4\n[data]\nname = \"question\"\n",
      words: ["[[", "]]", "= ", "'''", "\"\"\"", "1_000", "0x", "1979-05-27", "{a = {"]
    ) { path in
      var settings = Settings()
      try ConfigurationFile(path: path).apply(to: &settings)
    },
    FuzzCase(
      "theme.toml",
      "background = \"dark\"\ntwin = \"light\"\n[palette]\nred = \"#ff0000\"\n[roles]\ntitle = \"$red\"\n",
      words: ["#", "bold", "[roles]", "title", "= "]
    ) { _ = try ThemeLibrary.load($0) },
    FuzzCase(
      "fedtop.json",
      """
      {"base":"b","data":"d","labels":["a","b"],"max_length":16,"method":"m","pooling":"mean",
      "round":1,"run":"r"}
      """, words: ["\"labels\":["]
    ) { path in
      _ = ExportNote(directory: (path as NSString).deletingLastPathComponent)
    },
  ]

  private static let records = [
    FuzzCase(
      "results.json",
      """
      [{"bytes_down":14,"bytes_up":26,"core_type":"c","created":"2026-11-26T10:00:00Z","curve":{"bytes_down":[14,24],
      "bytes_up":[26,46],"round":[1,2],"sim_seconds":[3,5],"values":{"accuracy":[0.5,null],"loss":[0.5,"NaN"]}},
      "data":{"built_in":false,"name":"d","sha256":{"train":"0a"}},"method":"moon","model":{"built_in":true,"name":"m",
      "sha256":{}},"program":"p","rounds":2,"rounds_planned":2,"run":"r","seed":1,"settings":{"lora.rank":8},
      "sim_seconds":5,"turned":[],"wall_seconds":1}]
      """, words: ["\"round\":[", "1e999", "9223372036854775807", "\"values\":{", "-1", "\"NaN\""]
    ) { path in
      let runs = try ResultFile.read(path)
      _ = Comparison(runs + runs).report(against: "moon").text
      _ = SideBySide(runs).csv
      _ = try ComparisonPlot.bytes.svg(Comparison(runs))
    },
    FuzzCase(
      name: "a checkpoint's values", file: "state", folder: ["state": state], words: [],
      open: { folder in
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder + "/state")))
        _ = try NamedValues(decoding: bytes)
      }),
    FuzzCase(
      name: "a run file", file: "run.sqlite", folder: ["run.sqlite": run],
      words: ["CREATE TABLE", "events", "meta"],
      open: { folder in
        let reader = try RunReader(path: folder + "/run.sqlite")
        _ = try reader.snapshot()
        _ = try reader.latestCheckpoint()
        _ = try reader.pendingCommands()
      }),
  ]

  private static let state: [UInt8] = {
    var values = NamedValues()
    values.vectors = ["parameters": (0..<40).map(Float.init), "control": [1, 2]]
    values.positions = ["order": [3, 1, 2]]
    values.numbers = ["steps": 7]
    return values.encoded
  }()

  /// A small run, made once.
  private static let run: [UInt8] = {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let writer = try? RunWriter.create(
      directory: folder.path, method: "m",
      provenance: Provenance(
        program: "p", configuration: [:], seed: 1, blasVersion: "b", blasCoreType: "c",
        blasThreads: 1))
    for round in 1...3 {
      try? writer?.commit(
        round: [.notice(Notice(level: .info, round: round, text: "round \(round)"))],
        checkpoint: Checkpoint(round: round, server: state, clients: [round: state]))
    }
    try? writer?.close()
    return writer.flatMap { try? Data(contentsOf: URL(filePath: $0.path)) }.map { [UInt8]($0) }
      ?? []
  }()
}
