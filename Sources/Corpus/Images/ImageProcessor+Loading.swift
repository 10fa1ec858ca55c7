import Plain

extension ImageProcessor {
  /// Reads `preprocessor_config.json` of a Hugging Face directory, for a network over square images; without the file
  /// images are resized, and mean and deviation are ½.
  /// - Throws: `CorpusError.badFile` for what is not understood.
  public static func load(
    directory: String, side: Int, patch: Int, channels: Int
  ) throws(CorpusError) -> ImageProcessor {
    let path = directory + "/preprocessor_config.json"
    guard FileBytes.exists(path) else {
      return ImageProcessor(side: side, patch: patch, channels: channels)
    }
    let bytes = try FileBytes.read(path, limit: 1 << 20)
    func bad(_ problem: String) -> CorpusError { .badFile(path: path, problem: problem) }
    guard let object = try? JSONValue.parse(bytes), object.members != nil else {
      throw bad("not a JSON object")
    }
    func flag(_ key: String, _ missing: Bool) throws(CorpusError) -> Bool {
      guard let value = object[key] else { return missing }
      guard let flag = value.bool else { throw bad("\(key) is neither true nor false") }
      return flag
    }
    let type = object["image_processor_type"]?.text ?? object["feature_extractor_type"]?.text
    if let type, !type.hasPrefix("ViT") {
      throw bad("image_processor_type '\(excerpt(type))' is not known: ViTImageProcessor is")
    }
    for key in ["do_center_crop", "do_pad"] where try flag(key, false) {
      throw bad("\(key) is not known: prepare the images so, and set it to false")
    }
    try checkSize(object, side, bad)
    var filter: Resampling?
    if try flag("do_resize", true) {
      let number = object["resample"].map { $0.int ?? -1 } ?? 2
      guard let known = Resampling(rawValue: number) else {
        throw bad(
          "resample is none of 0 nearest, 1 Lanczos, 2 bilinear, 3 bicubic, 4 box")
      }
      filter = known
    }
    func numbers(_ key: String, _ missing: Double) throws(CorpusError) -> [Double] {
      guard let value = object[key] else { return Array(repeating: missing, count: channels) }
      let values = value.elements?.compactMap(\.double) ?? []
      guard values.count == channels, values.allSatisfy(\.isFinite) else {
        throw bad("\(key) is not a list of \(channels) numbers, one a channel")
      }
      return values
    }
    let isNormal = try flag("do_normalize", true)
    let mean = isNormal ? try numbers("image_mean", 0.5) : Array(repeating: 0, count: channels)
    let deviation =
      isNormal ? try numbers("image_std", 0.5) : Array(repeating: 1, count: channels)
    guard deviation.allSatisfy({ $0 > 0 }) else {
      throw bad("image_std has a number that is not above 0")
    }
    var scale = 1.0
    if try flag("do_rescale", true) {
      guard let factor = (object["rescale_factor"] ?? .number(1.0 / 255)).double, factor.isFinite
      else { throw bad("rescale_factor is no number") }
      scale = factor
    }
    return ImageProcessor(
      size: (side, side), patch: patch, filter: filter,
      levels: levels(scale: scale, mean: mean, deviation: deviation))
  }

  private static func checkSize(
    _ object: JSONValue, _ side: Int, _ bad: (String) -> CorpusError
  ) throws(CorpusError) {
    guard let size = object["size"] else { return }
    let found =
      size.int.map { [$0, $0] } ?? [size["width"]?.int, size["height"]?.int].compactMap(\.self)
    guard !found.isEmpty else {
      throw bad("size has no width and height: resizing by an edge or an area is not known")
    }
    guard found == [side, side] else {
      throw bad("size is not the \(side) x \(side) pixels of config.json's image_size")
    }
  }
}
