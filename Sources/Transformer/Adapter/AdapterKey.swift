/// What a tensor of an adapter file is, read off its key.
enum AdapterKey: Equatable {
  /// `lora_A` ([rank, in]) or `lora_B` ([out, rank]) of a linear map.
  case factor(layer: Int, site: LinearSite, isB: Bool)
  /// A tensor of the task head, saved whole.
  case head
  /// Something that the encoder cannot take.
  case unknown

  /// The key without PEFT's wrapping: `base_model.model.`, `.default`, `.modules_to_save`.
  static func normalized(_ key: String) -> String {
    let wrapper = "base_model.model."
    let bare = key.hasPrefix(wrapper) ? key.dropFirst(wrapper.count) : key[...]
    let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
    return parts.filter { $0 != "default" && $0 != "modules_to_save" }.joined(separator: ".")
  }

  /// Reads a normalised key.
  init(_ key: String) {
    if ["classifier.weight", "classifier.bias"].contains(key)
      || ["dense", "out_proj"].contains(where: {
        key == "classifier.\($0).weight" || key == "classifier.\($0).bias"
      })
    {
      self = .head
    } else if let factor = Self.factor(key) {
      self = factor
    } else {
      self = .unknown
    }
  }

  /// `<family>.encoder.layer.<n>.<module path>.lora_<A|B>.weight`.
  private static func factor(_ key: String) -> AdapterKey? {
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 6, parts[1] == "encoder", parts[2] == "layer",
      EncoderConfiguration.Family(rawValue: String(parts[0])) != nil,
      let layer = Int(parts[3]), (0..<1024).contains(layer), parts[parts.count - 1] == "weight"
    else { return nil }
    let factor = parts[parts.count - 2]
    guard factor == "lora_A" || factor == "lora_B" else { return nil }
    let path = parts[4..<parts.count - 2].joined(separator: ".")
    guard let site = LinearSite.allCases.first(where: { $0.modulePath == path }) else { return nil }
    return .factor(layer: layer, site: site, isB: factor == "lora_B")
  }
}
