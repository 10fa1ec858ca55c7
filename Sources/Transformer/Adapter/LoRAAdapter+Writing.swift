import Foundation
import Plain

extension LoRAAdapter {
  /// Writes a directory that `peft` loads on the same base model.
  ///
  /// - Parameters:
  ///   - directory: Made if needed; files in it are replaced one by one.
  ///   - baseModel: Name or path of the base model, for the reader's information.
  ///   - objective: What it was trained for: a classifier's adapter, or a language model's.
  /// - Throws: `inputOutput`.
  public func write(
    directory: String, baseModel: String, objective: Objective = .labels
  ) throws(ModelError) {
    var stored: [(name: String, shape: [Int], values: [Float])] = []
    for (key, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      stored.append((name: "base_model.model." + key, shape: tensor.shape, values: tensor.values))
    }
    try FileOutput.makeDirectory(directory)
    try SafetensorsWriter.write(
      tensors: stored, metadata: ["format": "pt"], precision: .float32,
      to: directory + "/adapter_model.safetensors")
    try FileOutput.replace(
      directory + "/adapter_config.json", with: Data(configuration(baseModel, objective).utf8))
  }

  private func configuration(_ baseModel: String, _ objective: Objective) -> String {
    let head = Set(tensors.keys.filter { AdapterKey($0) == .head }.compactMap(Self.savedModule))
    let members: [ExactString: JSONValue] = [
      "peft_type": .string("LORA"),
      "task_type": task(objective),
      "base_model_name_or_path": .string(baseModel),
      "inference_mode": .bool(true),
      "r": .integer(rank),
      "lora_alpha": Self.number(alpha),
      "lora_dropout": .number(0),
      "bias": .string("none"),
      "fan_in_fan_out": .bool(false),
      "use_rslora": .bool(usual.scaling == .root),
      "use_dora": .bool(hasMagnitudes),
      "init_lora_weights": .bool(true),
      "rank_pattern": pattern { $0.rank == rank ? nil : .integer($0.rank) },
      "alpha_pattern": pattern { $0.alpha == alpha ? nil : Self.number($0.alpha) },
      "modules_to_save": head.isEmpty ? .null : .array(head.sorted().map { .string($0) }),
      "target_modules": .array(targets.map { .string($0) }),
      "layers_to_transform": isUniform ? .array(layers.map { .integer($0) }) : .null,
    ]
    return JSONValue.object(members).serialized(indented: true) + "\n"
  }

  /// PEFT has no kind of task for images.
  private func task(_ objective: Objective) -> JSONValue {
    guard objective == .labels else { return .string("CAUSAL_LM") }
    return family?.keys.patches == nil ? .string("SEQ_CLS") : .null
  }

  /// Paths of the maps that `value` has something to say of.
  private func pattern(_ value: (LoRAScale) -> JSONValue?) -> JSONValue {
    let said = pairs.compactMap { pair in value(pair.scale).map { (ExactString(pair.path), $0) } }
    return .object(Dictionary(said) { first, _ in first })
  }

  private static func number(_ alpha: Float) -> JSONValue {
    Int(exactly: alpha).map { .integer($0) } ?? .number(Double(alpha))
  }

  /// The module that PEFT saves whole for a tensor of the head: the outermost one below the encoder.
  private static func savedModule(_ key: String) -> String? {
    let parts = key.split(separator: ".").map(String.init)
    return parts.first { part in !Architecture.all.contains { $0.prefix == part } }
  }

  /// PEFT matches the ends of module paths, where BERT's `output.dense` also means
  /// `attention.output.dense`: sites alone name the modules unless one that is not wanted ends the same.
  private var isUniform: Bool {
    guard let family else { return true }
    guard pairs.count == sites.count * layers.count, pairs.allSatisfy({ $0.layer != nil }) else {
      return false
    }
    return sites.compactMap { family.target($0) }.allSatisfy { target in
      family.modules.allSatisfy { part, path in
        !path.hasSuffix("." + target) || sites.contains { $0.part == part }
      }
    }
  }

  private var targets: [String] {
    guard let family else { return [] }
    if isUniform { return sites.compactMap { family.target($0) } }
    return pairs.map { pair in
      let prefix = family.prefix + "."
      return pair.path.hasPrefix(prefix) ? String(pair.path.dropFirst(prefix.count)) : pair.path
    }
  }
}
