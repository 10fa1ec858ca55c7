import Foundation
import Testing

@Suite struct OracleTests {
  @Test("predict gives PyTorch's tokens and logits", arguments: Oracle.names, [false, true])
  func predict(name: String, hasAdapter: Bool) throws {
    let oracle = Oracle(name)
    let adapter = hasAdapter ? ["--adapter", oracle.adapterPath] : []
    let expected = try oracle.expected()
    let objects = try answers(
      ["predict", "--model", oracle.modelPath, "--data", oracle.dataPath, "--json"] + adapter)
    try #require(objects.count == expected.count && !expected.isEmpty)
    for (object, right) in zip(objects, expected) {
      #expect(object.numbers("tokens") == right.numbers("tokens"))
      let logits = right.numbers(hasAdapter ? "adapter_logits" : "logits")
      #expect(isNear(object.numbers("logits"), logits, absolute: 1e-4))
      let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      #expect(object.text("label") == "LABEL_\(best)")
    }
  }

  @Test("fisher gives PyTorch's losses and squared gradient norms", arguments: Oracle.names)
  func fisher(name: String) throws {
    let oracle = Oracle(name)
    let expected = try oracle.expected()
    let objects = try answers([
      "fisher", "--model", oracle.modelPath, "--adapter", oracle.adapterPath, "--data",
      oracle.dataPath, "--json", "--exact",
    ])
    try #require(objects.count == expected.count && !expected.isEmpty)
    for (object, right) in zip(objects, expected) {
      #expect(object.numbers("tokens") == right.numbers("tokens"))
      #expect(abs(object.number("loss") - right.number("loss")) < 1e-4)
      #expect(isNear(object.number("trace"), right.number("trace_all"), relative: 5e-3))
      #expect(isNear(object.number("trace_lora"), right.number("trace_lora"), relative: 5e-3))
      // The gradient of the sample alone, which no clever sum over a batch stands behind.
      #expect(isNear(object.number("trace"), object.number("exact"), relative: 1e-4))
    }
  }

  @Test("Without an adapter the head alone is measured, and the loss is the logits' own")
  func head() throws {
    let oracle = Oracle("bert")
    let (expected, data) = (try oracle.expected(), try oracle.data())
    let objects = try answers([
      "fisher", "--model", oracle.modelPath, "--data", oracle.dataPath, "--json",
    ])
    try #require(objects.count == expected.count && data.count == expected.count)
    for ((object, right), sample) in zip(zip(objects, expected), data) {
      let logits = right.numbers("logits")
      let total = logits.reduce(0) { $0 + exp($1) }
      let loss = log(total) - logits[sample.integer("label")]
      #expect(abs(object.number("loss") - loss) < 1e-4)
      #expect(object.number("trace_lora") == 0)
      #expect(object.number("trace") > 0)
    }
  }

  @Test("Texts on the command line are answered as texts of a file are, in the same order")
  func texts() throws {
    let oracle = Oracle("roberta")
    let (expected, data) = (try oracle.expected().prefix(5), try oracle.data().prefix(5))
    let objects = try answers(
      ["predict", "--model", oracle.modelPath, "--json"]
        + data.flatMap { ["--text", $0.text("text")] })
    try #require(objects.count == 5)
    for (object, right) in zip(objects, expected) {
      #expect(object.numbers("tokens") == right.numbers("tokens"))
      #expect(isNear(object.numbers("logits"), right.numbers("logits"), absolute: 1e-4))
    }
  }

  private func answers(_ arguments: [String]) throws -> [JSONObject] {
    let outcome = try Program.run(arguments, in: try Scratch())
    #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
    return try outcome.objects()
  }

  private func isNear(_ values: [Double], _ right: [Double], absolute: Double) -> Bool {
    values.count == right.count && !right.isEmpty
      && zip(values, right).allSatisfy { abs($0 - $1) < absolute }
  }

  private func isNear(_ value: Double, _ right: Double, relative: Double) -> Bool {
    abs(value - right) <= relative * abs(right)
  }
}
