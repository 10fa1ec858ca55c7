/// What a run was made from: enough to tell whether data and model are still those that it was trained with.
public struct RunSources: Codable, Sendable, Equatable {
  /// The data set.
  public var data: Source
  /// The model with its tokenizer.
  public var model: Source
  /// Names of the labels, by index.
  public var labels: [String]
  /// What stands in front of each labelled text that became an instruction; nil where none did.
  public var request: String?
  /// The trace of devices; nil without one.
  public var devices: Source?

  /// Makes a description; see the properties.
  public init(
    data: Source, model: Source, labels: [String], request: String? = nil, devices: Source? = nil
  ) {
    self.data = data
    self.model = model
    self.labels = labels
    self.request = request
    self.devices = devices
  }

  /// A data set or a model.
  public struct Source: Codable, Sendable, Equatable {
    /// What it was asked for by.
    public var name: String
    /// Absolute path of its file or folder; nil for what is part of the program.
    public var location: String?
    /// What was read of it.
    public var files: [File]

    /// Makes a source; see the properties.
    public init(name: String, location: String?, files: [File]) {
      self.name = name
      self.location = location
      self.files = files
    }
  }

  /// One file of a source.
  public struct File: Codable, Sendable, Equatable {
    /// What it is to the source: `train`, `test` or `labels` of a data set, the file's name in a model; no two are alike.
    public var part: String
    /// Its length.
    public var bytes: Int
    /// Its SHA-256, in lower-case hexadecimal.
    public var sha256: String

    /// Makes a file; see the properties.
    public init(part: String, bytes: Int, sha256: String) {
      self.part = part
      self.bytes = bytes
      self.sha256 = sha256
    }
  }
}
