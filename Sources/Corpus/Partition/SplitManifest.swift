import Plain

/// A split as a file that another tool can read and write: who has which samples, of which data.
///
/// docs/data.md, "A split as a file", has the format.
public struct SplitManifest: Sendable, Equatable {
  /// The training or the held-out samples that a split divides.
  public struct Part: Sendable, Equatable {
    /// How many there are.
    public var samples: Int
    /// SHA-256 of their texts and labels, and of all that instructions say.
    public var sha256: String
    /// The files that they are from, by name; none for an embedded task.
    public var files: [String] = []
    /// Place of each in its file; nil: all of the file, in order.
    public var records: [Int]?
  }

  /// Both of them.
  public typealias Parts = (train: Part, test: Part)

  /// Short name of the data.
  public var data: String
  /// The training samples.
  public var train: Part
  /// The held-out samples.
  public var test: Part
  /// How the split was made, for people.
  public var scheme: String
  /// The seed that it was drawn with, for people.
  public var seed: Int
  /// Who has which sample.
  public var split: Split

  /// What one is called in the file.
  static let format = "fedtop split"
  static let version = 1

  /// Describes a split of a data set; both were made with the same settings.
  public init(
    _ split: Split, of data: String, parts: Parts, scheme: String, seed: Int
  ) {
    self.data = data
    (train, test) = parts
    self.scheme = scheme
    self.seed = seed
    self.split = split
  }
}

extension Dataset {
  /// What a manifest says of the samples.
  ///
  /// - Parameter files: where they were read from; nil for an embedded task.
  public func parts(_ files: DatasetFiles?) -> SplitManifest.Parts {
    func part(_ samples: [Sample], _ paths: [String], _ records: [Int]?) -> SplitManifest.Part {
      SplitManifest.Part(
        samples: samples.count, sha256: fingerprint(samples), files: paths.map(DatasetFiles.last),
        records: records)
    }
    let training = files.map { [$0.train] + $0.more } ?? []
    return (
      part(train, training, trainRecords),
      part(test, files?.test.map { [$0] } ?? training, testRecords)
    )
  }

  /// SHA-256 of samples: text, second text and name of the label of each, with a byte 0 behind each of the
  /// three; behind an instruction's role and content of each of its turns and its answer, in the same way; behind an
  /// image's its pixels, as rows from the top.
  private func fingerprint(_ samples: [Sample]) -> String {
    var digest = SHA256()
    var bytes: [UInt8] = []
    for sample in samples {
      let label = labelNames.indices.contains(sample.label) ? labelNames[sample.label] : ""
      let turns = sample.instruction?.messages.flatMap { [$0.role, $0.content] } ?? []
      let answer = [sample.instruction?.answer].compactMap(\.self)
      for field in [sample.text, sample.textPair ?? "", label] + turns + answer {
        bytes.append(contentsOf: field.utf8)
        bytes.append(0)
      }
      if let image = sample.image { bytes.append(contentsOf: image.pixels.bytes) }
      if bytes.count > 1 << 16 {
        bytes.withUnsafeBytes { digest.update($0) }
        bytes.removeAll(keepingCapacity: true)
      }
    }
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }
}
