import Plain

/// The image of a sample: its pixels, or of a large one the file that they are in, which is unpacked when they are asked for.
///
/// A photograph has ten times as many bytes as pixels as its file has, and a network reads it in small: a thousand of them would
/// not fit into memory.
public struct HeldImage: Sendable {
  /// Pixels of a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// 1 for grey, 3 for red, green and blue.
  public let channels: Int
  /// Whether any pixel is above 1, where 255 is white.
  let hasLight: Bool
  /// SHA-256 of the pixels.
  private let digest: String
  private let source: Source

  private enum Source {
    case pixels(PixelImage)
    /// Bytes of PNG or JPEG that were unpacked before without an error.
    case file([UInt8])
  }

  /// Bytes of pixels from which on a file is held in their place.
  private static let limit = 1 << 16

  /// Holds an image.
  ///
  /// - Parameter file: the bytes that `ImageFile.decoded` made it of; nil: there is no such file.
  public init(_ image: PixelImage, file: [UInt8]? = nil) {
    (width, height, channels) = (image.width, image.height, image.channels)
    hasLight = image.bytes.contains { $0 > 1 }
    var sum = SHA256()
    image.bytes.withUnsafeBytes { sum.update($0) }
    digest = sum.finish()
    source =
      if let file, image.bytes.count > Self.limit, file.count < image.bytes.count {
        .file(file)
      } else { .pixels(image) }
  }

  /// Its pixels.
  public var pixels: PixelImage {
    switch source {
    case .pixels(let image): return image
    case .file(let bytes):
      guard let image = try? ImageFile.decoded(bytes).image else {
        preconditionFailure("what was unpacked once is unpacked again")
      }
      return image
    }
  }
}

extension HeldImage: Hashable {
  /// Whether both have the same pixels.
  public static func == (one: HeldImage, other: HeldImage) -> Bool {
    (one.width, one.height, one.channels) == (other.width, other.height, other.channels)
      && one.digest == other.digest
  }

  /// By the pixels.
  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
