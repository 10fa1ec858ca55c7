import Foundation
import Plain

/// The files that a data set is read from.
public struct DatasetFiles: Sendable, Equatable {
  /// The file, or the folder of several.
  public var location: String
  /// Whether it is a folder.
  public var isFolder: Bool
  /// Training samples, or all of them.
  public var train: String
  /// More files of training samples; each file is a client then.
  public var more: [String] = []
  /// Held-out samples; nil: a share of the others.
  public var test: String?
  /// Names of the labels; nil: those that occur.
  public var labels: String?
  /// Where the images are; nil for a set of texts.
  public private(set) var images: ImageFiles?
  /// What was decided about the held-out samples and should be told.
  public var notes: [String] = []
  /// What to add to an error in the test file, when nobody named that.
  var whyTest = ""

  /// Names of files beside `train.*` that hold samples out, in the order in which they are looked for.
  private static let heldOut = [
    "test", "dev", "validation", "valid", "val", "dev_matched", "validation_matched",
  ]
  /// Endings of tables, packed or not.
  static let endings = ["jsonl", "json", "ndjson", "csv", "tsv"].flatMap {
    [$0, $0 + ".gz"]
  }

  /// Finds the files of a fetched data set, a file, or a folder with `train.jsonl` or its like.
  /// - Throws: `CorpusError.notFound`.
  public init(
    _ request: DatasetRequest, root: String = DatasetLibrary.defaultRoot
  ) throws(CorpusError) {
    (location, isFolder) = Self.location(of: request.place, root: root)
    if let found = Self.images(location, isFolder) {
      (images, train) = (found, found.train.path)
      try findImages(request)
      return
    }
    let clients = request.filesAreClients ? try Self.clients(location, isFolder) : []
    train =
      if let first = clients.first { first } else {
        try Self.training(request.place, root: root)
      }
    more = Array(clients.dropFirst())
    notes += [otherTrainings].compactMap(\.self)
    findLabels()
    switch request.test {
    case .none: break
    case .file(let path):
      guard FileBytes.exists(path) else {
        throw .notFound(path: path, advice: "give --test a file, or none")
      }
      test = path
    case .beside: try findTest(request.columns)
    }
    if !areClients { notes += [train, test].compactMap(\.self).compactMap(Self.partNote) }
    notes += [unreadLabels].compactMap(\.self)
  }

  /// Images at a place, unless it is a set of texts.
  private static func images(_ location: String, _ isFolder: Bool) -> ImageFiles? {
    if isFolder, endings.contains(where: { FileBytes.exists("\(location)/train.\($0)") }) {
      return nil
    }
    return ImageFiles(location, isFolder: isFolder)
  }

  private mutating func findLabels() {
    let names = location + "/labels.json"
    labels = isFolder && FileBytes.exists(names) ? names : nil
  }

  private mutating func findImages(_ request: DatasetRequest) throws(CorpusError) {
    guard !request.filesAreClients else {
      throw .badFile(
        path: location, problem: "the files partition is for texts, and these are images")
    }
    findLabels()
    switch request.test {
    case .none: images?.test = nil
    case .file(let path):
      guard let named = ImageFiles.named(path), FileBytes.exists(path) || FileBytes.isFolder(path)
      else {
        throw .notFound(
          path: path, advice: "give --test a folder, an .npz or an IDX file of images, or none")
      }
      images?.test = named
    case .beside: break
    }
    test = images?.test?.path
  }

  /// Where a data set is that is asked for as `name`, which must be there.
  /// - Throws: `CorpusError.notFound`.
  public static func location(
    _ name: String, root: String = DatasetLibrary.defaultRoot
  ) throws(CorpusError) -> String {
    let (path, isFolder) = location(of: name, root: root)
    if images(path, isFolder) != nil { return path }
    if !isFolder || !tables(in: path).contains(where: FileBytes.exists) {
      _ = try training(name, root: root)
    }
    return path
  }

  /// The files of a folder in which each is a client: tables in the order of their names, without held-out ones.
  private static func clients(
    _ location: String, _ isFolder: Bool
  ) throws(CorpusError) -> [String] {
    var found: [String] = []
    for path in isFolder ? tables(in: location) : [] where try FileBytes.isThere(path) {
      found.append(path)
    }
    guard found.count > 1 else {
      throw .badFile(
        path: location,
        problem: "the files partition makes each file a client, and this is "
          + (isFolder ? "a folder with \(found.count)" : "one")
          + ": give a folder of several, or take another partition")
    }
    return found
  }

  /// What is called as tables are, whether it can be read or not.
  private static func tables(in folder: String) -> [String] {
    let tables = FileBytes.names(in: folder).filter { name in
      endings.contains { name.hasSuffix("." + $0) } && name != "labels.json"
        && !heldOut.contains { name.lowercased().hasPrefix($0 + ".") }
    }
    return tables.map { "\(folder)/\($0)" }
  }

  /// Whether each file is a client.
  public var areClients: Bool { !more.isEmpty }

  private static func location(of name: String, root: String) -> (path: String, isFolder: Bool) {
    if DatasetLibrary.isFetched(name) { return ("\(root)/\(name)", true) }
    return (name, FileBytes.isFolder(name))
  }

  private static func training(_ name: String, root: String) throws(CorpusError) -> String {
    let (location, isFolder) = location(of: name, root: root)
    guard isFolder else {
      if FileBytes.exists(location) { return location }
      let names = DatasetLibrary.entries(root: root).map(\.name).joined(separator: ", ")
      throw .notFound(path: name, advice: "give a file, or one of \(names)")
    }
    let paths = endings.map { "\(location)/train.\($0)" }
    if let path = paths.first(where: FileBytes.exists) { return path }
    if let problem = misnamed(in: location) ?? foreign(in: location) {
      throw .badFile(path: location, problem: problem)
    }
    throw .notFound(
      path: location + "/train.jsonl",
      advice: DatasetLibrary.isFetched(name)
        ? "run `make data`, or scripts/fetch-data \(name)"
        : "give a file, or a folder with train.jsonl, train.csv, train.tsv or a folder of images a class"
    )
  }

  /// Takes the first file beside the training file that has labels, and says why not another.
  private mutating func findTest(_ columns: ColumnNames) throws(CorpusError) {
    guard !areClients else { return try findTestOfAll() }
    let start = train.lastIndex(of: "/").map { train.index(after: $0) } ?? train.startIndex
    let name = train[start...]
    var unlabelled: [String] = []
    for other in Self.heldOut where name.hasPrefix("train.") {
      let file = other + name.dropFirst("train".count)
      let path = String(train[..<start]) + file
      guard try FileBytes.isThere(path) else { continue }
      guard DatasetReader.hasLabels(path, columns) else {
        unlabelled.append(file)
        continue
      }
      test = path
      notes.append(
        "held-out samples from \(excerpt(file, limit: 80)), beside \(excerpt(String(name))) (--test)"
      )
      whyTest =
        "; it was read because it is beside \(excerpt(String(name))): name another with --test FILE, or --test none"
      break
    }
    if !unlabelled.isEmpty {
      let files = unlabelled.map { excerpt($0) }.joined(separator: ", ")
      notes.insert(
        "\(files) beside \(excerpt(String(name))) \(unlabelled.count > 1 ? "have" : "has") no labels "
          + "and \(unlabelled.count > 1 ? "are" : "is") not used", at: 0)
    }
    if test == nil { notes += [unreadTests(known: unlabelled)].compactMap(\.self) }
  }

  /// Takes the first held-out file of a folder in which each other file is a client.
  private mutating func findTestOfAll() throws(CorpusError) {
    let names = FileBytes.names(in: location)
    let wanted = Self.heldOut.flatMap { name in Self.endings.map { "\(name).\($0)" } }
    let found = wanted.compactMap { name in names.first { $0.lowercased() == name } }
    guard let name = found.first, try FileBytes.isThere("\(location)/\(name)") else { return }
    test = "\(location)/\(name)"
    notes.append("held-out samples from \(excerpt(name, limit: 80)), which is no client (--test)")
    whyTest =
      "; it was read because it is called as held-out samples are: --test none leaves it out"
  }

  /// Each file by what it is to the data set: `train`, `test`, `labels`; of images in folders the folder of each class.
  public var parts: [(part: String, path: String)] {
    if let images {
      return images.parts + (labels.map { [("labels", $0)] } ?? [])
    }
    let training =
      areClients
      ? ([train] + more).map { ("train/" + Self.last($0), $0) } : [("train", train)]
    let others = [("test", test), ("labels", labels)].compactMap { part, path in
      path.map { (part, $0) }
    }
    return training + others
  }

  /// The images of one of the parts that is the folder of a class; nil for a file.
  public static func images(of part: String) -> [String]? {
    FileBytes.isFolder(part) ? ImageFiles.images(in: part).map { "\(part)/\($0)" } : nil
  }

  /// The last part of a path.
  static func last(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

  /// The short name of a data set that was asked for as `nameOrPath`.
  public func title(_ nameOrPath: String) -> String {
    isFolder
      ? String(nameOrPath.split(separator: "/").last ?? "data") : DatasetReader.name(of: nameOrPath)
  }
}
