import Host
import TUI

extension LiveMonitor {
  /// Writes the options that the person's file does not say yet into it, and says where.
  func saveOptions() {
    guard let path = monitor.optionsPath else { return }
    let values = monitor.unsaved
    do {
      try OptionsSaving.write(values, into: path)
      monitor.noteSaved()
      monitor.say("\(values.keys.sorted().joined(separator: ", ")) written to \(path)", .ok)
    } catch {
      let reason = (error as? Failure)?.message ?? "\(error)"
      monitor.remark("options not written: \(reason)", round: run.snapshot.round)
    }
  }

  /// Takes over the theme in use when its file has changed; one that is broken is told of, and the one before stays.
  func followThemeFile() {
    themeWatch.follow(monitor.theme.file)
    guard let news = themeWatch.take() else { return }
    switch news {
    case .success(let theme): monitor.reload(theme)
    case .failure(let error): monitor.remark("\(error)", round: run.snapshot.round)
    }
  }
}
