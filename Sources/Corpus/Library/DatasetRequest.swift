/// Where held-out samples come from.
public enum HeldOut: Sendable, Hashable {
  /// From a file beside the training file that is called as such files are, else a share of the samples.
  case beside
  /// A share of the training file's samples.
  case none
  /// From this file.
  case file(String)

  /// What `--test` says: nothing, `none`, or a file.
  public init(_ text: String) {
    self = text.isEmpty ? .beside : text == "none" ? .none : .file(text)
  }
}

/// Which data set is wanted, and how its files are read.
public struct DatasetRequest: Sendable, Hashable {
  /// An embedded task, a fetched set, a file, or a folder.
  public var place: String
  /// Which columns hold what.
  public var columns: ColumnNames
  /// Where held-out samples come from.
  public var test: HeldOut
  /// Whether the place is a folder of which every file holds the samples of one client.
  public var filesAreClients: Bool

  /// Makes a request.
  public init(
    _ place: String, columns: ColumnNames = ColumnNames(), test: HeldOut = .beside,
    filesAreClients: Bool = false
  ) {
    self.place = place
    self.columns = columns
    self.test = test
    self.filesAreClients = filesAreClients
  }
}
