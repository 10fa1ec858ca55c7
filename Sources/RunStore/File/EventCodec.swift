import Foundation
import Metrics
import Plain

/// Events as the JSON of the `payload` column: one flat object, keys sorted, so the same event has
/// the same bytes.
struct EventCodec {
  private let encoder = JSONEncoder.plain()
  private let decoder = JSONDecoder.plain()

  /// The JSON of `value`.
  func encode(_ value: some Encodable) throws -> Data { try encoder.encode(value) }

  /// The event in `data`.
  func event(_ data: Data) throws -> RunEvent { try decoder.decode(RunEvent.self, from: data) }

  /// The configuration in `data`; empty when it makes no sense.
  func configuration(_ data: Data) -> [String: ConfigValue] {
    (try? decoder.decode([String: ConfigValue].self, from: data)) ?? [:]
  }
}
