import Metrics
import Sim
import Transformer

/// What a rank computes with, to be held against what rank 0 does.
struct RankIdentity: Codable, Equatable {
  /// Name of its machine.
  var host: String
  /// Workers that it has.
  var workers: Int
  /// Every setting that decides a number, by key.
  var settings: [String: ConfigValue]
  /// SHA-256 of each file of model and data, by what it is.
  var files: [String: String]
  /// What the last bits of products depend on.
  var arithmetic: String

  /// Of a federation whose files are `sources`.
  init(_ federation: Federation, _ sources: RunSources, host: String) {
    self.host = host
    workers = federation.settings.workers
    settings = federation.settings.config.filter { !RunIdentity.indifferent.contains($0.key) }
    // Where a file is may differ from machine to machine; what is in it is compared.
    for key in ["data.name", "data.test", "model.name", "partition.manifest"] {
      settings[key] = nil
    }
    if sources.devices != nil { settings["clock.devices"] = nil }
    arithmetic =
      "\(LinearAlgebra.version) \(LinearAlgebra.coreType(federation.settings.blas)), "
      + "\(LinearAlgebra.kernels) loops"
    files = [:]
    let named = [("data", sources.data), ("model", sources.model)]
    for (kind, source) in named + (sources.devices.map { [("devices", $0)] } ?? []) {
      for file in source.files { files["\(kind) \(file.part)"] = file.sha256 }
    }
    if let hash = federation.partitionHash { files["partition"] = hash }
  }

  /// What of `other` keeps the two from computing the same, in words that name both values; nil: nothing.
  func difference(_ other: RankIdentity) -> String? {
    for key in Set(settings.keys).union(other.settings.keys).sorted()
    where settings[key] != other.settings[key] {
      let (own, theirs) = (Self.text(settings[key]), Self.text(other.settings[key]))
      return "it has \(key) = \(theirs), rank 0 \(own)"
    }
    for name in Set(files.keys).union(other.files.keys).sorted()
    where files[name] != other.files[name] {
      let (own, theirs) = (Self.start(files[name]), Self.start(other.files[name]))
      return "its \(name) is another file: SHA-256 \(theirs), rank 0 has \(own)"
    }
    return nil
  }

  private static func text(_ value: ConfigValue?) -> String { value?.plainText ?? "nothing" }

  private static func start(_ hash: String?) -> String {
    hash.map { "\($0.prefix(12))…" } ?? "none"
  }
}
