import Plain

/// The labels of a head by name, as data may write them.
///
/// Names are equal without regard to case and to spaces around them. Where no label is itself called by a number, a whole
/// number is the place of a label, if their order means something.
public struct HeadLabels: Sendable {
  /// Names of the labels, by index.
  public let names: [String]
  private let exact: [String: Int]
  private let alike: [String: Int]
  private let numbers: [Int: Int]

  /// Labels of these names; a name that several have stands for none of them.
  ///
  /// - Parameter areOrdered: whether numbers may be places: names that were found in a file have no order that others know.
  public init(_ names: [String], areOrdered: Bool = true) {
    self.names = names
    func index<Key: Hashable>(_ key: (String) -> Key?) -> [Key: Int] {
      let keys = names.enumerated().compactMap { place, name in key(name).map { ($0, place) } }
      return Dictionary(keys) { _, _ in -1 }.filter { $0.value >= 0 }
    }
    exact = index { $0 }
    alike = index(Self.folded)
    let numbered = index(Self.wholeNumber)
    numbers =
      numbered.isEmpty && areOrdered
      ? Dictionary(uniqueKeysWithValues: names.indices.map { ($0, $0) }) : numbered
  }

  /// The index of a label as written; nil for one that the head lacks.
  public func index(of label: String) -> Int? {
    // `1.0` is `1` even where `01` is another label.
    exact[label] ?? alike[Self.folded(label)] ?? LabelNames.whole(label).flatMap { exact[$0] }
      ?? Self.wholeNumber(label).flatMap { numbers[$0] }
  }

  /// Whether a label as written has a name, rather than being a place.
  func isNamed(_ label: String) -> Bool {
    exact[label] != nil || alike[Self.folded(label)] != nil
  }

  /// That labels of data, which are numbers, were taken as places among names that say something else; nil: they were not.
  public func placesNote(_ labels: [String]) -> String? {
    let isGeneric = names.enumerated().allSatisfy { $1 == "LABEL_\($0)" }
    guard !isGeneric, !labels.allSatisfy(isNamed) else { return nil }
    return
      "labels \(Dataset.list(labels)) taken as places in the model's head: \(Dataset.list(names))"
  }

  /// A label in the form in which those that are alike are equal.
  static func folded(_ label: String) -> String {
    let start = label.drop(while: \.isWhitespace)
    let length = start.reversed().drop(while: \.isWhitespace).count
    return start.prefix(length).lowercased()
  }

  /// A label that is a whole number, `2` or `2.0`.
  static func wholeNumber(_ label: String) -> Int? {
    Int(label) ?? decimal(label).flatMap { Int(exactly: $0) }
  }

  /// A label that is a number.
  static func decimal(_ label: String) -> Double? {
    Double(label).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Whether all of `labels` are numbers, scores perhaps.
  public static func areNumbers(_ labels: [String]) -> Bool {
    labels.allSatisfy { decimal($0) != nil }
  }
}

extension Dataset {
  /// The samples with the labels of a head, in its order; nil when the data has a label that the head lacks.
  public func labelled(as head: HeadLabels) -> Dataset? {
    let places = labelNames.map(head.index)
    guard labelNames.count > 1, !places.contains(nil) else { return nil }
    let indices = places.compactMap(\.self)
    func moved(_ samples: [Sample]) -> [Sample] {
      samples.map { sample in
        var sample = sample
        sample.label = indices[sample.label]
        return sample
      }
    }
    var result = self
    result.labelNames = head.names
    result.train = moved(train)
    result.test = moved(test)
    result.labelNote = note(head, Set(indices))
    return result
  }

  /// How the labels were matched.
  private func note(_ head: HeadLabels, _ found: Set<Int>) -> String {
    let how =
      head.placesNote(labelNames)
      ?? "labels matched by name with the model's head, in its order: \(Self.list(head.names))"
    let missing = head.names.indices.filter { !found.contains($0) }.map { head.names[$0] }
    return how + (missing.isEmpty ? "" : "; the data has no \(Self.list(missing))")
  }

  /// The first names of a list, safe in a message.
  public static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { excerpt($0) }.joined(separator: ", ")
    return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
  }
}
