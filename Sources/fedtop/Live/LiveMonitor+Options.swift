import Host
import TUI

extension LiveMonitor {
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
