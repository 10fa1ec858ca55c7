import Foundation
import Plain

/// The tensors of a checkpoint that is split over several safetensors files, as its index tells.
public final class ShardedSafetensors: TensorFile {
  /// The path of the index.
  public let name: String
  /// Tensor names in alphabetical order.
  public let names: [String]

  private let shards: [String: SafetensorsFile]

  /// What an index is called in a model directory.
  static let indexName = "model.safetensors.index.json"

  /// Opens every file that the index at `path` names, beside it.
  ///
  /// - Throws: `notFound` for a file that is not there, `malformed` for one that does not hold what the index says.
  public init(index path: String) throws(ModelError) {
    let folder = (path as NSString).deletingLastPathComponent
    let map = try Self.map(path)
    let shards = Set(map.values).sorted()
    var files: [String: SafetensorsFile] = [:]
    var places: [String: String] = [:]
    for shard in shards {
      let file = try Self.open(shard, of: shards.count, in: folder)
      for tensor in file.names {
        guard let other = places.updateValue(shard, forKey: tensor) else { continue }
        throw Self.bad(
          path,
          "\(ModelError.excerpt(other)) and \(ModelError.excerpt(shard)) both have tensor "
            + ModelError.excerpt(tensor))
      }
      files[shard] = file
    }
    var found: [String: SafetensorsFile] = [:]
    for (tensor, shard) in map.sorted(by: { $0.key < $1.key }) {
      guard let file = files[shard], file.shape(of: tensor) != nil else {
        let place = places[tensor].map { ": it is in \(ModelError.excerpt($0))" } ?? ""
        throw Self.bad(
          path,
          "says that \(ModelError.excerpt(shard)) has tensor \(ModelError.excerpt(tensor)), which it "
            + "has not" + place)
      }
      found[tensor] = file
    }
    name = path
    names = map.keys.sorted()
    self.shards = found
  }

  /// Names of the files that the index at `path` names.
  ///
  /// - Throws: `malformed`, or `inputOutput`.
  static func files(index path: String) throws(ModelError) -> [String] {
    Set(try map(path).values).sorted()
  }

  private static func bad(_ path: String, _ problem: String) -> ModelError {
    .malformed(file: path, problem: problem, remedy: "fetch the model again")
  }

  private static func map(_ path: String) throws(ModelError) -> [String: String] {
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    let json: JSONValue
    do { json = try JSONValue.parse(file.bytes) } catch {
      throw bad(path, "is not valid JSON (\(error.problem), byte \(error.offset))")
    }
    guard let members = json["weight_map"]?.members, !members.isEmpty else {
      throw bad(path, "has no weight_map")
    }
    var map: [String: String] = [:]
    for (tensor, shard) in members {
      // A name, not a path: an index reads what lies beside it.
      guard let shard = shard.text, !shard.isEmpty else {
        throw bad(path, "names no file for tensor \(ModelError.excerpt(tensor.text))")
      }
      guard !shard.contains("/") else {
        throw bad(
          path,
          "names \(ModelError.excerpt(shard)) for tensor \(ModelError.excerpt(tensor.text)), which is no "
            + "file beside it")
      }
      map[tensor.text] = shard
    }
    return map
  }

  private static func open(
    _ shard: String, of count: Int, in folder: String
  ) throws(ModelError) -> SafetensorsFile {
    do {
      return try SafetensorsFile(path: folder.isEmpty ? shard : folder + "/" + shard)
    } catch {
      guard case .notFound(let path, _) = error else { throw error }
      throw .notFound(
        path: path, remedy: "it is one of the \(count) files of \(indexName): fetch it too")
    }
  }

  /// The shape of a tensor; nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { shards[name]?.shape(of: name) }

  /// A view of an F32 tensor without a copy, valid as long as this object.
  public func float32Pointer(_ name: String) -> UnsafePointer<Float>? {
    shards[name]?.float32Pointer(name)
  }

  /// Writes all values of a tensor to `target`.
  public func read(
    _ name: String, into target: UnsafeMutablePointer<Float>
  ) throws(ModelError) {
    guard let shard = shards[name] else {
      throw .missingTensor(file: self.name, name: ModelError.excerpt(name))
    }
    try shard.read(name, into: target)
  }
}
