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
    var tensors: Tensors = [:]
    for name in file.names {
      let key = AdapterKey.normalized(name)
      guard tensors[key] == nil else {
        throw .malformed(
          file: weightsPath, problem: "tensor \(ModelError.excerpt(key)) is there twice",
          remedy: "save the adapter again")
      }
      let values = try file.floats(name)
      try ModelError.check(values, file: weightsPath, name: name)
      tensors[key] = (shape: file.shape(of: name) ?? [], values: values)
    }
    var adapter = try LoRAAdapter(
      rank: configuration.rank, alpha: configuration.alpha, tensors: tensors, name: weightsPath)
    adapter.savedModules = configuration.savedModules
    return adapter
  }

  private static func configuration(at path: String) throws(ModelError) -> AdapterConfiguration {
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    return try AdapterConfiguration(json: file.bytes, file: path)
  }
}
