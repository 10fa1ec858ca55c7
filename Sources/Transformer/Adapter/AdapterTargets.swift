import Foundation
import Plain

/// Which modules PEFT puts factors on, as `adapter_config.json` names them (`check_target_module_exists` of peft 0.21).
///
/// The tensors say where they belong; this tells when a configuration says otherwise.
struct AdapterTargets: Sendable {
  private let modules: Names?
  private let excluded: Names?
  private let layers: [Int]?
  private let layerPatterns: [Expression]
  private let saved: [Expression]

  init(_ object: ConfigurationReader, savedModules: Set<String>) throws(ModelError) {
    modules = try Names(object, "target_modules")
    excluded = try Names(object, "exclude_modules")
    layers = object["layers_to_transform"].flatMap { value in
      value.int.map { [$0] } ?? value.elements?.compactMap(\.int)
    }
    let patterns =
      object["layers_pattern"].flatMap { value in
        value.text.map { [$0] } ?? value.elements?.compactMap(\.text)
      } ?? []
    var layerPatterns: [Expression] = []
    for pattern in patterns where !pattern.isEmpty {
      layerPatterns.append(
        try Expression("(?:^|.*?\\.)\(pattern)\\.(\\d+)\\.", object, "layers_pattern"))
    }
    if layerPatterns.isEmpty {
      layerPatterns = [try Expression(".*?\\.[^.]*\\.(\\d+)\\.", object, "layers_pattern")]
    }
    self.layerPatterns = layerPatterns
    var saved: [Expression] = []
    for module in savedModules.sorted() {
      saved.append(try Expression("(^|.*\\.)\(module)($|\\..*)", object, "modules_to_save"))
    }
    self.saved = saved
  }

  /// Whether the module at `path` gets factors.
  func include(_ path: String) -> Bool {
    if excluded?.match(path) ?? false || saved.contains(where: { $0.group(in: path) != nil }) {
      return false
    }
    guard let modules else { return true }
    guard modules.match(path) else { return false }
    guard case .list(let names) = modules, !names.contains(path), let layers, !layers.isEmpty
    else { return true }
    let layer = layerPatterns.lazy.compactMap { $0.group(in: path) }.first.flatMap(Int.init)
    return layer.map(layers.contains) ?? false
  }

  /// Ends of paths from a dot on, or one regular expression for the whole of a path.
  private enum Names {
    case list([String])
    case expression(Expression)
    case all

    init?(_ object: ConfigurationReader, _ key: String) throws(ModelError) {
      if let text = object[key]?.text {
        self =
          text.lowercased() == "all-linear"
          ? .all : .expression(try Expression("(?:\(text))$", object, key))
      } else if let names = object[key]?.elements?.compactMap(\.text), !names.isEmpty {
        self = .list(names)
      } else {
        return nil
      }
    }

    func match(_ path: String) -> Bool {
      switch self {
      case .list(let names): names.contains { path == $0 || path.hasSuffix("." + $0) }
      case .expression(let expression): expression.group(in: path) != nil
      case .all: true
      }
    }
  }

  /// A regular expression that begins where a path does.
  private struct Expression {
    private let expression: NSRegularExpression

    init(_ pattern: String, _ object: ConfigurationReader, _ key: String) throws(ModelError) {
      guard let expression = try? NSRegularExpression(pattern: "^(?:\(pattern))") else {
        throw object.bad(key, "has \(ModelError.excerpt(pattern)), which is no regular expression")
      }
      self.expression = expression
    }

    /// The first group, or the whole where there is none; nil when it does not fit.
    func group(in path: String) -> String? {
      let whole = NSRange(path.startIndex..., in: path)
      guard let match = expression.firstMatch(in: path, range: whole) else { return nil }
      let range = match.range(at: match.numberOfRanges - 1)
      return Range(range, in: path).map { String(path[$0]) } ?? ""
    }
  }
}
