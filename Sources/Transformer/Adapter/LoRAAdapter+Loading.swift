import Foundation

extension LoRAAdapter {
  /// Loads a PEFT directory: `adapter_config.json` and `adapter_model.safetensors`.
  ///
  /// - Throws: `notFound`, `notFinite`, or what else is wrong with one of the two files.
  public static func load(directory: String) throws(ModelError) -> LoRAAdapter {
    let configurationPath = directory + "/adapter_config.json"
    let weightsPath = directory + "/adapter_model.safetensors"
    guard FileManager.default.fileExists(atPath: configurationPath) else {
      throw .notFound(
        path: configurationPath,
        remedy: "name a PEFT directory (adapter_config.json, adapter_model.safetensors)")
    }
    guard FileManager.default.fileExists(atPath: weightsPath) else {
      throw .notFound(path: weightsPath, remedy: "save the adapter with safetensors")
    }
    let configuration = try configuration(at: configurationPath)
    let file = try SafetensorsFile(path: weightsPath)
    var strays: [String] = []
    var tensors: Tensors = [:]
    for name in file.names {
      let key = AdapterKey.normalized(name)
      guard tensors[key] == nil else {
        throw .malformed(
          file: weightsPath, problem: "tensor \(ModelError.excerpt(key)) is there twice",
          remedy: "save the adapter again")
      }
      if case .pair(.a, _, let path, _, _) = AdapterKey(key), !configuration.targets.include(path) {
        strays.append(path)
      }
      let values = try file.floats(name)
      try ModelError.check(values, file: weightsPath, name: name)
      tensors[key] = (shape: file.shape(of: name) ?? [], values: values)
    }
    var adapter = try LoRAAdapter(
      usual: configuration.usual, hasMagnitudes: configuration.hasMagnitudes, tensors: tensors,
      name: weightsPath
    ) { path, _, _ throws(ModelError) in try configuration.scale(of: path) }
    adapter.savedModules = configuration.savedModules
    adapter.notes = configuration.notes
    if let first = strays.min() {
      let more = strays.count > 1 ? " and \(strays.count - 1) more" : ""
      adapter.notes.append(
        "\(configurationPath): peft leaves out the factors on \(ModelError.excerpt(first))\(more), which are used here: "
          + "its target_modules, exclude_modules, layers_to_transform or modules_to_save do not fit them"
      )
    }
    return adapter
  }

  private static func configuration(at path: String) throws(ModelError) -> AdapterConfiguration {
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    return try AdapterConfiguration(json: file.bytes, file: path)
  }
}
