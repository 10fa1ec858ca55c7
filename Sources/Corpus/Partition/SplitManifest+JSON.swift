import Plain

extension SplitManifest {
  /// The file's text.
  public var json: String {
    func list(_ numbers: [Int]) -> JSONValue { .array(numbers.map(JSONValue.integer)) }
    func part(_ part: Part) -> JSONValue {
      var members: [ExactString: JSONValue] = [
        "samples": .integer(part.samples), "sha256": .string(part.sha256),
      ]
      if !part.files.isEmpty { members["files"] = .array(part.files.map(JSONValue.string)) }
      if let records = part.records { members["records"] = list(records) }
      return .object(members)
    }
    let clients = zip(split.train, split.test).map { train, test in
      JSONValue.object(["train": list(train), "test": list(test)])
    }
    return JSONValue.object([
      "format": .string(Self.format), "version": .integer(Self.version), "data": .string(data),
      "scheme": .string(scheme), "seed": .integer(seed), "train": part(train), "test": part(test),
      "sha256": .string(split.sha256), "clients": .array(clients),
    ]).serialized(indented: true) + "\n"
  }

  /// Reads a file.
  /// - Throws: `CorpusError` when it is not there, is no manifest, or contradicts itself.
  public init(path: String) throws(CorpusError) {
    let bytes = try TextFile.text(
      of: try FileBytes.read(
        path, limit: 1 << 30, advice: "fedtop data NAME --save-split FILE.json writes one"),
      path: path)
    let value: JSONValue
    do {
      value = try JSONValue.parse(bytes)
    } catch {
      throw .badFile(path: path, problem: "no JSON: \(error.problem) at byte \(error.offset)")
    }
    func bad(_ problem: String) -> CorpusError { .badFile(path: path, problem: problem) }
    guard value["format"]?.text == Self.format else {
      throw bad("no split: \"format\" must be \"\(Self.format)\"")
    }
    guard value["version"]?.int == Self.version else {
      throw bad("a split of another version: \"version\" must be \(Self.version)")
    }
    func part(_ name: String) throws(CorpusError) -> Part {
      guard let samples = value[name]?["samples"]?.int, samples >= 0,
        let sha256 = value[name]?["sha256"]?.text
      else { throw bad("\"\(name)\" must have \"samples\", a number, and their \"sha256\"") }
      return Part(samples: samples, sha256: sha256.lowercased())
    }
    guard let clients = value["clients"]?.elements, !clients.isEmpty else {
      throw bad("\"clients\" must be a list of objects, one a client")
    }
    func lists(_ name: String) throws(CorpusError) -> [[Int]] {
      var lists: [[Int]] = []
      for (index, client) in clients.enumerated() {
        let numbers = client[name]?.elements?.map(\.int)
        guard let numbers, !numbers.contains(nil) else {
          throw bad("client \(index): \"\(name)\" must be a list of whole numbers")
        }
        lists.append(numbers.compactMap(\.self).sorted())
      }
      return lists
    }
    data = value["data"]?.text ?? ""
    scheme = value["scheme"]?.text ?? ""
    seed = value["seed"]?.int ?? 0
    train = try part("train")
    test = try part("test")
    split = Split(train: try lists("train"), test: try lists("test"))
    try requireEachOnce(path)
    if let sha256 = value["sha256"], sha256.text?.lowercased() != split.sha256 {
      throw bad("\"sha256\" is not that of \"clients\": correct one of them, or leave it out")
    }
  }

  /// Fails unless every sample is with exactly one client, and every client has some to train on.
  private func requireEachOnce(_ path: String) throws(CorpusError) {
    for (name, samples, lists) in [
      ("training", train.samples, split.train), ("held-out", test.samples, split.test),
    ] {
      // No table of that length: a hostile file may claim any number.
      var owners: [Int: Int] = [:]
      for (client, list) in lists.enumerated() {
        for sample in list {
          guard (0..<samples).contains(sample) else {
            throw .badFile(
              path: path,
              problem:
                "client \(client) has \(name) sample \(sample), and there are \(samples), from 0")
          }
          if let other = owners.updateValue(client, forKey: sample) {
            throw .badFile(
              path: path,
              problem:
                "\(name) sample \(sample) is there twice, with client \(other) and with client \(client)"
            )
          }
        }
      }
      if owners.count < samples, let missing = (0..<samples).first(where: { owners[$0] == nil }) {
        throw .badFile(path: path, problem: "\(name) sample \(missing) is with no client")
      }
    }
    if let idle = split.train.firstIndex(where: \.isEmpty) {
      throw .badFile(path: path, problem: "client \(idle) has no training samples")
    }
  }

  /// The split, which is one of these data over so many clients.
  ///
  /// - Parameters:
  ///   - path: where the manifest was read from.
  ///   - parts: what is said of the data at hand.
  /// - Throws: `CorpusError` when it is a split of other data, or over more or fewer clients.
  public func split(
    at path: String, of parts: Parts, clients: Int
  ) throws(CorpusError) -> Split {
    for (name, own, found) in [
      ("training", train, parts.train), ("held-out", test, parts.test),
    ] where (own.samples, own.sha256) != (found.samples, found.sha256) {
      func words(_ part: Part) -> String {
        "\(part.samples) with SHA-256 \(excerpt(String(part.sha256.prefix(12))))…"
      }
      throw .badFile(
        path: path,
        problem: "a split of other data: its \(name) samples are \(words(own)), these are "
          + "\(words(found)): take the data, sizes and seed that it was saved with")
    }
    guard split.train.count == clients else {
      throw .badFile(
        path: path,
        problem: "it has \(split.train.count) clients, and \(clients) are wanted: "
          + "--clients \(split.train.count)")
    }
    return split
  }
}
