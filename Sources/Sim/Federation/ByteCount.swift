/// Bytes on the simulated wire (docs/methods.md, "Bytes").
enum ByteCount {
  /// Width of a parameter on the wire: float32.
  static let parameter = 4

  /// Bytes of the parameters in `ranges`, one direction.
  static func parameters(_ ranges: [Range<Int>]) -> Int { parameter * ranges.valueCount }

  /// What a client sends once: its layer scores, its kept share and its number of samples.
  static func scoresUp(layers: Int) -> Int { 4 * (layers + 2) }

  /// What a client receives once: the set of global layers, a bit a layer.
  static func layersDown(layers: Int) -> Int { (layers + 7) / 8 }
}
