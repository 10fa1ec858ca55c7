import Foundation

/// A model of the oracle, changed as models from elsewhere differ from it.
struct ModelCopy {
  /// Its folder.
  let path: String

  /// - Parameters:
  ///   - configuration: members of `config.json` to set; `NSNull` takes one out.
  ///   - dropping: tensors to leave out.
  ///   - filling: tensors of which every value is set.
  init(
    of oracle: Oracle = Oracle("bert"), in scratch: Scratch, configuration: [String: Any] = [:],
    dropping: (String) -> Bool = { _ in false }, filling: [String: Float] = [:]
  ) throws {
    path = try scratch.copy(oracle.model, to: "model-\(UUID().uuidString)", changing: "config.json")
    {
      data in
      guard var members = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
        let text = try? JSONSerialization.data(
          withJSONObject: {
            for (key, value) in configuration {
              members[key] = value is NSNull ? nil : value
            }
            return members
          }())
      else { return }
      data = text
    }
    let file = URL(filePath: path).appending(path: "model.safetensors")
    try Self.edit(file, dropping: dropping, filling: filling)
  }

  /// Changes tensors of a file where they lie.
  static func edit(
    _ file: URL, dropping: (String) -> Bool, filling: [String: Float]
  ) throws {
    let data = try Data(contentsOf: file)
    let count = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = data[8..<8 + count]
    guard var entries = try JSONSerialization.jsonObject(with: header) as? [String: Any] else {
      throw CocoaError(.fileReadCorruptFile)
    }
    var values = Data(data[(8 + count)...])
    for (name, value) in filling {
      guard let entry = entries[name] as? [String: Any],
        let range = entry["data_offsets"] as? [Int]
      else { throw CocoaError(.fileReadCorruptFile) }
      let one = withUnsafeBytes(of: value.bitPattern.littleEndian) { Data($0) }
      for place in stride(from: range[0], to: range[1], by: 4) {
        values.replaceSubrange(place..<place + 4, with: one)
      }
    }
    // What nobody names any more may lie between: the values are dropped with the names.
    var packed = Data()
    for (name, value) in entries.sorted(by: { $0.key < $1.key }) where name != "__metadata__" {
      guard var entry = value as? [String: Any], let range = entry["data_offsets"] as? [Int],
        !dropping(name)
      else {
        entries[name] = nil
        continue
      }
      entry["data_offsets"] = [packed.count, packed.count + range[1] - range[0]]
      packed += values[range[0]..<range[1]]
      entries[name] = entry
    }
    var text = try JSONSerialization.data(withJSONObject: entries)
    text += Data(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
    try (length + text + packed).write(to: file)
  }
}
