import Metrics
import Plain
import RunStore

/// The curves of a stored run that somebody wants to see behind another.
public enum StoredTrace {
  /// Reads the curves of a run in the folder of another.
  ///
  /// - Parameters:
  ///   - name: its name, its start or end, `latest`, or a path.
  ///   - path: the file of the run that is shown.
  /// - Throws: `StoreError`.
  public static func read(_ name: String, beside path: String) throws(StoreError) -> GhostTrace {
    let reader = try RunReader(path: try catalogue(beside: path).resolve(name))
    var trace = GhostTrace(
      .overlay, run: reader.name, round: 0, points: try reader.snapshot().ghostPoints)
    if let own = try RunReader(path: path).started(), let other = try reader.started() {
      trace.contrast = contrast(of: other, to: own)
    }
    return trace
  }

  /// What makes values of `other` those of other samples than a run's own; nil: nothing that is on record.
  private static func contrast(of other: RunStarted, to own: RunStarted) -> String? {
    if other.data != own.data || other.labelNames != own.labelNames {
      return "of other data (\(excerpt(other.data))), its values do not compare with these"
    }
    guard let split = other.partitionHash, let ownSplit = own.partitionHash, split != ownSplit
    else {
      return nil
    }
    return "the data is divided otherwise there, each client has other samples"
  }

  /// Names of the runs in the folder of a run, itself left out, the newest first.
  public static func names(beside path: String) -> [String] {
    let names = (try? catalogue(beside: path).names()) ?? []
    return names.reversed().filter { $0 != RunCatalogue.name(ofPath: path) }
  }

  private static func catalogue(beside path: String) -> RunCatalogue {
    RunCatalogue(directory: RunCatalogue.folder(ofPath: path))
  }
}
