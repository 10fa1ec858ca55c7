/// The files that a data set is read from.
public struct DatasetFiles: Sendable, Equatable {
  /// The file, or the folder of several.
  public var location: String
  /// Whether it is a folder.
  public var isFolder: Bool
  /// Training samples, or all of them.
  public var train: String
  /// Held-out samples; nil: a share of the others.
  public var test: String?
  /// Names of the labels; nil: those that occur.
  public var labels: String?

  /// Finds the files of a fetched data set, a file, or a folder with `train.jsonl`.
  /// - Throws: `CorpusError.notFound`.
  public init(
    _ nameOrPath: String, root: String = DatasetLibrary.defaultRoot
  ) throws(CorpusError) {
    let isKnown = DatasetLibrary.isFetched(nameOrPath)
    location = isKnown ? "\(root)/\(nameOrPath)" : nameOrPath
    isFolder = isKnown || FileBytes.isFolder(location)
    if isFolder {
      train = location + "/train.jsonl"
      guard FileBytes.exists(train) else {
        throw .notFound(
          path: train,
          advice: isKnown
            ? "run `make data`, or scripts/fetch-data \(nameOrPath)"
            : "give a file, or a folder with train.jsonl")
      }
      let names = location + "/labels.json"
      labels = FileBytes.exists(names) ? names : nil
    } else {
      train = location
      guard FileBytes.exists(train) else {
        let names = DatasetLibrary.entries(root: root).map(\.name).joined(separator: ", ")
        throw .notFound(path: nameOrPath, advice: "give a file, or one of \(names)")
      }
    }
    test = DatasetReader.siblingTest(of: train)
  }

  /// Each file by what it is to the data set: `train`, `test`, `labels`.
  public var parts: [(part: String, path: String)] {
    [("train", train), ("test", test), ("labels", labels)].compactMap { part, path in
      path.map { (part, $0) }
    }
  }

  /// The short name of a data set that was asked for as `nameOrPath`.
  public func title(_ nameOrPath: String) -> String {
    isFolder
      ? String(nameOrPath.split(separator: "/").last ?? "data") : DatasetReader.name(of: nameOrPath)
  }
}
