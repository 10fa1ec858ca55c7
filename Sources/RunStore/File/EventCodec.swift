import Foundation
import Metrics

/// Events as the JSON of the `payload` column: one flat object, keys sorted, so the same event has
/// the same bytes.
struct EventCodec {
  private let encoder: JSONEncoder
  private let decoder: JSONDecoder

  init() {
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A loss can be NaN, and a record that hides it would be a lie; JSON has no word for it, so it
    // travels as text.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  }

  /// The JSON of `value`.
  func encode(_ value: some Encodable) throws -> Data { try encoder.encode(value) }

  /// The event in `data`.
  func event(_ data: Data) throws -> RunEvent { try decoder.decode(RunEvent.self, from: data) }

  /// The configuration in `data`; empty when it makes no sense.
  func configuration(_ data: Data) -> [String: ConfigValue] {
    (try? decoder.decode([String: ConfigValue].self, from: data)) ?? [:]
  }
}
