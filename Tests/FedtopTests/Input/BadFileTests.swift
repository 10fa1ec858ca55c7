import Foundation
import Testing

@Suite struct BadFileTests {
  @Test(
    "Devices that are none",
    arguments: [
      BadInput("a bad row of a trace", 65, ["trace.csv:3", "uplink is 'fast'"]) { scratch in
        let rows = "device,class,uplink\na,phones-4g,\nb,phones-4g,fast\n"
        return ["run", "--set", "clock.devices=\(try scratch.write("trace.csv", rows))"]
          + Program.tiny
      },
      BadInput(["--set", "clock.devices=missing.csv"], 66, ["missing.csv"]),
      BadInput(["--set", "clock.devices=phones"], 65, ["no class of devices 'phones'"]),
      BadInput(
        ["--method", "scaffold", "--set", "clock.mode=async", "--set", "clock.buffer=2"], 65,
        ["clock.mode = async", "scaffold"]),
      BadInput("no device that is large enough", 65, ["no device can take part"]) { scratch in
        let rows = "device,class,memory\na,phones-4g,1000\n"
        return ["run", "--set", "clock.devices=\(try scratch.write("trace.csv", rows))"]
          + Program.tiny
      },
    ])
  func devices(_ input: BadInput) throws { try input.check() }

  @Test(
    "Models that are none",
    arguments: [
      BadInput("an empty folder", 66, ["empty/config.json", "not found"]) { scratch in
        try scratch.write("empty/readme", "")
        return ["run", "--model", scratch.path + "/empty"] + Program.tiny
      },
      BadInput("a file", 66, ["plain"]) { scratch in
        ["run", "--model", try scratch.write("plain", "")] + Program.tiny
      },
      BadInput("weights cut in half", 65, ["model.safetensors"]) { scratch in
        try BadFile.model(scratch) { $0 = $0.prefix($0.count / 2) }
      },
      BadInput("weights cut in their header", 65, ["model.safetensors"]) { scratch in
        try BadFile.model(scratch) { $0 = $0.prefix(40) }
      },
      BadInput("weights of five bytes", 65, ["model.safetensors"]) { scratch in
        try BadFile.model(scratch) { $0 = $0.prefix(5) }
      },
      BadInput("a header longer than the file", 65, ["model.safetensors"]) { scratch in
        try BadFile.model(scratch) { weights in
          let claimed = UInt64(weights.count)
          weights.replaceSubrange(
            0..<8, with: (0..<8).map { UInt8(truncatingIfNeeded: claimed >> ($0 * 8)) })
        }
      },
      BadInput("a header longer than memory", 65, ["model.safetensors"]) { scratch in
        try BadFile.model(scratch) {
          $0.replaceSubrange(0..<8, with: Array(repeating: 0xff, count: 8))
        }
      },
      BadInput("a configuration that is no JSON", 65, ["config.json"]) { scratch in
        try BadFile.model(scratch, changing: "config.json") { $0 = Data("{\"hidden_size\": ".utf8) }
      },
      BadInput("a width that is no product of heads", 65, ["config.json"]) { scratch in
        try BadFile.model(scratch, changing: "config.json") { json in
          let text = String(decoding: json, as: UTF8.self)
          json = Data(
            text.replacing("\"num_attention_heads\": 4", with: "\"num_attention_heads\": 5").utf8)
        }
      },
      BadInput("an adapter that is not there", 66, ["adapter_config.json"]) { scratch in
        [
          "predict", "--model", Oracle("bert").modelPath, "--adapter", scratch.path + "/none",
          "--text", "a",
        ]
      },
      BadInput("an adapter of another model", 65, ["adapter"]) { _ in
        [
          "predict", "--model", "embedded", "--adapter", Oracle("bert").adapterPath, "--text", "a",
        ]
      },
    ])
  func model(_ input: BadInput) throws { try input.check() }

  @Test(
    "Data that is none",
    arguments: [
      BadInput("a column that is not there", 65, ["d.tsv:1", "'body'", "sentence"]) { scratch in
        let path = try scratch.write("d.tsv", "sentence\tlabel\ngood\t1\nbad\t0\n")
        return ["run"] + Program.tiny + ["--data", path, "--set", "data.text_column=body"]
      },
      BadInput("no column that looks like a text", 65, ["d.tsv:1", "--text-column"]) { scratch in
        ["run"] + Program.tiny + ["--data", try scratch.write("d.tsv", "a\tb\ngood\t1\n")]
      },
      BadInput("a line that lacks a column", 65, ["d.tsv:3"]) { scratch in
        let path = try scratch.write("d.tsv", "sentence\tlabel\ngood\t1\nbad\n")
        return ["run"] + Program.tiny + ["--data", path]
      },
      BadInput("a line that is no JSON", 65, ["d.jsonl:2"]) { scratch in
        let path = try scratch.write("d.jsonl", "{\"text\": \"good\", \"label\": 1}\n{\"text\"\n")
        return ["run"] + Program.tiny + ["--data", path]
      },
      BadInput("one label only", 65, ["d.jsonl", "only one label"]) { scratch in
        let line = "{\"text\": \"good\", \"label\": 1}\n"
        let path = try scratch.write("d.jsonl", String(repeating: line, count: 8))
        return ["run"] + Program.tiny + ["--data", path]
      },
      BadInput("a form that is not read", 65, ["d.xlsx", ".jsonl"]) { scratch in
        ["run"] + Program.tiny + ["--data", try scratch.write("d.xlsx", "")]
      },
      BadInput("a label that the model does not know", 65, ["d.tsv:3", "maybe", "LABEL_2"]) {
        scratch in
        let path = try scratch.write("d.tsv", "text\tlabel\ngood\tLABEL_1\nbad\tmaybe\n")
        return ["fisher", "--model", Oracle("bert").modelPath, "--data", path, "--json"]
      },
      BadInput("an escape sequence for a label", 65, ["d.tsv:2"]) { scratch in
        let path = try scratch.write("d.tsv", "text\tlabel\ngood\t\u{1b}[2Jx\n")
        return ["fisher", "--model", Oracle("bert").modelPath, "--data", path]
      },
    ])
  func data(_ input: BadInput) throws { try input.check() }

  @Test(
    "Configurations that make no sense name the line",
    arguments: [
      BadInput("a key that is nearly right", 65, ["c.toml:3", "'federation.cohort'"]) {
        try BadFile.configuration($0, "[federation]\nclients = 3\ncohrt = 2\n")
      },
      BadInput("a key nothing like ours", 65, ["c.toml:4", "fedtop config --print"]) {
        try BadFile.configuration($0, "[federation]\nclients = 4\n[ledger]\nblockchains = 1\n")
      },
      BadInput("a section that is not there", 65, ["c.toml:2", "'federatoin.clients'"]) {
        try BadFile.configuration($0, "[federatoin]\nclients = 3\n")
      },
      BadInput("a value out of bounds", 65, ["c.toml:2", "mask.sparsity = 1.5"]) {
        try BadFile.configuration($0, "[mask]\nsparsity = 1.5\n")
      },
      BadInput("a value of another kind", 65, ["c.toml:1", "federation.clients = six"]) {
        try BadFile.configuration($0, "federation.clients = \"six\"\n")
      },
      BadInput("an array for a value", 65, ["c.toml:2: mask.sparsity is an array"]) {
        try BadFile.configuration($0, "[mask]\nsparsity = [0.5]\n")
      },
      BadInput("an array for a list", 65, ["c.toml:2", "is an array", "\"query,value\""]) {
        try BadFile.configuration($0, "[lora]\ntargets = [\"query\", \"value\"]\n")
      },
      BadInput("a number in quotes", 65, ["c.toml:2", "\"4\" is a string: take the quotes away"]) {
        try BadFile.configuration($0, "[federation]\nclients = \"4\"\n")
      },
      BadInput("a path from home", 66, ["/none.csv", "not found: /"]) {
        try BadFile.configuration($0, "[data]\nname = \"~/none.csv\"\n")
      },
      BadInput("an unknown method", 65, ["'fibecfad'", "fibecfed"]) {
        try BadFile.configuration($0, "[method]\nname = \"fibecfad\"\n")
      },
      BadInput("no value", 65, ["c.toml:2", "not TOML"]) {
        try BadFile.configuration($0, "[federation]\nclients =\n")
      },
      BadInput("an array that ends as a table", 65, ["c.toml:2", "not TOML"]) {
        try BadFile.configuration($0, "[federation]\nclients = [ }\n")
      },
      BadInput("text that never ends", 65, ["c.toml", "not TOML"]) {
        try BadFile.configuration($0, "[data]\nname = \"sentiment\n")
      },
      BadInput("no text", 65, ["c.toml:1", "UTF-8"]) { scratch in
        ["run", try scratch.write("c.toml", Data([0x5b, 0xff, 0xfe, 0x5d]))]
      },
      BadInput("an escape sequence for a key", 65, ["c.toml"]) {
        try BadFile.configuration(
          $0, "[federation]\n\"\u{1b}[2Jclients\" = 3\n\"\\u001b[2Jcohort\" = 3\n")
      },
    ])
  func configuration(_ input: BadInput) throws { try input.check() }
}

/// Command lines with a file that is spoiled.
private enum BadFile {
  static func model(
    _ scratch: Scratch, changing file: String = "model.safetensors", _ change: (inout Data) -> Void
  ) throws -> [String] {
    let copy = try scratch.copy(
      Oracle("bert").model, to: "model", changing: file, change)
    return ["run", "--model", copy] + Program.tiny
  }

  static func configuration(_ scratch: Scratch, _ text: String) throws -> [String] {
    ["run", try scratch.write("c.toml", text)]
  }
}
