import Corpus

extension TokenizedData {
  /// The image of a sample, put together of its patches and no wider than `limit`; nil for a text.
  func picture(_ position: Int, limit: Int) -> PixelImage? {
    guard let (patches, size, channels) = patches(of: position) else { return nil }
    let patch = Int(Double(size / channels).squareRoot())
    let across = Int(Double(patches.count / size).squareRoot())
    guard patch > 0, across * across * size == patches.count else { return nil }
    let side = across * patch
    var bytes = [UInt8](repeating: 0, count: side * side * channels)
    for (place, byte) in patches.enumerated() {
      let (index, inside) = (place / size, place % size)
      let (channel, pixel) = (inside / (patch * patch), inside % (patch * patch))
      let row = index / across * patch + pixel / patch
      let column = index % across * patch + pixel % patch
      bytes[(row * side + column) * channels + channel] = byte
    }
    return PixelImage(width: side, height: side, channels: channels, bytes: bytes)
      .shrunk(to: limit)
  }
}
