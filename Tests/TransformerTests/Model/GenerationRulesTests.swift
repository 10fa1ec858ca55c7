import Testing

@testable import Transformer

struct GenerationRulesTests {
  private func rules(
    _ own: String?, _ shared: String = "{}", _ family: Architecture = .llama
  ) throws -> GenerationRules {
    let configuration = EncoderConfiguration(
      family: family, vocabularySize: 7, hiddenSize: 4, layers: 1, heads: 2, intermediateSize: 6,
      maxPositions: 5, labels: 3, labelNames: ["a", "b", "c"])
    let scratch = try ScratchDirectory()
    try scratch.write(shared, to: "config.json")
    if let own { try scratch.write(own, to: "generation_config.json") }
    return try GenerationRules.load(directory: scratch.path, of: configuration)
  }

  @Test func endsAreATokenOrSeveral() throws {
    #expect(try rules(#"{"eos_token_id": 5}"#, #"{"eos_token_id": 6}"#).ends == [5])
    #expect(try rules(#"{"eos_token_id": [5, 9, 5]}"#).ends == [5, 9])
    #expect(try rules(#"{"eos_token_id": null}"#, #"{"eos_token_id": 6}"#).ends == [])
    #expect(try rules(nil, #"{"eos_token_id": [6]}"#).ends == [6])
    #expect(try rules(#"{"eos_token_id": 5}"#, "{}", .bert) == GenerationRules())
    for bad in ["\"</s>\"", "[1, null]", "[1.5]", "4294967296", "{}"] {
      #expect(throws: ModelError.self) { try rules("{\"eos_token_id\": \(bad)}") }
    }
    #expect(throws: ModelError.self) { try rules("[]") }
  }

  @Test(arguments: [
    ("\"repetition_penalty\": 1.0, \"num_beams\": 1, \"do_sample\": false, \"min_length\": 0", nil),
    ("\"suppress_tokens\": [], \"forced_eos_token_id\": null, \"temperature\": 0.7", nil),
    (
      "\"do_sample\": true, \"repetition_penalty\": 1.05",
      "do_sample, repetition_penalty" as String?
    ),
    (
      "\"forced_eos_token_id\": 1, \"encoder_repetition_penalty\": 1.2",
      "forced_eos_token_id, encoder_repetition_penalty"
    ), ("\"suppress_tokens\": [3], \"stop_strings\": \"x\"", "suppress_tokens, stop_strings"),
  ])
  func whatIsNotDoneIsTold(members: String, told: String?) throws {
    let note = try rules("{\(members)}").note
    #expect((note != nil) == (told != nil))
    if let told { #expect(note?.contains("asks for \(told): not read") == true) }
  }
}
