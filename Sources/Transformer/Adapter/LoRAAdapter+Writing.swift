import Foundation
import Plain

extension LoRAAdapter {
  /// Writes a directory that `peft` loads on the same base model for sequence classification.
  ///
  /// - Parameters:
  ///   - directory: Made if needed; files in it are replaced one by one.
  ///   - baseModel: Name or path of the base model, for the reader's information.
  /// - Throws: `inputOutput`.
  public func write(directory: String, baseModel: String) throws(ModelError) {
    var stored: [(name: String, shape: [Int], values: [Float])] = []
    for (key, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      stored.append((name: "base_model.model." + key, shape: tensor.shape, values: tensor.values))
    }
    try FileOutput.makeDirectory(directory)
    try SafetensorsWriter.write(
      tensors: stored, metadata: ["format": "pt"], precision: .float32,
      to: directory + "/adapter_model.safetensors")
    try FileOutput.replace(
      directory + "/adapter_config.json", with: Data(configuration(baseModel: baseModel).utf8))
  }

  private func configuration(baseModel: String) -> String {
    let hasHead = tensors.keys.contains { AdapterKey($0) == .head }
    let members: [ExactString: JSONValue] = [
      "peft_type": .string("LORA"),
      "task_type": .string("SEQ_CLS"),
      "base_model_name_or_path": .string(baseModel),
      "inference_mode": .bool(true),
      "r": .integer(rank),
      "lora_alpha": Int(exactly: alpha).map { .integer($0) } ?? .number(Double(alpha)),
      "lora_dropout": .number(0),
      "bias": .string("none"),
      "fan_in_fan_out": .bool(false),
      "use_rslora": .bool(false),
      "use_dora": .bool(false),
      "init_lora_weights": .bool(true),
      "rank_pattern": .object([:]),
      "alpha_pattern": .object([:]),
      "modules_to_save": hasHead ? .array([.string("classifier")]) : .null,
      "target_modules": .array(targets.map { .string($0) }),
      "layers_to_transform": isUniform ? .array(layers.map { .integer($0) }) : .null,
    ]
    return JSONValue.object(members).serialized(indented: true) + "\n"
  }

  /// PEFT matches the ends of module paths, where `output.dense` also means
  /// `attention.output.dense`: sites alone name the modules unless only the former is wanted.
  private var isUniform: Bool { !sites.contains(.down) || sites.contains(.attentionOut) }

  private var targets: [String] {
    guard isUniform else {
      return layers.flatMap { layer in sites.map { "encoder.layer.\(layer).\($0.modulePath)" } }
    }
    return sites.map { site in
      switch site {
      case .query, .key, .value: site.rawValue
      case .attentionOut, .up, .down: site.modulePath
      }
    }
  }
}
