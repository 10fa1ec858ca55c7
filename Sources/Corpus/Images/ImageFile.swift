import CImages
import Plain

/// PNG and JPEG files, unpacked by libpng and libjpeg-turbo.
enum ImageFile {
  /// Endings of names that are taken for images.
  static let endings: Set<String> = ["png", "jpg", "jpeg"]

  /// Whether a name ends as those of images do.
  static func isNamed(_ name: String) -> Bool {
    name.split(separator: ".").last.map { endings.contains($0.lowercased()) } ?? false
  }

  /// What was done to an image beside unpacking it.
  enum Change: Sendable {
    /// It was turned, or mirrored, as its Exif block asks.
    case turned
    /// Its 16 bits a channel became 8.
    case shortened
  }

  /// Reads an image: grey stays grey, a palette becomes its colours, what is see-through is seen as it lies in the file.
  /// - Throws: `CorpusError` that says what is wrong with the file.
  static func held(
    _ path: String
  ) throws(CorpusError) -> (image: HeldImage, changes: Set<Change>) {
    let bytes = try FileBytes.read(path, limit: 1 << 28)
    do throws(ImageProblem) {
      let (image, changes) = try decoded(bytes)
      return (HeldImage(image, file: bytes), changes)
    } catch {
      throw .badFile(path: path, problem: error.text)
    }
  }

  /// The image in bytes of a file.
  static func decoded(
    _ bytes: [UInt8]
  ) throws(ImageProblem) -> (image: PixelImage, changes: Set<Change>) {
    if bytes.starts(with: PNGChunks.signature) {
      return upright(
        try png(PNGChunks.withoutColorSpace(bytes)), ExifOrientation(png: bytes),
        PNGChunks.depth(bytes) == 16 ? [.shortened] : [])
    }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      return upright(try jpeg(bytes), ExifOrientation(jpeg: bytes), [])
    }
    throw ImageProblem(text: bytes.isEmpty ? "the file is empty" : "neither PNG nor JPEG")
  }

  /// An image as it is to be seen, and what was done to it.
  private static func upright(
    _ image: PixelImage, _ orientation: ExifOrientation?, _ changes: Set<Change>
  ) -> (image: PixelImage, changes: Set<Change>) {
    guard let orientation, orientation != .upright else { return (image, changes) }
    return (image.turned(orientation), changes.union([.turned]))
  }

  private static func png(_ bytes: [UInt8]) throws(ImageProblem) -> PixelImage {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    // The library keeps where both lie, from its first call to its last.
    return try withUnsafeMutablePointer(to: &image) { image throws(ImageProblem) in
      try bytes.withUnsafeBufferPointer { bytes throws(ImageProblem) in try png(bytes, image) }
    }
  }

  private static func png(
    _ bytes: UnsafeBufferPointer<UInt8>, _ image: UnsafeMutablePointer<png_image>
  ) throws(ImageProblem) -> PixelImage {
    defer { png_image_free(image) }
    guard png_image_begin_read_from_memory(image, bytes.baseAddress, bytes.count) != 0 else {
      throw broken("PNG", withUnsafeBytes(of: image.pointee.message) { Self.text($0) })
    }
    let (width, height) = (Int(image.pointee.width), Int(image.pointee.height))
    try check(width, height)
    // Of 16 bits a channel the upper ones, and not what light they would stand for.
    image.pointee.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    let isColour = image.pointee.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
    let hasAlpha = image.pointee.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
    // 8 bits a channel, whatever the file has; an alpha channel is read, for without it colours would be mixed with black.
    image.pointee.format =
      (isColour ? UInt32(PNG_FORMAT_FLAG_COLOR) : 0)
      | (hasAlpha ? UInt32(PNG_FORMAT_FLAG_ALPHA) : 0)
    let (kept, read) = (isColour ? 3 : 1, (isColour ? 3 : 1) + (hasAlpha ? 1 : 0))
    var pixels = [UInt8](repeating: 0, count: width * height * read)
    guard png_image_finish_read(image, nil, &pixels, Int32(width * read), nil) != 0 else {
      throw broken("PNG", withUnsafeBytes(of: image.pointee.message) { Self.text($0) })
    }
    if hasAlpha {
      pixels = pixels.indices.lazy.filter { $0 % read < kept }.map { pixels[$0] }
    }
    return PixelImage(width: width, height: height, channels: kept, bytes: pixels)
  }

  private static func jpeg(_ bytes: [UInt8]) throws(ImageProblem) -> PixelImage {
    guard let handle = tjInitDecompress() else { throw ImageProblem(text: "no memory for a JPEG") }
    defer { tjDestroy(handle) }
    var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
    let length = UInt(bytes.count)
    guard
      tjDecompressHeader3(handle, bytes, length, &width, &height, &sampling, &space) == 0
    else { throw broken("JPEG", String(cString: tjGetErrorStr2(handle))) }
    try check(Int(width), Int(height))
    guard space != Int32(TJCS_CMYK.rawValue), space != Int32(TJCS_YCCK.rawValue) else {
      throw ImageProblem(text: "a JPEG in CMYK, the colours of print: save it as RGB")
    }
    let isGrey = space == Int32(TJCS_GRAY.rawValue)
    let channels = isGrey ? 1 : 3
    var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * channels)
    guard
      tjDecompress2(
        handle, bytes, length, &pixels, width, 0, height,
        Int32((isGrey ? TJPF_GRAY : TJPF_RGB).rawValue), TJFLAG_ACCURATEDCT) == 0
    else { throw broken("JPEG", String(cString: tjGetErrorStr2(handle))) }
    return PixelImage(width: Int(width), height: Int(height), channels: channels, bytes: pixels)
  }

  private static func check(_ width: Int, _ height: Int) throws(ImageProblem) {
    let (pixels, isOver) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !isOver, pixels <= PixelImage.limit else {
      throw ImageProblem(
        text:
          "an image of \(width) x \(height) pixels, more than the \(PixelImage.limit) that are read"
      )
    }
  }

  private static func broken(_ kind: String, _ why: String) -> ImageProblem {
    ImageProblem(text: "a broken \(kind) file (\(excerpt(why)))")
  }

  // A C string in an array of fixed length.
  private static func text(_ message: UnsafeRawBufferPointer) -> String {
    String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// What is wrong with an image, in words.
struct ImageProblem: Error, Equatable {
  /// The words.
  let text: String
}
