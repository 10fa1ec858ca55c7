import Foundation
import Metrics
import RunStore

/// The curves of a stored run that somebody wants to see behind another.
public enum StoredTrace {
  /// Reads the curves of a run in the folder of another.
  ///
  /// - Parameters:
  ///   - name: its name, the start of it, `latest`, or a path.
  ///   - path: the file of the run that is shown.
  /// - Throws: `StoreError`.
  public static func read(_ name: String, beside path: String) throws(StoreError) -> GhostTrace {
    let reader = try RunReader(path: try RunCatalogue(directory: folder(of: path)).resolve(name))
    return GhostTrace(
      .overlay, run: reader.name, round: 0, points: try reader.snapshot().ghostPoints)
  }

  /// Names of the runs in the folder of a run, itself left out, the newest first.
  public static func names(beside path: String) -> [String] {
    let own = URL(filePath: path).deletingPathExtension().lastPathComponent
    let names = (try? RunCatalogue(directory: folder(of: path)).names()) ?? []
    return names.filter { $0 != own }.sorted().reversed()
  }

  private static func folder(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
  }
}
