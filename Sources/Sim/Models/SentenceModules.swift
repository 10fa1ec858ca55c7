import Foundation
import Plain
import Transformer

/// What sentence-transformers does behind a network, as `modules.json` beside it says: a run trains a head of its own there.
struct SentenceModules {
  /// Which tokens make the vector, such as `cls`, by what the file of pooling calls it.
  private(set) var pooling: [String] = []
  /// What follows but for lengths made one, such as `Dense`.
  private(set) var further: [String] = []

  /// Reads the files of a model's directory; nil where there is no list of modules that makes sense.
  init?(directory: String) {
    func json(_ name: String) -> JSONValue? {
      FileManager.default.contents(atPath: "\(directory)/\(name)")
        .flatMap { $0.count < 1 << 20 ? try? JSONValue.parse(Array($0)) : nil }
    }
    guard let modules = json("modules.json")?.elements else { return nil }
    for module in modules {
      let kind = String(module["type"]?.text?.split(separator: ".").last ?? "")
      switch kind {
      case "Transformer", "Normalize", "": break
      case "Pooling":
        let members = json("\(module["path"]?.text ?? "")/config.json")?.members ?? [:]
        pooling =
          members["pooling_mode"]?.text.map { [$0] }
          ?? members.filter { $0.key.text.hasPrefix("pooling_mode_") && $0.value.bool == true }
          .keys.map { String($0.text.dropFirst("pooling_mode_".count)) }.sorted()
      default: further.append(kind)
      }
    }
  }

  /// What of it a run that reads `pooling` does not do; nil: nothing.
  func note(_ name: String, reads pooling: Pooling) -> String? {
    let known: Set<String> = pooling == .mean ? ["mean_tokens", "mean"] : ["cls_token", "cls"]
    let other = Set(self.pooling).isSubset(of: known) ? [] : self.pooling
    let asked =
      (other.isEmpty ? [] : ["pooling \(other.map { excerpt($0) }.joined(separator: " and "))"])
      + further.map { excerpt($0) }
    guard !asked.isEmpty else { return nil }
    return
      "\(name): its sentence-transformers modules are not read (\(asked.joined(separator: ", "))); the head reads "
      + "the \(pooling.words) (model.pooling)"
  }
}
