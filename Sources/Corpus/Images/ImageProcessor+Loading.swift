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
    try checkSize(object, side, bad)
    var filter: Resampling?
    if object["do_resize"]?.bool != false {
      let number = object["resample"].map { $0.int ?? -1 } ?? 2
      guard let known = Resampling(rawValue: number) else {
        throw bad(
          "resample \(number) is not known: 0 nearest, 1 Lanczos, 2 bilinear, 3 bicubic, 4 box")
      }
      filter = known
    }
    for key in ["do_center_crop", "do_pad"] where object[key]?.bool == true {
      throw bad("\(key) is not done here")
    }
    func numbers(_ key: String, _ missing: Double) throws(CorpusError) -> [Double] {
      guard let value = object[key] else { return Array(repeating: missing, count: channels) }
      let values = value.elements?.compactMap(\.double) ?? []
      guard values.count == channels, values.allSatisfy(\.isFinite) else {
        throw bad("\(key) is not a list of \(channels) numbers, one a channel")
      }
      return values
    }
    let isNormal = object["do_normalize"]?.bool != false
    let mean = isNormal ? try numbers("image_mean", 0.5) : Array(repeating: 0, count: channels)
    let deviation =
      isNormal ? try numbers("image_std", 0.5) : Array(repeating: 1, count: channels)
    guard deviation.allSatisfy({ $0 > 0 }) else {
      throw bad("image_std has a number that is not above 0")
    }
    let scale =
      object["do_rescale"]?.bool == false ? 1 : object["rescale_factor"]?.double ?? 1.0 / 255
    guard scale.isFinite else { throw bad("rescale_factor is no number") }
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
    guard found == [side, side] else {
      throw bad("size is not the \(side) x \(side) pixels of config.json's image_size")
    }
  }
}
