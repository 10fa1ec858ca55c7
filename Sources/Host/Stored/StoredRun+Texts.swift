import Corpus
import Metrics
import Sim

extension StoredRun {
  /// The texts of the run's training samples, from the data that it was made from.
  ///
  /// The files are read and held against the record now, whatever was open before.
  /// - Throws: `SourceError` when they are not at hand or not the same; what else data can be wrong with.
  public func texts() throws -> TrainingTexts {
    let recorded = try sources.data
    let place = try place(.data, recorded, moved: nil)
    let test = try testPlace(nil)
    if recorded.location != nil {
      try check(.data, recorded, at: place, test: test, assets: AssetLibrary())
    }
    let texts = try TrainingTexts(settings, data: place, test: test)
    if let samples = texts.samples, recorded.files != [samples] { throw other(.data, recorded) }
    return texts
  }
}
