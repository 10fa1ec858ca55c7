import Foundation
import Plain

/// What a model directory says of how its texts are continued.
///
/// As `generate` of `transformers` does, `generation_config.json` is read where there is one, and else the end of a text is
/// taken from `config.json`.
public struct GenerationRules: Sendable, Equatable {
  /// Tokens that end a text.
  public var ends: Set<Int32> = []
  /// What it asks for and is not done, a sentence; nil: nothing.
  public var note: String?

  /// No rules.
  public init() {}

  /// Reads the directory of a model; there are none for a network that continues nothing.
  /// - Throws: `malformed` for a file that is no JSON object, or ends that are no tokens.
  public static func load(
    directory: String, of configuration: EncoderConfiguration
  ) throws(ModelError) -> GenerationRules {
    var rules = GenerationRules()
    guard configuration.family.path(of: .wordOut) != nil else { return rules }
    let own = directory + "/generation_config.json"
    let isOwn = FileManager.default.fileExists(atPath: own)
    let path = isOwn ? own : directory + "/config.json"
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    let object = try ConfigurationReader(file.bytes, file: path)
    if let value = object[ends] {
      let tokens = value.elements ?? [value]
      rules.ends = Set(tokens.compactMap { $0.int.flatMap(Int32.init(exactly:)) })
      guard rules.ends.count == Set(tokens.map { $0.int }).count else {
        throw object.bad(ends, "is neither a token nor a list of tokens")
      }
    }
    guard isOwn else { return rules }
    let asked = unobeyed.filter { key in
      object[key].map { key.hasSuffix("_token_id") && $0.int != nil || asksForSomething($0) }
        ?? false
    }
    if !asked.isEmpty {
      rules.note =
        "generation_config.json asks for \(asked.joined(separator: ", ")): not read; words are the likeliest, or "
        + "drawn with --temperature and --top-p"
    }
    return rules
  }

  private static let ends = "eos_token_id"

  /// What changes which words `generate` of `transformers` takes.
  private static let unobeyed = [
    "do_sample", "num_beams", "repetition_penalty", "no_repeat_ngram_size", "suppress_tokens",
    "begin_suppress_tokens", "bad_words_ids", "forced_bos_token_id", "forced_eos_token_id",
    "min_length", "min_new_tokens", "exponential_decay_length_penalty", "sequence_bias",
    "guidance_scale", "stop_strings", "encoder_repetition_penalty", "penalty_alpha",
  ]

  /// Whether a value changes anything: factors of 1, counts of 0 and empty lists do not.
  private static func asksForSomething(_ value: JSONValue) -> Bool {
    if let flag = value.bool { return flag }
    if let number = value.double { return number != 1 && number != 0 }
    return !(value.elements?.isEmpty ?? false)
  }
}
