import Metrics
import RunStore
import Sim
import Transformer

/// Everything that decides a run's numbers, but for the bytes of its data and model: runs with equal ones, of unchanged
/// files, are the same run.
struct RunIdentity: Hashable {
  private let lines: [String]

  /// Of the run that these settings make.
  ///
  /// - Parameter places: where its data and model are, which may be called differently from different folders.
  init(_ settings: Settings, places: AssetPlaces) {
    // As a run makes it before it writes its settings down.
    var settings = settings
    _ = settings.limitCohort()
    settings.pinFiles()
    self.init(settings.config, places)
  }

  /// Of all runs that do for who wants these settings: where the library is left to the program, those of either.
  static func fitting(_ settings: Settings, places: AssetPlaces) -> Set<RunIdentity> {
    let libraries = settings.blas == .auto ? BLAS.allCases : [settings.blas]
    return Set(
      libraries.map { library in
        var settings = settings
        settings.blas = library
        return RunIdentity(settings, places: places)
      })
  }

  /// Of a stored run; nil for a branch, which has the settings of its parent but went another way.
  ///
  /// That of a file of an older version lacks settings, and is like none of this version's.
  init?(_ reader: RunReader) {
    let provenance = reader.meta.provenance
    guard provenance.parent == nil, let places = provenance.sources?.places else { return nil }
    self.init(provenance.configuration, places)
  }

  private init(_ config: [String: ConfigValue], _ places: AssetPlaces) {
    var config = config.filter { !Self.indifferent.contains($0.key) }
    config["data.name"] = .text(places.data)
    config["model.name"] = .text(places.model)
    lines = config.map { "\($0.key)=\($0.value.plainText)" }.sorted()
  }

  /// Where a run is kept and who trains it decides nothing.
  static let indifferent: Set<String> = ["run.workers", "run.backend", "run.directory"]
}
