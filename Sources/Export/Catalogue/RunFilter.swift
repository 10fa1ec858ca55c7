import Foundation
import Host
import Sim

/// A condition on runs, such as `method=fibecfed` or `accuracy>0.8`.
public struct RunFilter: Equatable, Sendable {
  /// How a value must compare.
  enum Relation: String, CaseIterable, Sendable {
    case notEqual = "!="
    case atLeast = ">="
    case atMost = "<="
    case equal = "="
    case above = ">"
    case below = "<"
  }

  /// What is compared: a column, or a setting by its dotted key.
  public let key: String
  /// How.
  let relation: Relation
  /// What with, as typed.
  let value: String

  /// Reads a condition.
  /// - Throws: a usage `Failure` when it is none, or names nothing that a run has.
  public init(_ text: String) throws(Failure) {
    guard let first = text.firstIndex(where: { "!<>=".contains($0) }),
      first > text.startIndex,
      let relation = Relation.allCases.first(where: { text[first...].hasPrefix($0.rawValue) })
    else {
      throw Failure(
        "--where \(text): must be a key, one of = != > >= < <=, and a value, such as accuracy>0.8",
        .usage)
    }
    key = text[..<first].trimmingCharacters(in: .whitespaces)
    self.relation = relation
    value = text[first...].dropFirst(relation.rawValue.count)
      .trimmingCharacters(in: .whitespaces)
    let known = RunRow.columns + Setting.all.map(\.key)
    guard known.contains(key) else {
      let near = Setting.nearest(to: key, in: known).map { ": did you mean \($0)?" }
      throw Failure(
        "--where \(text): a run has no '\(key)'"
          + (near ?? "; there are \(RunRow.columns.joined(separator: ", ")) and every setting"),
        .usage)
    }
    guard !value.isEmpty else {
      throw Failure("--where \(text): give a value after \(relation.rawValue)", .usage)
    }
    let isOrder = relation != .equal && relation != .notEqual
    guard !isOrder || !RunRow.numberColumns.contains(key) || Self.number(value) != nil else {
      throw Failure(
        "--where \(text): '\(value)' is no number, which \(key) is: such as 0.8, 80%, 2h, 10MiB",
        .usage)
    }
  }

  /// Whether a run's value is as asked; a run without one is only `!=`.
  public func matches(_ found: RunRow.Value?) -> Bool {
    switch found {
    case nil: return relation == .notEqual
    case .text(let text):
      return holds(text.lowercased(), value.lowercased())
    case .number(let number):
      guard let wanted = Self.number(value) else { return relation == .notEqual }
      return holds(number, wanted)
    }
  }

  /// A number as people type it: `0.8`, `80%`, `2h`, `10MiB`.
  static func number(_ text: String) -> Double? {
    let units: [(suffix: String, factor: Double)] = [
      ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("kB", 1e3), ("MB", 1e6),
      ("GB", 1e9), ("%", 0.01), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
    ]
    if let number = Double(text) { return number }
    for (suffix, factor) in units where text.hasSuffix(suffix) {
      let digits = text.dropLast(suffix.count).trimmingCharacters(in: .whitespaces)
      return Double(digits).map { $0 * factor }
    }
    return nil
  }

  private func holds<Value: Comparable>(_ found: Value, _ wanted: Value) -> Bool {
    switch relation {
    case .equal: found == wanted
    case .notEqual: found != wanted
    case .above: found > wanted
    case .atLeast: found >= wanted
    case .below: found < wanted
    case .atMost: found <= wanted
    }
  }
}
