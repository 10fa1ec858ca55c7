/// What the name of a table's file says of the samples in it, whatever its form, its capitals and its packing.
struct TableName {
  /// What training samples are called.
  static let training: Set = ["train", "training"]
  /// What held-out samples are called.
  static let heldOut: Set = [
    "test", "testing", "dev", "validation", "valid", "val", "eval", "evaluation", "heldout",
    "holdout",
  ]

  /// The words of the name in small letters: `mydata` and `train` of `MyData_train-00000-of-00002.csv`.
  private let words: [String]
  /// Which part of its samples it holds, as the number at the end of the name says; nil: it has none.
  let part: Int?
  /// How many parts there are, where the name says that, too.
  let parts: Int?

  /// Reads the name of a file; nil: it is not called as tables are.
  init?(_ file: String) {
    let name = file.lowercased()
    guard let ending = DatasetFiles.endings.first(where: { name.hasSuffix("." + $0) }) else {
      return nil
    }
    let all = name.dropLast(ending.count + 1).split { !$0.isLetter && !$0.isNumber }
      .map(String.init)
    let numbers = all.suffix(3).map { Int($0) }
    if all.count > 3, all[all.count - 2] == "of", let part = numbers[0], let parts = numbers[2] {
      (words, self.part, self.parts) = (all.dropLast(3), part, parts)
    } else if all.count > 1, let part = numbers.last ?? nil {
      (words, self.part, parts) = (all.dropLast(), part, nil)
    } else {
      (words, part, parts) = (all, nil, nil)
    }
    if words.isEmpty { return nil }
  }

  /// Whether it is called as training samples are.
  var isTraining: Bool { !Self.training.isDisjoint(with: words) }

  /// Whether both are parts of the same samples.
  func isSibling(of other: TableName) -> Bool {
    part != nil && other.part != nil && words == other.words
  }

  /// Whether it is called as what is held out of another file's data: `test` beside `train`, `my_eval` beside `my_train` or `my`.
  func isHeldOut(of other: TableName) -> Bool {
    // Folds have numbers too, and each has its own.
    guard part == nil || other.part == nil || parts != nil || part == other.part else {
      return false
    }
    let common = words.filter { !Self.heldOut.contains($0) }
    return common.count < words.count
      && common == other.words.filter { !Self.training.contains($0) }
  }
}
