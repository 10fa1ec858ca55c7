import Plain

/// Numbers that a network reads for bytes of pixels: (byte · scale − mean) / deviation, a row a channel.
public struct PixelLevels: Sendable, Equatable {
  /// [channels, 256].
  public let values: [Float]
  /// Channels of a pixel.
  public var channels: Int { values.count / 256 }

  /// Appends what bytes of patches stand for; in each patch of `size` bytes a channel lies behind the other.
  public func append(_ pixels: ArraySlice<UInt8>, patchSize size: Int, to values: inout [Float]) {
    guard size >= channels else { return }
    for (place, byte) in pixels.enumerated() {
      values.append(self.values[256 * (place % size / (size / channels)) + Int(byte)])
    }
  }
}

/// Makes patches of images, as a checkpoint's `preprocessor_config.json` says: the tokenizer of a network over patches.
///
/// A patch is taken row by row; its values are ordered by channel, then row, then column.
public struct ImageProcessor: Tokenizer {
  let size: (width: Int, height: Int)
  let patch: Int
  /// Nil: images of another size are refused.
  let filter: Resampling?
  let levels: PixelLevels

  /// A processor with the usual levels, mean and deviation ½, for square images.
  public init(side: Int, patch: Int, channels: Int) {
    self.init(
      size: (side, side), patch: patch, filter: .bilinear,
      levels: Self.levels(
        scale: 1.0 / 255, mean: Array(repeating: 0.5, count: channels),
        deviation: Array(repeating: 0.5, count: channels)))
  }

  init(size: (width: Int, height: Int), patch: Int, filter: Resampling?, levels: PixelLevels) {
    self.size = size
    self.patch = patch
    self.filter = filter
    self.levels = levels
  }

  static func levels(scale: Double, mean: [Double], deviation: [Double]) -> PixelLevels {
    PixelLevels(
      values: mean.indices.flatMap { channel in
        (0..<256).map { Float((Double($0) * scale - mean[channel]) / deviation[channel]) }
      })
  }

  /// What the bytes of `encode`'s pixels stand for.
  public var pixelLevels: PixelLevels? { levels }

  /// Patches of an image.
  var patches: Int { (size.width / patch) * (size.height / patch) }

  /// The patches of a sample's image; none of a text.
  public func encode(_ sample: Sample, maxLength: Int) -> Encoding {
    guard let image = sample.image else { return Encoding(tokens: [], tokenTypes: []) }
    var fitting = image.pixels.converted(channels: levels.channels)
    if fitting.width != size.width || fitting.height != size.height {
      fitting = fitting.resized(width: size.width, height: size.height, filter ?? .bilinear)
    }
    return Encoding(
      tokens: (0...Int32(patches)).map(\.self),
      tokenTypes: Array(repeating: 0, count: patches + 1), texts: [1..<patches + 1],
      pixels: ordered(fitting))
  }

  /// Fails on an image that is not of the model's size where images are not resized, too; tells what else is changed.
  @discardableResult
  public func check(_ dataset: Dataset, place: String) throws(CorpusError) -> [String] {
    guard dataset.hasImages else {
      throw .badFile(
        path: place,
        problem:
          "these are texts, and the model reads images: take a model of texts, or a set of images")
    }
    let samples = dataset.train + dataset.test
    func isResized(_ image: HeldImage) -> Bool { (image.width, image.height) != size }
    if filter == nil, let sample = samples.first(where: { $0.image.map(isResized) ?? false }),
      let image = sample.image
    {
      throw .badFile(
        path: place,
        problem:
          "\(excerpt(sample.text)) has \(image.width) x \(image.height) pixels, the model takes "
          + "\(size.width) x \(size.height), and its preprocessor_config.json has do_resize false")
    }
    func note(_ isSo: (HeldImage) -> Bool, _ what: String) -> String? {
      let count = samples.count { $0.image.map(isSo) ?? false }
      return count == 0 ? nil : "\(count) of \(samples.count) images are \(what)"
    }
    return [
      note(isResized, "resized to the model's \(size.width) x \(size.height) pixels"),
      note({ $0.channels < levels.channels }, "grey: the model's three channels are the same"),
      note({ $0.channels > levels.channels }, "in colour: the model reads their grey"),
    ].compactMap(\.self)
  }

  private func ordered(_ image: PixelImage) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(image.bytes.count)
    for top in stride(from: 0, to: size.height, by: patch) {
      for left in stride(from: 0, to: size.width, by: patch) {
        for channel in 0..<image.channels {
          for row in top..<top + patch {
            for column in left..<left + patch {
              out.append(image.bytes[(row * size.width + column) * image.channels + channel])
            }
          }
        }
      }
    }
    return out
  }

  // MARK: What texts have

  /// Nothing: there are no patches in a text.
  public func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding {
    Encoding(tokens: [], tokenTypes: [])
  }

  /// The class token and the patches, by their places.
  public var vocabularySize: Int { patches + 1 }
  /// None.
  public var maskToken: Int32? { nil }
  /// The class token.
  public var specialTokens: Set<Int32> { [0] }
  /// An image that is cut loses its end.
  public var truncatesLeft: Bool { false }
}
