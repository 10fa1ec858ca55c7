import Foundation

extension JSONEncoder {
  /// Keys sorted, so that equal values have equal bytes; slashes bare.
  ///
  /// A loss can be NaN, and a record that hides it would be a lie. JSON has no word for it, nor for
  /// the infinities, so they travel as the texts "NaN", "Infinity" and "-Infinity".
  public static func plain() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return encoder
  }
}

extension JSONDecoder {
  /// Reads what `JSONEncoder.plain()` writes.
  public static func plain() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return decoder
  }
}
